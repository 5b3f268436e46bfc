/* Keys for whoever wants them: none does anything until the reader has switched them on. */

import { t } from "./words.js";

/** Return each key with what it does. */
export function keysSaid() {
  return [
    ["g", t("Go to a paragraph, note, or page")],
    ["n", t("Next section")],
    ["p", t("Previous section")],
    ["/", t("Search")],
    ["?", t("These settings")],
  ];
}

/** Answer the keys in `root` while they are switched on; `settings` opens the settings. */
export function keys(root, settings) {
  root.addEventListener("keydown", (event) => {
    if (root.documentElement.dataset.keys !== "on" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.defaultPrevented || event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
    if (event.key === "g") root.querySelector("#goto").focus();
    else if (event.key === "n") step(root, 1);
    else if (event.key === "p") step(root, -1);
    else if (event.key === "/") location.href = "search.html#q";
    else if (event.key === "?") settings(root, root.activeElement);
    else return;
    event.preventDefault(); // or the letter stands in the box that has the focus now
  });
}

/* Lead to the heading after, or before, where one is: one that was led to stands near the head of the window. */
function step(root, way) {
  const headings = [...root.querySelectorAll("#text :is(h1, h2, h3, h4, h5, h6)[id], main > section > h2[id]")];
  const top = (heading) => heading.getBoundingClientRect().top;
  const to = way > 0 ? headings.find((one) => top(one) > innerHeight / 8) : headings.findLast((one) => top(one) < 0);
  if (!to) return;
  location.hash = `#${to.id}`;
  to.tabIndex = -1;
  to.focus({ preventScroll: true });
}
