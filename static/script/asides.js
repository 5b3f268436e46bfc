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
    if (getComputedStyle(margin).display === "none") return;
    const rem = Number.parseFloat(getComputedStyle(root.documentElement).fontSize);
    margin.classList.toggle("narrow", margin.offsetWidth < 10 * rem);
    notes ??= drawn(root, calls, margin);
    for (const aside of notes.keys()) aside.lastChild.hidden = aside.scrollHeight <= aside.clientHeight;
    const edge = topOf(margin);
    const wanted = [...notes].map(([aside, [call]]) => [aside, topOf(call) - edge, aside.getBoundingClientRect().height]);
    let free = 0;
    for (const [aside, beside, height] of wanted) {
      const start = Math.max(free, beside);
      aside.style.marginBlockStart = `${start - free}px`;
      free = start + height;
    }
  };
  let last;
  const light = ({ target }) => {
    const at = target.closest?.("[role=doc-noteref], .aside");
    if (at === last) return;
    last = at;
    for (const [aside, called] of notes ?? []) {
      const lit = aside === at || called.includes(at);
      for (const each of [aside, ...called]) each.classList.toggle("lit", lit);
    }
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

const topOf = (element) => element.getBoundingClientRect().top;

/* Return the notes that now stand in `margin`, each with its calls: those of one paragraph share one. */
function drawn(root, calls, margin) {
  const there = {};
  const notes = new Map();
  for (const call of calls) {
    const note = root.getElementById(fragment(call.hash));
    const key = call.hash + call.closest("[id^=p-]")?.id;
    if (there[key]) notes.get(there[key]).push(call);
    else if (note) {
      const label = make("a", { class: "label", href: call.hash }, call.textContent);
      const aside = make("div", { class: "aside definition" }, label, ...copyOf(note).childNodes);
      aside.append(make("a", { class: "rest", href: call.hash }, t("The whole note")));
      notes.set((there[key] = aside), [call]);
    }
  }
  margin.append(...notes.keys());
  // nothing that is hidden from a screen reader is a stop for the keyboard: the list has it all
  for (const stop of margin.querySelectorAll("a, [tabindex]")) stop.tabIndex = -1;
  return notes;
}
