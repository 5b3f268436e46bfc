/* A slip of paper beside a link: what it leads to, to be read without going there. */

import { copyOf } from "./copies.js";
import { make } from "./elements.js";
import { loaded } from "./loading.js";
import { fragment } from "./place.js";
import { t } from "./words.js";

const INTENT = 150;
const PATIENCE = 300;
const [GAP, EDGE] = [6, 8];
const TAKES_FOCUS = "a[href], [tabindex='0']";

/* The slip that is shown, the link it is of, and whether a press keeps it. */
let slip = null;
let of = null;
let kept = false;

let timer = 0;
let passing = null;
let coming = null;

/** Show what `link` leads to, as the event `how` asks for it; `follow` it where there is nothing to show. */
export async function glance(root, link, how, follow) {
  if (how === "focusin" && passing === link) return;
  if (how === "pointerover") {
    if (link === of) return;
    clearTimeout(timer);
    await new Promise((resolve) => (timer = setTimeout(resolve, INTENT)));
  }
  const content = await contentOf(root, link);
  if (!content) return follow();
  if (how === "click") {
    if (link !== of) open(root, link, content);
    kept = true;
    link.ariaExpanded = "true";
    slip.focus({ preventScroll: true });
  } else if (link !== of && !kept && link.matches(how === "focusin" ? ":focus" : ":hover")) open(root, link, content);
}

function open(root, link, content) {
  close();
  const words = make("div", { class: "definition", id: "slip-words" }, ...content);
  const named = link.getAttribute("aria-label");
  const where = named ? t("Go to {name}", { name: named }) : t("Go there");
  slip = make(
    "div",
    { class: "slip", role: "dialog", "aria-label": named ?? link.textContent, tabindex: -1, popover: "manual", "data-apparatus": "" },
    words,
    make("p", { class: "links" }, make("a", { href: link.getAttribute("href") }, where)),
  );
  slip.lang = link.closest("[lang]").lang;
  of = link;
  link.setAttribute("aria-describedby", words.id);
  root.body.append(slip);
  slip.showPopover?.();
  set();
  for (const type in WATCHED) root.addEventListener(type, WATCHED[type]);
  addEventListener("resize", set);
  addEventListener("hashchange", close);
}

function close() {
  clearTimeout(timer);
  if (!slip) return;
  if (slip.contains(document.activeElement)) back();
  for (const type in WATCHED) document.removeEventListener(type, WATCHED[type]);
  removeEventListener("resize", set);
  removeEventListener("hashchange", close);
  slip.remove();
  of.removeAttribute("aria-describedby");
  of.removeAttribute("aria-expanded");
  slip = of = null;
  kept = false;
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
      close();
    } else if (event.key === "Tab" && at === of && !event.shiftKey) {
      event.preventDefault();
      stops[0].focus();
    } else if (event.key === "Tab" && slip.contains(at)) {
      const leaving = event.shiftKey ? at === stops[0] || at === slip : at === stops.at(-1);
      if (!leaving) return;
      if (event.shiftKey) {
        event.preventDefault();
        back();
      } else close(); // from the link on, which has the focus again, the browser goes to the next
    }
  },
  pointerdown({ target }) {
    if (!inside(target)) close();
  },
  pointerover({ target, pointerType }) {
    if (pointerType === "touch" || kept) return;
    clearTimeout(timer);
    if (!inside(target) && !inside(document.activeElement)) timer = setTimeout(close, PATIENCE);
  },
  focusin({ target }) {
    if (!inside(target)) close();
  },
  click({ target }) {
    if (slip.contains(target) && target.closest("a")) setTimeout(close);
  },
};

/* Place the slip below its link, or above where there is more room, and always within the window. */
function set() {
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
  const block = target?.closest(".notes li, p, li, figure, .table, h1, h2, h3, h4, h5, h6");
  if (!block) return null;
  if (block.matches(".notes li, figure, .table")) return copyOf(block).childNodes;
  if (!block.matches("p, li")) {
    const next = block.nextElementSibling;
    return [make("p", { class: "term" }, ...wordsOf(block)), ...(next?.matches("p") ? [beginning(next)] : [])];
  }
  const number = block.querySelector(":scope > .number")?.textContent;
  return [beginning(block, ...(number ? [make("span", { class: "label" }, `¶ ${number}`), " "] : []))];
}

function beginning(block, ...before) {
  return make("p", { class: "beginning" }, ...before, ...wordsOf(block));
}

/* The words of a block alone: no marks of the edition, no links. */
function wordsOf(block) {
  const copy = copyOf(block);
  for (const mark of copy.querySelectorAll("[data-apparatus]")) mark.remove();
  for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  return copy.childNodes;
}
