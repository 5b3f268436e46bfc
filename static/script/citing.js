/* The ways to cite a paragraph. */

import { wish } from "./along.js";
import { blockOf } from "./blocks.js";
import { put } from "./clipboard.js";
import { make, say } from "./elements.js";
import { chosenOf, formsFor } from "./forms.js";
import { spread } from "./sheet.js";
import { remember } from "./shelf.js";
import { t } from "./words.js";

/** Open a dialog with the ways to cite the block whose number is `number`. */
export function citing(root, number) {
  const forms = formsFor(blockOf(number));
  if (!forms.length) return void (location.href = number.href); // of several chapters in one file none is at hand
  const [{ address, id }] = forms;
  let chosen = chosenOf(forms);

  const title = make("h2", { id: "citing-title" }, t("Paragraph {number}", { number: number.textContent }));
  const choice = make(
    "select",
    { id: "citing-form" },
    ...forms.map(({ key, name }) => make("option", { value: key }, name)),
  );
  const shown = make("div", { class: "cited", tabindex: 0, role: "group", "aria-label": t("Citation") });
  const copy = make("button", { class: "main", autofocus: "" }, t("Copy"));
  const save = make("button", {}, t("Save"));
  const status = make("p", { role: "status" });
  const copyAddress = make("button", { "aria-label": address === id ? t("Copy the id") : t("Copy the address") }, t("Copy"));
  const close = make("button", { class: "close" }, t("Close"));
  const dialog = make(
    "dialog",
    { class: "sheet", "aria-labelledby": title.id, "data-apparatus": "" },
    make(
      "div",
      {},
      make("header", { role: "none" }, title, close),
      make("p", { class: "choice" }, make("label", { for: choice.id }, t("Form")), choice),
      shown,
      make("p", { class: "presses" }, copy, save),
      status,
      make("p", { class: "lasting" }, make("span", { class: "cited" }, address), copyAddress),
      ...(number.getAttribute("href")[0] === "#" // an edition in one file may not know of that page
        ? []
        : [make("p", {}, make("a", { href: number.href }, t("The page of this paragraph")), t(", with every form and its history"))]),
      make("p", {}, wish(root)),
    ),
  );

  const show = () => {
    choice.value = chosen.key;
    shown.replaceChildren(chosen.element);
    save.hidden = !chosen.file;
  };
  const tell = async (done, what) => say(status, (await done) ? t("Copied: {what}", { what }) : t("Not copied. Select it instead."));
  choice.addEventListener("change", () => {
    chosen = forms[choice.selectedIndex];
    remember("form", chosen.key);
    status.replaceChildren();
    show();
  });
  copy.addEventListener("click", () => {
    const { file, text, element, name } = chosen;
    tell(put(text, file ? "" : `<p>${element.innerHTML}</p>`, copy), name);
  });
  copyAddress.addEventListener("click", () => tell(put(address, "", copyAddress), address));
  save.addEventListener("click", () => {
    const { ending, type, text, name } = chosen;
    const href = URL.createObjectURL(new Blob([`${text}\n`], { type }));
    make("a", { href, download: id + ending }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    say(status, t("Saved: {name}, {file}", { name, file: id + ending }));
  });

  show();
  spread(root, dialog, close, number);
}
