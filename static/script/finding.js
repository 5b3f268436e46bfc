/* The box that leads to a paragraph, a note, a page of the print, or an id. */

import { wish } from "./along.js";
import { make, say } from "./elements.js";
import { numberOf } from "./forms.js";
import { holds, mended, near } from "./ids.js";
import { fragment } from "./place.js";

/** Put the box at the head of the text in `root`. */
export function finding(root) {
  const place = root.querySelector(".tools");
  if (!place) return;
  const field = make("input", { id: "goto", autocomplete: "off", autocapitalize: "off", spellcheck: "false", size: 10 });
  const status = make("p", { role: "status" });
  const form = make(
    "form",
    {},
    make("label", { for: field.id }, "Go to ¶, note, page, or id"),
    make("span", {}, field, make("button", {}, "Go")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { ids, said, page } = find(root, field.value.trim());
    if (page) location.href = page;
    else if (ids.length === 1 && !said) {
      say(status);
      location.hash = `#${ids[0]}`;
    } else say(status, said, ...ids.flatMap((id) => [" ", make("a", { href: `#${id}` }, named(root, id))]));
  });
  place.append(form, wish(root), status);
}

/* Return the ids that `typed` means, or is close to, where something is `said`; or the page it is on. */
function find(root, typed) {
  const has = (id) => root.getElementById(id) !== null;
  const [, kind = "", name] = /^(¶+|par[. ]|paragraph|n[. ]|note|pp?[. ]|page)?[. ]*(\w+)$/i.exec(typed) ?? [];
  if (!typed) return { ids: [], said: "Type a number such as 14, note 3, p. 187, or an id such as p-7k3mx." };
  if (name && (!kind || /^(¶|par)/i.test(kind))) {
    if (/^\d+[a-z]*$/i.test(name)) return paragraph(root, name.toLowerCase());
  } else if (name && /^n/i.test(kind)) {
    const calls = [...root.querySelectorAll("#text [role=doc-noteref], .notes [role=doc-noteref]")];
    const links = calls.filter((call) => call.textContent === name.toLowerCase()).map((call) => fragment(call.hash));
    return { ids: [...new Set(links)], said: links.length ? several(links) : `There is no note ${name} on this page.` };
  } else if (name) {
    if (has(`page-${name}`)) return { ids: [`page-${name}`] };
    const pages = root.querySelector("[id^=page-]");
    return { ids: [], said: pages ? `Page ${name} of the print is not on this page.` : "No pages of the print are known here." };
  }

  const linked = typed.includes("#") ? fragment(typed.slice(typed.indexOf("#"))) : "";
  const last = linked || typed.replace(/[?#].*/, "").replace(/\.html$/, "").split("/").pop();
  const id = mended(last);
  if (!id) {
    if (linked && has(linked)) return { ids: [linked] };
    return { ids: [], said: `“${typed}” is no number, note, page, or id that is known here.` };
  }
  if (has(id)) return { ids: [id] };
  if (holds(id)) return { page: `p/${id}.html` };
  const known = [...root.querySelectorAll("#text [id^=p-]")].map((each) => each.id);
  const close = near(id, known);
  return { ids: close, said: `No id is written ${last}: it is mistyped.${close.length ? " One slip away on this page:" : ""}` };
}

function paragraph(root, number) {
  const numbers = [...root.querySelectorAll("#text .number")];
  const found = numbers.find((each) => each.textContent === number);
  if (found) return { ids: [found.parentElement.id] };
  const [first, last] = [numbers[0], numbers.at(-1)].map((each) => each?.textContent);
  return { ids: [], said: `There is no paragraph ${number} on this page${first ? `, which has ${first} to ${last}` : ""}.` };
}

function several(ids) {
  return new Set(ids).size > 1 ? "More than one note has this number:" : "";
}

function named(root, id) {
  const found = root.getElementById(id);
  const number = found && numberOf(found);
  return number ? `¶ ${number.textContent} (${id})` : id;
}
