/* The ways in to what is loaded when it is wanted: citing, finding, settings. */

import { make } from "./elements.js";
import { tools } from "./loading.js";
import { fragment } from "./place.js";
import { recall } from "./shelf.js";
import { t } from "./words.js";

/** Put the box that finds a place and the settings at the head of the text in `root`; each number opens how to cite. */
export function doors(root) {
  const place = root.querySelector(".tools");
  if (!place) return;
  const status = make("p", { role: "status" });
  const lost = () => (status.textContent = t("This could not be loaded. Try again."));
  const words = t("Go to ¶, note, page, or id");
  const plain = { autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
  const field = make("input", { id: "goto", "aria-label": words, placeholder: words, ...plain });
  const form = make("form", {}, field, make("button", {}, t("Go")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tools().then(({ finding }) => finding(root, field.value.trim(), status)).catch(lost);
  });
  const open = make("button", { "aria-haspopup": "dialog" }, t("Settings"));
  open.addEventListener("click", () => tools().then(({ settings }) => settings(root, open)).catch(lost));
  place.append(form, open, status);

  root.addEventListener("click", (event) => {
    // the number of what is gone bears no such mark: it leads to its page
    const number = event.target.closest(".number[data-apparatus]");
    if (!number || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    tools().then(({ citing }) => citing(root, number), () => (location.href = number.href));
  });

  // an address that leads nowhere here, or came with a version, is answered; so is the wish to copy with a citation
  const look = () => {
    const id = fragment();
    if (/[?&](v|find)=/.test(location.search) || (id && !root.getElementById(id))) tools().then(({ looking }) => looking(root, status));
  };
  addEventListener("hashchange", look);
  look();
  if (recall("along") || root.documentElement.dataset.keys) tools();
}
