/* Who is led to a paragraph reads on from there: with the eyes, the keyboard, or a screen reader. */

import { arrived } from "./place.js";

/** Move the focus in `root` to the block that the address leads to, whenever it does. */
export function arrivals(root) {
  addEventListener("hashchange", () => {
    const block = arrived(root);
    if (!block) return;
    if (!block.hasAttribute("tabindex")) block.tabIndex = -1;
    block.focus({ preventScroll: true });
  });
}
