/* What the reader sets, and how it is kept: by this browser, and nowhere else. */

import { wish } from "./along.js";
import { make } from "./elements.js";
import { keysSaid } from "./keys.js";
import { spread } from "./sheet.js";
import { recall, remember } from "./shelf.js";
import { t } from "./words.js";

/* Of each choice: its name, its words, and its values with theirs; nothing is how the edition is. */
function choices(root) {
  const all = root.querySelector("[data-citing]") && root.querySelector("#text a.entry") ? { all: t("All") } : {}; // the data for it is in a file beside
  return [
    ["theme", t("Theme"), { "": t("As the system"), light: t("Light"), sepia: t("Sepia"), dark: t("Dark") }],
    [
      "size",
      t("Size"),
      { small: t("Small"), "": t("Normal"), large: t("Large"), larger: t("Larger"), largest: t("Largest") },
    ],
    ["measure", t("Lines"), { narrow: t("Short"), "": t("Normal"), wide: t("Long") }],
    ["terms", t("Terms marked"), { "": t("First in each section"), ...all, off: t("None") }],
  ];
}

/* Of each mark: its name, its words, and its value where it is not how the edition is. */
function marks() {
  return [
    ["asides", t("Notes in the margin"), "off"],
    ["numbers", t("Paragraph numbers shown"), "off"],
    ["keys", t("Keyboard shortcuts"), "on"],
  ];
}

/** Open a dialog with the settings; the focus comes back to `opener`. */
export function settings(root, opener) {
  const set = root.documentElement.dataset;
  const names = [...choices(root), ...marks()].map(([name]) => name);
  const keep = () => {
    const kept = names.filter((name) => set[name]).map((name) => [name, set[name]]);
    remember("settings", JSON.stringify(Object.fromEntries(kept)));
    const { theme } = set;
    root.querySelector("[name=color-scheme]").content = theme ? (theme === "dark" ? "dark" : "light") : "light dark";
    root.dispatchEvent(new Event("postil:settings"));
  };
  const change = (name, value) => {
    if (value) set[name] = value;
    else delete set[name];
    keep();
  };

  const groups = choices(root).map(([name, words, values]) => {
    const options = Object.entries(values).map(([value, called]) => {
      const box = make("input", { type: "radio", name, value });
      box.addEventListener("change", () => change(name, value));
      return make("label", {}, box, called);
    });
    return make("fieldset", { class: name }, make("legend", {}, words), make("div", {}, ...options));
  });
  const boxes = marks().map(([name, words, other]) => {
    const box = make("input", { type: "checkbox", name, value: other });
    box.addEventListener("change", () => change(name, box.checked === (other === "on") ? other : ""));
    return make("label", { class: "along" }, box, words);
  });
  const list = make("dl", {}, ...keysSaid().map(([key, does]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, does))));

  const title = make("h2", { id: "settings-title" }, t("Settings"));
  const close = make("button", { class: "close" }, t("Close"));
  const defaults = make("button", {}, t("Back to the defaults"));
  const dialog = make(
    "dialog",
    { class: "sheet settings", "aria-labelledby": title.id, "data-apparatus": "" },
    make(
      "div",
      {},
      make("header", {}, title, close),
      ...groups,
      make("div", { class: "marks" }, ...boxes.slice(0, 2), wish(root), boxes[2], list),
      make("p", { class: "presses" }, make("small", {}, t("Kept by this browser alone; nothing leaves it.")), defaults),
    ),
  );

  const show = () => {
    for (const box of dialog.querySelectorAll("[type=radio]")) box.checked = box.value === (set[box.name] ?? "");
    for (const [name, , other] of marks()) {
      dialog.querySelector(`[name=${name}]`).checked = (set[name] === other) === (other === "on");
    }
    dialog.querySelector("[name=along]").checked = recall("along") === "yes";
    list.hidden = set.keys !== "on";
  };
  dialog.addEventListener("change", show);
  defaults.addEventListener("click", () => {
    names.forEach((name) => delete set[name]);
    remember("along", "");
    keep();
    show();
  });
  show();
  spread(root, dialog, close, opener);
}
