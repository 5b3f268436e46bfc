/* What is copied from the text: its words without the edition's marks and, where that is wished, their citation. */

import { blockOf } from "./blocks.js";
import { recall } from "./shelf.js";

const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, blockquote, figure, figcaption, pre, table, tr, hr";

/** Mend what is copied from the text of `root`. */
export function copying(root) {
  root.addEventListener("copy", (event) => {
    const text = root.querySelector("#text");
    const selection = getSelection();
    if (selection.isCollapsed || event.target.closest?.("dialog, input, textarea")) return;
    const ranges = Array.from({ length: selection.rangeCount }, (_, at) => selection.getRangeAt(at));
    if (!ranges.some((range) => range.intersectsNode(text))) return;

    const copied = document.createElement("div");
    copied.append(...ranges.map((range) => range.cloneContents()));
    const shown = [...copied.querySelectorAll("[data-apparatus]")];
    shown.forEach((mark) => mark.remove());
    const blocks = [...copied.querySelectorAll("[id]")]
      .filter((part) => part.textContent.trim())
      .flatMap(({ id }) => {
        const block = root.getElementById(id);
        return block && blockOf(block) === block ? [block] : [];
      });
    const [{ startContainer: start }] = ranges;
    const around = blockOf(start.nodeType === Node.ELEMENT_NODE ? start : start.parentElement);
    if (!blocks.length && around) blocks.push(around);
    // a link within the edition is nothing where the passage goes
    copied.querySelectorAll("a:not([href^=http]), mark").forEach((link) => link.replaceWith(...link.childNodes));
    copied.querySelectorAll("[id], [class]").forEach((part) => ["id", "class"].forEach((a) => part.removeAttribute(a)));

    let [html, words] = [copied.innerHTML, plain(copied)];
    const { tools } = window.postil; // which are there where the reader wishes it
    if (tools && recall("along") === "yes" && blocks.length) {
      const form = tools.chosenOf(tools.formsFor(blocks[0], blocks.at(-1)).filter(({ file }) => !file));
      if (form) {
        html = `${/<(p|li|h\d|blockquote|table)\b/.test(html) ? html : `<p>${html}</p>`}<p>${form.element.innerHTML}</p>`;
        words += `\n${form.text}`;
      }
    }
    event.clipboardData.setData("text/html", html);
    event.clipboardData.setData("text/plain", words);
    event.preventDefault();
  });
}

/* The words of `part` as text, with an empty line between blocks. */
function plain(part) {
  const copy = part.cloneNode(true);
  const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.parentElement.closest("pre")) text.data = text.data.replace(/[ \t\r\n]+/g, " ");
  }
  copy.querySelectorAll("br").forEach((br) => br.replaceWith("\n"));
  copy.querySelectorAll("td, th").forEach((cell) => cell.after("\t"));
  copy.querySelectorAll(BLOCKS).forEach((block) => block.after(block.matches("li, tr") ? "\n" : "\n\n"));
  return copy.textContent.replace(/[ \t]*\n[ \t]*/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}
