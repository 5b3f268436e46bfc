/* Finding one's way: the present section in the contents, the place where one left off, and the one one came from. */

import { blockOf, numberOf } from "./blocks.js";
import { make } from "./elements.js";
import { fragment } from "./place.js";
import { recall, remember } from "./shelf.js";
import { t } from "./words.js";

/** Tell in the contents of `root` where one is, and lead back to where one was, in this visit or the last. */
export function way(root) {
  const outline = root.querySelector(".outline");
  const links = [...root.querySelectorAll(".outline a")];
  const sections = links.map((link) => root.getElementById(fragment(link.hash)));
  const numbers = [...root.querySelectorAll("#text .number[data-apparatus]")];
  const passed = (element) => element?.getBoundingClientRect().top < innerHeight * 0.4;

  const trail = []; // the links that were followed on this page
  const back = make("a", { href: "" });
  const dismiss = make("button", { "aria-label": t("Dismiss") }, "×");
  const offer = make("p", { class: "return", "data-apparatus": "" }, back, dismiss);

  let present;
  const look = () => {
    const here = links[sections.findLastIndex(passed)];
    if (here !== present) {
      present?.removeAttribute("aria-current");
      here?.setAttribute("aria-current", "location");
      present = here;
      if (here) outline.scrollTop = here.offsetTop - outline.clientHeight / 2; // which scrolls nothing else
    }
    const { top, bottom } = trail.at(-1)?.getBoundingClientRect() ?? {};
    if (!trail.length || (bottom > 0 && top < innerHeight)) offer.remove();
  };
  let moved;
  addEventListener("scroll", () => {
    moved = true;
    look();
  });
  look();

  // the paragraph and not how far down: lines may fall otherwise the next time; who has read to the end begins anew
  const kept = `at ${location.pathname}`;
  const led = location.hash || performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  const resume = make("a", {});
  const recalled = () => {
    const number = numbers.find(({ parentElement }) => parentElement.id === recall(kept));
    if (!number || led || moved) return;
    resume.textContent = t("Continue at ¶ {number}", { number: number.textContent });
    resume.href = `#${number.parentElement.id}`;
    root.querySelector(".tools")?.append(resume);
  };
  recalled();
  addEventListener("storage", recalled); // a browser may tell of what the page before wrote a moment later
  const leave = () => {
    const at = numbers.findLast(passed);
    if (moved) remember(kept, at && at !== numbers[0] && at !== numbers.at(-1) ? at.parentElement.id : "");
  };
  addEventListener("pagehide", leave);
  root.addEventListener("scrollend", leave); // what is written as a page goes, the next may not see yet
  root.addEventListener("visibilitychange", () => root.hidden && leave());

  // after all others have seen the press: one of them may show here what the link leads to
  let followed;
  addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // led to in another window
    const pressed = event.target.closest?.(":is(#text, .notes, .slip) a[href^='#']:not(.section, .back)");
    // what a slip leads to is what the link that it is of leads to
    const link = pressed?.closest(".slip") ? (root.querySelector("[aria-describedby=slip-words]") ?? pressed) : pressed;
    followed = event.defaultPrevented || link?.hash === location.hash ? null : link;
    if (followed) history.replaceState({ trail: trail.length }, "");
  });
  addEventListener("hashchange", () => {
    const depth = history.state?.trail;
    if (followed) {
      trail.push(followed);
      history.replaceState({ trail: trail.length }, "");
      back.textContent = t("Back to {place}", { place: placeOf(root, followed) });
      root.body.append(offer);
    } else {
      offer.remove();
      const [link] = trail.splice(depth ?? 0);
      if (depth !== undefined) link?.focus({ preventScroll: true }); // by the browser's own ways
    }
    followed = null;
    look();
  });
  back.addEventListener("click", (event) => {
    event.preventDefault();
    history.back();
  });
  dismiss.addEventListener("click", () => offer.remove());
}

/* Return how the place of `link` is called. */
function placeOf(root, link) {
  const block = blockOf(link);
  if (block) return `¶ ${numberOf(block).textContent}`;
  const note = link.closest(".notes li[id]");
  const call = note && root.querySelector(`#text [role=doc-noteref][href="#${CSS.escape(note.id)}"]`);
  return call?.ariaLabel ?? t("the text");
}
