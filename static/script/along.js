/* The reader's wish that a copied passage brings its citation along. */

import { make } from "./elements.js";
import { recall, remember } from "./shelf.js";
import { t } from "./words.js";

/** Return a box for the wish, with its words; all of them on a page say the same. */
export function wish(root) {
  const box = make("input", { type: "checkbox", name: "along" });
  box.checked = wished();
  box.addEventListener("change", () => {
    remember("along", box.checked ? "yes" : "");
    for (const other of root.querySelectorAll("[name=along]")) other.checked = box.checked;
  });
  return make("label", { class: "along" }, box, " ", t("Bring the citation along when copying"));
}

/** Say whether the reader wishes it. */
export function wished() {
  return recall("along") === "yes";
}
