/* A glance at where a link of the apparatus leads: asked for by pointer, keyboard or press, and shown by what is loaded. */

import { tools } from "./loading.js";

/** Have the links of `root` to notes, entries, places of the edition and sources ask for a glance. */
export function glances(root) {
  const ask = (event) => {
    const { type, pointerType } = event;
    const link = event.target.closest?.("main :is([role=doc-noteref], .entry, .reference, #text .source)[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.buttons) return;
    const call = link.matches("[role=doc-noteref]");
    // its note stands beside it
    if (call && link.closest("#text") && root.querySelector(".aside")?.offsetHeight) return;
    const touched = pointerType === "touch";
    if (type === "click") {
      // what was pressed once, and what a pointer or the keyboard has shown already, is followed
      if (link.ariaExpanded || !(call || touched)) return;
      event.preventDefault();
    } else if (touched || (type === "focusin" && !link.matches(":focus-visible"))) return;
    const follow = () => type === "click" && (location.href = link.href);
    tools().then(({ glance }) => glance(root, link, type, follow), follow);
  };
  for (const type of ["pointerover", "focusin", "click"]) root.addEventListener(type, ask);
}
