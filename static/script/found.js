/* Words that were searched for, marked in the chapter that they were found in, until the reader has done with them. */

import { make } from "./elements.js";
import { fold, partsOf, placesOf } from "./folding.js";
import { t } from "./words.js";

const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, figcaption, pre, dt, dd";
const NAME = "postil-found";

/** Mark in `root` what the page's address says that is to be found. */
export function found(root) {
  const asked = new URLSearchParams(location.search).get("find") ?? "";
  const rows = partsOf(asked).map(({ words }) => words.map(fold));
  const ranges = rows.length ? rangesOf(root, rows) : [];
  if (!ranges.length) return;
  const clear = ranges.length && window.Highlight ? lit(ranges) : wrapped(root, ranges);

  let at = -1;
  const go = (way) => {
    at = at < 0 ? nearest(root, ranges, way) : (at + way + ranges.length) % ranges.length;
    const element = ranges[at].startContainer.parentElement;
    element.scrollIntoView({ block: "center" });
    count.textContent = `${at + 1}/${ranges.length}`;
    if (window.Highlight) CSS.highlights.set(`${NAME}-here`, new Highlight(ranges[at]));
  };
  const count = make("span", { role: "status" }, String(ranges.length));
  const button = (said, run) => {
    const made = make("button", {}, said);
    made.addEventListener("click", run);
    return made;
  };
  const end = () => {
    clear();
    bar.remove();
    root.removeEventListener("keydown", escape);
    const address = new URL(location.href);
    address.searchParams.delete("find");
    try {
      history.replaceState(null, "", address);
    } catch {
      // a folder on a disk may not let us
    }
  };
  const escape = (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !root.querySelector("dialog[open], :popover-open")) end();
  };
  const said = make("span", {}, t("Marked:"), " ", make("b", { dir: "auto" }, asked), " ", count);
  const buttons = [button(t("Previous"), () => go(-1)), button(t("Next"), () => go(1)), button(t("Clear"), end)];
  const bar = make("div", { class: "found-bar", role: "region", "aria-label": t("Words found") }, said, ...buttons);
  root.addEventListener("keydown", escape);
  root.body.append(bar);
}

/* Return the ranges in which `rows` of words stand in the text and the notes of `root`. */
function rangesOf(root, rows) {
  const walker = root.createTreeWalker(root.querySelector("main"), NodeFilter.SHOW_TEXT);
  const found = [];
  let texts = [];
  let within = null;
  const done = () => {
    const joined = texts.map(({ data }) => data).join("");
    for (const { start, end } of placesOf(joined, rows)) {
      const range = root.createRange();
      range.setStart(...placeIn(texts, start, false));
      range.setEnd(...placeIn(texts, end, true));
      found.push(range);
    }
    texts = [];
  };
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const parent = text.parentElement;
    if (!parent.closest("#text, .notes") || parent.closest("[data-apparatus]")) continue;
    const block = parent.closest(BLOCKS);
    if (block !== within) done();
    within = block;
    texts.push(text);
  }
  done();
  return found;
}

/* Return the text, and the place in it, where the place `at` in all of them is; one at an `end` is in the one before. */
function placeIn(texts, at, end) {
  for (const text of texts) {
    if (at < text.length || (end && at === text.length)) return [text, at];
    at -= text.length;
  }
  return [texts.at(-1), texts.at(-1).length];
}

// Checkers of stylesheets do not know these yet, so they are in none.
const COLOURS = [
  `::highlight(${NAME}) { color: #1b1a18; background: #ffe08a; }`,
  `::highlight(${NAME}-here) { color: #1b1a18; background: #ffb454; }`,
  `@media (forced-colors: active) { ::highlight(${NAME}), ::highlight(${NAME}-here) { color: HighlightText; background: Highlight; } }`,
];

function lit(ranges) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(COLOURS.join(" "));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  CSS.highlights.set(NAME, new Highlight(...ranges));
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    CSS.highlights.delete(NAME);
    CSS.highlights.delete(`${NAME}-here`);
  };
}

/* Where a browser cannot light up ranges, marks stand around what is in one text. */
function wrapped(root, ranges) {
  const marks = ranges.toReversed().flatMap((range) => {
    if (range.startContainer !== range.endContainer) return [];
    const mark = make("mark", { class: "found" });
    range.surroundContents(mark);
    return [mark];
  });
  return () => {
    for (const mark of marks) {
      const { parentNode } = mark;
      mark.replaceWith(...mark.childNodes);
      parentNode.normalize();
    }
  };
}

/* Return the first of `ranges` that is below the block the address leads to, or the last above it. */
function nearest(root, ranges, way) {
  const target = root.querySelector(":target");
  if (!target) return way > 0 ? 0 : ranges.length - 1;
  const first = ranges.findIndex((range) => target.contains(range.startContainer) || target.compareDocumentPosition(range.startContainer) & 4);
  return first < 0 ? ranges.length - 1 : way > 0 ? first : (first - 1 + ranges.length) % ranges.length;
}
