/* Marking all words of the text that name an entry, where the reader asks for it, and no longer where not. */

import { make } from "./elements.js";
import { loaded } from "./loading.js";

const OTHERS = "[data-apparatus], .citation, .reference, code";
const LETTER = "[\\p{L}\\p{N}\\u2010\\u2011-]"; // words that a hyphen joins are one
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;

/** Keep the words of `root` that name entries marked as the settings say. */
export function mentions(root) {
  const { citing } = root.querySelector("[data-citing]")?.dataset ?? {};
  if (!citing || !root.querySelector("#text a.entry")) return; // then nothing is to be marked
  const follow = async () => {
    if (root.documentElement.dataset.terms === "all") {
      if (!window.postil.mentions) await loaded(citing.replace("citing", "mentions"));
      if (!root.querySelector(".mention") && root.documentElement.dataset.terms === "all") markAll(root, window.postil.mentions);
    } else {
      for (const link of root.querySelectorAll(".mention")) {
        const { parentNode } = link;
        link.replaceWith(...link.childNodes);
        parentNode.normalize();
      }
    }
  };
  root.addEventListener("postil:settings", follow);
  follow();
}

function markAll(root, { entries, blocks }) {
  for (const [id, named] of Object.entries(blocks)) {
    let at = 0;
    let texts = textsOf(root.getElementById(id));
    for (const [words, entry] of named) {
      const found = wordsIn(texts, words, at);
      if (!found) continue;
      const { text, begin, from } = found;
      at = begin + words.length;
      if (text.parentElement.closest("a")) continue;
      const range = root.createRange();
      range.setStart(text, from);
      range.setEnd(text, from + words.length);
      const link = make("a", { class: "entry mention", href: entries[entry] });
      range.surroundContents(link);
      texts = textsOf(root.getElementById(id));
    }
  }
}

/* Return the texts of a block that are its author's, in order. */
function textsOf(block) {
  const found = [];
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(OTHERS)) found.push(walker.currentNode);
  return found;
}

/* Return where `words` stand, whole, within one of `texts`, not before the place `at` in all of them. */
function wordsIn(texts, words, at) {
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
  const whole = UNSPACED.test(words) ? escaped : `(?<!${LETTER})${escaped}(?!${LETTER})`;
  let before = 0;
  for (const text of texts) {
    const pattern = new RegExp(whole, "gu");
    pattern.lastIndex = Math.max(at - before, 0);
    const match = pattern.exec(text.data);
    if (match) return { text, begin: before + match.index, from: match.index };
    before += text.length;
  }
  return null;
}
