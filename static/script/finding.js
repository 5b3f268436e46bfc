/* What leads to a paragraph, a note, a page of the print, or an id. */

import { numberOf } from "./blocks.js";
import { make, say } from "./elements.js";
import { templateOf } from "./forms.js";
import { holds, mended, near } from "./ids.js";
import { arrived, fragment } from "./place.js";
import { changesOf, since, wentOf } from "./since.js";
import { t } from "./words.js";

/** Lead to what is `typed`, or say in the live region `status` why not. */
export function finding(root, typed, status) {
  const { ids = [], said = "", page, told = "" } = find(root, typed);
  if (page) location.href = page;
  else if (ids.length === 1 && !said) {
    answer(root, status, told, []);
    location.hash = `#${ids[0]}`;
    const target = arrived(root) ?? root.getElementById(ids[0]);
    if (!target.matches("a, [tabindex]")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  } else answer(root, status, said, ids);
}

/** Answer the address of the page, in `status` and at its place: it may name a version, or lead to nothing here. */
export function looking(root, status) {
  const id = fragment();
  const version = unknown();
  const lost = mended(id) && !root.getElementById(id) ? byId(root, id, mended(id)) : {};
  const { ids = [], said = "", page } = lost;
  const other = page ? t("{id} is not on this page.", { id }) : said || (ids.length ? t("Did you mean:") : "");
  if (version || other) answer(root, status, [version, other].filter(Boolean).join(" "), ids);
  if (page) requestAnimationFrame(() => status.append(" ", make("a", { href: page }, t("Its page"))));
  since(root);
}

function answer(root, status, said, ids) {
  say(status, said, ...ids.flatMap((id) => [" ", make("a", { href: `#${id}` }, named(root, id))]));
}

/* Return what is to be said of the version in the page's address, if none is called so. */
function unknown() {
  const version = new URLSearchParams(location.search).get("v");
  const data = templateOf()?.dataset;
  if (!version || !data || version === data.version) return "";
  const releases = data.releases?.split(" ") ?? [];
  if (releases.includes(version)) return "";
  return releases.length
    ? t("No version is called {version}: there is {versions}.", { version, versions: releases.join(t(", ")) })
    : t("No version is called {version}.", { version });
}

const KINDS = /^(¶+|(?:par(?:a|agraph)?s?|n|notes?|pp?|pages?)(?=[. \d]))?[. ]*(\w+)$/i;

/*
 * Return the ids that `typed` means, or is close to, where something is `said`; or the page it is on. What is `told` is
 * said of the place that one is led to.
 */
function find(root, typed) {
  const has = (id) => root.getElementById(id)?.closest("main");
  if (!typed) return { said: t("Type a number such as 14, note 3, p. 187, or an id such as p-7k3mx.") };
  for (const id of [typed, mended(`p-${typed}`)]) if (/\D/.test(typed) && id && has(id)) return { ids: [id] };
  const short = typed.replace(/^chap(?:ter|\.)?\s*\w+[,:]\s*/i, "").replace(/(\d[a-z]*)\s*[-–—]\s*\d+[a-z]*$/i, "$1");
  const [, kind = "", name] = KINDS.exec(ours(short)) ?? [];
  if (name && (!kind || /^(¶|par)/i.test(kind))) {
    if (/^\d+[a-z]*$/i.test(name)) return paragraph(root, name.toLowerCase());
  } else if (name && /^n/i.test(kind)) {
    const calls = [...root.querySelectorAll("#text [role=doc-noteref], .notes [role=doc-noteref]")];
    const links = calls.filter((call) => call.textContent === name.toLowerCase()).map((call) => fragment(call.hash));
    const said = links.length ? several(links) : t("There is no note {name} on this page.", { name });
    return { ids: [...new Set(links)], said, told: t("Note {number}.", { number: name.toLowerCase() }) };
  } else if (name) {
    const pages = [...root.querySelectorAll(".page-break")];
    const page = pages.find((each) => each.textContent === name);
    if (page) return { ids: [page.id] };
    return { said: pages.length ? t("Page {name} of the print is not on this page.", { name }) : t("No pages of the print are known here.") };
  }

  const linked = typed.includes("#") ? fragment(typed.slice(typed.indexOf("#"))) : "";
  const last = linked || typed.replace(/[?#].*/, "").replace(/\.html$/, "").split("/").pop();
  const id = mended(last);
  if (id) return byId(root, last, id);
  if (linked && has(linked)) return { ids: [linked] };
  return { said: t("“{typed}” is no number, note, page, or id that is known here.", { typed }) };
}

/* Return `typed` with the English word where it begins with one of the page's language. */
function ours(typed) {
  const known = { [t("paragraph")]: "paragraph", [t("note")]: "note", [t("page")]: "page", [t("p.")]: "p." };
  return typed.replace(/^[^\s\d¶]+/u, (word) => known[word.toLowerCase()] ?? word);
}

function byId(root, typed, id) {
  if (root.getElementById(id)) return { ids: [id], told: wentOf(changesOf()[id]) };
  const { pages = "p/" } = root.querySelector(".tools")?.dataset ?? {}; // an edition in one file says where, or nowhere
  if (holds(id)) return pages ? { page: `${pages}${id}.html` } : { said: t("{id} is not in this file.", { id }) };
  const known = [...root.querySelectorAll("#text [id^=p-]")].map((each) => each.id);
  const close = near(id, known);
  const said = t("No id is written {typed}: it is mistyped.", { typed });
  return { ids: close, said: close.length ? `${said} ${t("One slip away on this page:")}` : said };
}

function paragraph(root, number) {
  const numbers = [...root.querySelectorAll("#text .number")];
  const found = numbers.filter((each) => each.textContent === number); // chapters in one file count each for itself
  if (found.length) return { ids: found.map((each) => each.parentElement.id) };
  const [id] = Object.entries(changesOf()).find(([, { was }]) => was === number) ?? [];
  if (id) return byId(root, id, id);
  const [first, last] = [numbers[0], numbers.at(-1)].map((each) => each?.textContent);
  return {
    said: first
      ? t("There is no paragraph {number} on this page, which has {first} to {last}.", { number, first, last })
      : t("There is no paragraph {number} on this page.", { number }),
  };
}

function several(ids) {
  return new Set(ids).size > 1 ? t("More than one note has this number:") : "";
}

function named(root, id) {
  const found = root.getElementById(id);
  const number = found && numberOf(found);
  return number ? `¶ ${number.textContent} (${id})` : id;
}
