/* The forms a paragraph is cited in: the page's template, filled. */

import { numberOf } from "./blocks.js";
import { recall } from "./shelf.js";
import { t } from "./words.js";

let template;

/** Return the template of the page's citations, which came with this script; nothing where there is none. */
export function templateOf() {
  template ??= new DOMParser().parseFromString(window.postil.forms ?? "", "text/html").querySelector("template");
  return template;
}

/** Return the forms of citation for what goes from the block `first` to the block `last`. */
export function formsFor(first, last = first) {
  if (!templateOf()) return [];
  const [from, to] = [first, last].map((block) => numberOf(block).textContent);
  const draft = numberOf(first).dataset.version;
  const version = draft ?? template.dataset.version;
  const pin = draft ? "" : `#v${version}`;
  const filled = {
    id: first.id,
    number: from === to ? from : `${from}–${to}`,
    version,
    pin,
    address: addressOf(template, first.id, pin),
  };
  // where the edition does not know its address, its files have the id in the place of that
  const hosted = /^https?:/.test(template.dataset.address);
  return [...template.content.querySelectorAll("[data-form], [data-file]")].map((model) => {
    const element = model.cloneNode(true);
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (!hosted) texts.currentNode.data = texts.currentNode.data.replaceAll(", {id}.", ", {address}.");
      const data = draft ? drafted(texts.currentNode.data, draft) : texts.currentNode.data;
      texts.currentNode.data = data.replace(/\{(\w+)\}/g, (all, name) => filled[name] ?? all);
    }
    const { form, file, name, ending, type } = element.dataset;
    return { key: form ?? file, file, name, ending, type, element, text: element.textContent.trim(), ...filled };
  });
}

/* A draft is not said to be a version: “draft after 1.0”, with a capital where the word for a version has one. */
function drafted(data, draft) {
  const said = t("draft after {version}", { version: draft.replace(/^draft after /, "") });
  const begun = said[0].toUpperCase() + said.slice(1);
  return data.replace(/(\p{L})\p{L}* \{version\}/gu, (all, first) => (first === first.toLowerCase() ? said : begun));
}

/** Return the form among `forms` that the reader chose last; before, a Chicago note. */
export function chosenOf(forms) {
  const named = (name) => forms.find(({ key }) => key === name);
  return named(recall("form")) ?? named("chicago-note") ?? forms[0];
}

/* Where the edition does not know its address, the page's own tells it; a folder on a disk has none that others know. */
function addressOf(template, id, pin) {
  const address = template.dataset.address.replace("{id}", id).replace("{pin}", pin);
  if (/^https?:/.test(address)) return address;
  return location.protocol.startsWith("http") ? new URL(address, location.href).href : id;
}
