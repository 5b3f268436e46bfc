/* A slip of paper beside a link: what it leads to, to be read without going there. */

import { copyOf } from "./copies.js";
import { make } from "./elements.js";
import { loaded } from "./loading.js";
import { fragment } from "./place.js";
import { t } from "./words.js";

const INTENT = 150;
const PATIENCE = 300;
const [GAP, EDGE] = [10, 8];
const TAKES_FOCUS = "a[href], [tabindex='0']";

/* The slip that is shown, the link it is of, and whether a press keeps it. */
let slip = null;
let of = null;
let pinned = false;

let intent = 0;
let leaving = 0;
let passing = null;
let coming = null;

/** Show what `link` leads to, as the event `how` asks for it; `follow` it where there is nothing to show. */
export async function glance(root, link, how, follow) {
  if (how === "focusin" && passing === link) return;
  if (how === "pointerover") {
    if (link === of) return;
    clearTimeout(intent);
    await new Promise((resolve) => (intent = setTimeout(resolve, INTENT)));
  }
  const content = await contentOf(root, link);
  if (!content) return follow();
  if (how === "click") {
    if (link !== of) lay(root, link, content);
    pinned = true;
    link.ariaExpanded = "true";
    slip.focus({ preventScroll: true });
  } else if (link !== of && !pinned && link.matches(how === "focusin" ? ":focus" : ":hover")) lay(root, link, content);
}

function lay(root, link, content) {
  lift();
  const words = make("div", { class: "definition", id: "slip-words" }, ...content);
  const named = link.getAttribute("aria-label");
  const where = named ? t("Go to {name}", { name: named }) : link.matches(".entry") ? t("The whole entry") : t("Go there");
  slip = make(
    "div",
    { class: "slip", role: "dialog", "aria-label": named ?? link.textContent, tabindex: -1, popover: "manual", "data-apparatus": "" },
    words,
    make("p", { class: "links" }, make("a", { href: link.getAttribute("href") }, where)),
  );
  of = link;
  link.setAttribute("aria-describedby", words.id);
  root.body.append(slip);
  slip.showPopover?.();
  place();
  for (const type in WATCHED) root.addEventListener(type, WATCHED[type]);
  addEventListener("resize", place);
  addEventListener("hashchange", lift);
}

function lift() {
  clearTimeout(leaving);
  if (!slip) return;
  for (const type in WATCHED) document.removeEventListener(type, WATCHED[type]);
  removeEventListener("resize", place);
  removeEventListener("hashchange", lift);
  slip.remove();
  of.removeAttribute("aria-describedby");
  of.removeAttribute("aria-expanded");
  slip = of = null;
  pinned = false;
}

/* Give the focus back to the link, which asks for nothing by it. */
function back() {
  const link = (passing = of);
  link.focus({ preventScroll: true });
  setTimeout(() => (passing = null));
}

const inside = (target) => slip.contains(target) || of.contains(target);

/* What a slip that is shown listens to: it goes when a reader turns to something else. */
const WATCHED = {
  keydown(event) {
    const stops = [...slip.querySelectorAll(TAKES_FOCUS)];
    const at = document.activeElement;
    if (event.key === "Escape") {
      event.preventDefault();
      if (slip.contains(at)) back();
      lift();
    } else if (event.key === "Tab" && at === of && !event.shiftKey) {
      event.preventDefault();
      stops[0].focus();
    } else if (event.key === "Tab" && slip.contains(at)) {
      const edge = event.shiftKey ? at === stops[0] || at === slip : at === stops.at(-1);
      if (!edge) return;
      back(); // from there the browser goes on
      if (event.shiftKey) event.preventDefault();
      else lift();
    }
  },
  pointerdown({ target }) {
    if (!inside(target)) lift();
  },
  pointerover({ target, pointerType }) {
    if (pointerType === "touch" || pinned) return;
    clearTimeout(leaving);
    if (!inside(target) && !inside(document.activeElement)) leaving = setTimeout(lift, PATIENCE);
  },
  focusin({ target }) {
    if (!inside(target)) lift();
  },
  click({ target }) {
    if (slip.contains(target) && target.closest("a")) setTimeout(lift);
  },
};

/* Place the slip below its link, or above where there is more room, and always within the window. */
function place() {
  const box = of.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  slip.style.maxBlockSize = "";
  const [above, below] = [box.top, clientHeight - box.bottom].map((room) => room - GAP - EDGE);
  const up = slip.offsetHeight > below && above > below;
  slip.style.maxBlockSize = `min(24rem, ${up ? above : below}px)`;
  const left = Math.min(box.left + (box.width - slip.offsetWidth) / 2, clientWidth - slip.offsetWidth - EDGE);
  slip.style.left = `${scrollX + Math.max(left, EDGE)}px`;
  slip.style.top = `${scrollY + (up ? box.top - GAP - slip.offsetHeight : box.bottom + GAP)}px`;
}

/* Return what `link` leads to: from what the edition has ready for it, or from this page; null where neither has it. */
async function contentOf(root, link) {
  const { previews } = root.querySelector("[data-previews]")?.dataset ?? {};
  coming ??= previews ? loaded(previews).catch(() => {}) : Promise.resolve();
  await coming;
  const ready = window.postil.previews?.[link.getAttribute("href")];
  if (ready) return copyOf(new DOMParser().parseFromString(ready, "text/html").body).childNodes;
  const target = link.matches("[href^='#']") ? root.getElementById(fragment(link.hash)) : null;
  const block = target?.closest(".notes li, .entry, p, li, figure, .table, h1, h2, h3, h4, h5, h6");
  if (!block) return null;
  if (block.matches(".notes li, figure, .table")) return copyOf(block).childNodes;
  if (block.matches(".entry")) {
    const [term, forms, said] = ["h2, h3", ".forms", ".definition"].map((part) => block.querySelector(part));
    const shown = [make("p", { class: "term" }, ...wordsOf(term)), forms?.cloneNode(true), ...copyOf(said).childNodes];
    return shown.filter(Boolean);
  }
  if (!block.matches("p, li")) {
    let next = block.nextElementSibling;
    if (next?.matches(".referred")) next = next.nextElementSibling;
    return [make("p", { class: "term" }, ...wordsOf(block)), ...(next?.matches("p") ? [beginning(next)] : [])];
  }
  return [beginning(block)];
}

/* A block as it begins, with its number. */
function beginning(block) {
  const number = block.querySelector(":scope > .number")?.textContent;
  const label = number ? [make("span", { class: "label" }, `¶ ${number}`), " "] : [];
  return make("p", { class: "beginning" }, ...label, ...wordsOf(block));
}

/* The words of a block alone: no marks of the edition, no links. */
function wordsOf(block) {
  const copy = copyOf(block);
  for (const mark of copy.querySelectorAll("[data-apparatus]")) mark.remove();
  for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  return copy.childNodes;
}
