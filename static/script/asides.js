/* The notes beside their calls, where the window has room for them. Copies for the eyes: the list is the text. */

import { copyOf } from "./copies.js";
import { make } from "./elements.js";
import { fragment } from "./place.js";
import { t } from "./words.js";

/** Set the notes that the text of `root` calls in its margin, each as near to its call as the one before allows. */
export function asides(root) {
  const text = root.getElementById("text");
  const margin = make("div", { class: "asides", "data-apparatus": "", "aria-hidden": "true" });
  const calls = [...text.querySelectorAll("[role=doc-noteref]")];
  let notes;
  const set = () => {
    if (!margin.offsetWidth) return;
    notes ??= drawn(root, calls, margin);
    const top = margin.getBoundingClientRect().top;
    const boxes = notes.map(([call, aside]) => [call.getBoundingClientRect(), aside.offsetHeight]);
    let free = 0;
    boxes.forEach(([{ top: at }, height], place) => {
      const start = Math.max(free, at - top);
      notes[place][1].style.marginBlockStart = `${start - free}px`;
      free = start + height;
    });
  };
  let last;
  const light = ({ target }) => {
    const at = target.closest?.("[role=doc-noteref], .aside");
    if (at === last) return;
    last = at;
    for (const pair of notes ?? []) pair.forEach((each) => each.classList.toggle("lit", pair.includes(at)));
  };
  if (!calls.length) return;
  text.after(margin);
  const watch = new ResizeObserver(set);
  watch.observe(text);
  watch.observe(margin);
  root.addEventListener("postil:settings", set);
  root.addEventListener("pointerover", light);
  root.addEventListener("focusin", light);
}

/* Return each call with its note in `margin`; a note that one paragraph calls twice stands there once. */
function drawn(root, calls, margin) {
  const there = new Map();
  const notes = calls.map((call) => {
    const note = root.getElementById(fragment(call.hash));
    const key = call.hash + call.closest("[id^=p-]")?.id;
    if (!note || there.has(key)) return [call, there.get(key)];
    const label = make("a", { class: "label", href: call.hash }, call.textContent);
    const aside = make("div", { class: "aside definition" }, label, ...copyOf(note).childNodes);
    there.set(key, aside);
    margin.append(aside);
    return [call, aside];
  });
  for (const aside of there.values()) {
    if (aside.scrollHeight > aside.clientHeight) {
      const { href } = aside.firstChild;
      aside.append(make("a", { class: "rest", href }, t("The whole note")));
    }
  }
  // nothing that is hidden from a screen reader is a stop for the keyboard: the list has it all
  for (const stop of margin.querySelectorAll("a, [tabindex]")) stop.tabIndex = -1;
  return notes.filter(([, aside]) => aside);
}
