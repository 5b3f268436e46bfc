/* The page that searches: what is asked, what is found, and the address that says both. */

import { make, say } from "./elements.js";
import { holds, mended, near } from "./ids.js";
import { NotThere, searched } from "./lexicon.js";
import { matching, ranked, shown, snippet } from "./matching.js";
import { t } from "./words.js";

const KINDS = { text: t("Text"), notes: t("Notes"), sources: t("Sources"), entries: t("Entries") };
const PAGE = 10;
const FEW = 20; // so many places of a number are shown

/* The script tells where what takes endings off is. */
const { stem: stemmerAt } = document.currentScript.dataset;

/** Put the search into the page `root`. */
export function searching(root) {
  const place = root.querySelector("#search");
  const field = make("input", { id: "q", type: "search", name: "q", autocomplete: "off", spellcheck: "false", dir: "auto" });
  const form = make(
    "form",
    { role: "search" },
    make("label", { for: "q" }, t("Words, “a phrase”, ¶ 14, note 3, or an id")),
    field,
    make("button", { class: "main" }, t("Search")),
  );
  const status = make("p", { role: "status" });
  const results = make("div", { class: "results" });
  place.replaceChildren(form, status, results);
  root.querySelector(".noscript")?.remove();

  let edition = null;
  const opened = () =>
    (edition ??= Promise.all([searched(), stemming(root)]).catch((error) => {
      edition = null; // the next time it may be there
      throw error;
    }));
  let asked = 0;
  const run = async ({ kind, kept } = {}) => {
    const turn = ++asked;
    const query = field.value.trim();
    if (kept) address(query, kind, kept);
    if (!query) {
      results.replaceChildren();
      status.textContent = "";
      return;
    }
    try {
      if (!edition) status.textContent = t("Reading the edition…");
      const [inside, stem] = await opened();
      const places = await placesOfNumber(inside, query);
      const { parts, found, unknown } = await matching(inside, places.only ? "" : query, stem);
      if (inside.small) for (const each in found) found[each] = await verified(inside, parts, found[each]);
      if (turn !== asked) return;
      const counts = Object.keys(KINDS).filter((each) => found[each].length);
      const chosen = KINDS[kind] ? kind : counts[0] ?? "text";
      const list = await listOf(inside, parts, found[chosen], chosen);
      if (turn !== asked) return;
      results.replaceChildren(...places.shown, ...(counts.length ? [tabs(query, found, chosen), list] : []));
      const told = counts.map((each) => `${KINDS[each]} ${found[each].length}`).join(t(", "));
      const lacking = unknown.length ? t("No word here begins with “{word}”.", { word: unknown[0] }) : t("Nothing is found.");
      say(status, places.said || told || lacking);
    } catch (error) {
      if (turn === asked) say(status, t("This could not be loaded. Try again."));
      if (!(error instanceof NotThere)) throw error;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run({ kept: "pushState" });
  });
  field.addEventListener("focus", () => opened().catch(() => {}), { once: true });
  field.addEventListener("input", () => run({ kept: "replaceState" }));
  results.addEventListener("click", (event) => {
    const tab = event.target.closest(".kinds a");
    if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { kind } = tab.dataset;
    run({ kind, kept: "pushState" }).then(() => results.querySelector("[aria-current]")?.focus());
  });
  const arrive = () => {
    const asks = new URLSearchParams(location.search);
    field.value = asks.get("q") ?? "";
    run({ kind: asks.get("in") });
  };
  addEventListener("popstate", arrive);
  arrive();
  if (location.hash === "#q") field.focus();
}

/* Say in the address what is asked; a folder on a disk may not let us. */
function address(query, kind, keep) {
  const asks = new URLSearchParams(query ? { q: query, ...(kind ? { in: kind } : {}) } : {});
  try {
    history[keep](null, "", query ? `?${asks}` : location.pathname);
  } catch {
    // it stays as it was
  }
}

/* Return a promise of what takes the endings off words. */
async function stemming(root) {
  if (!stemmerAt) return undefined;
  if (!window.postil?.Stemmer) {
    await new Promise((resolve) => {
      const script = make("script", { src: stemmerAt });
      script.onload = script.onerror = resolve; // without it words are found as they are
      root.head.append(script);
    });
  }
  if (!window.postil?.Stemmer) return undefined;
  const stemmer = new window.postil.Stemmer();
  const stems = new Map();
  return (word) => {
    if (!stems.has(word)) stems.set(word, stemmer.stemWord(word));
    return stems.get(word);
  };
}

/* Return the hits in which the parts stand as they were asked for, the best first. */
async function verified(inside, parts, hits) {
  const each = await Promise.all(
    hits.map(async ({ doc, level }) => {
      const one = await inside.docOf(doc);
      const how = shown(parts, one, level);
      return how && { each: one, doc, level, ...how };
    }),
  );
  return ranked(each.filter(Boolean));
}

function tabs(query, found, chosen) {
  const links = Object.keys(KINDS).map((kind) => {
    const href = `search.html?${new URLSearchParams({ q: query, in: kind })}`;
    const here = kind === chosen ? { "aria-current": "true" } : {};
    const count = make("span", { class: "count" }, String(found[kind].length));
    return make("li", {}, make("a", { href, "data-kind": kind, ...here }, KINDS[kind], " ", count));
  });
  return make("nav", { class: "kinds", "aria-label": t("Where it is found") }, make("ul", {}, ...links));
}

/* Return the list of `hits` of a kind: its first page, and a button for the next. */
async function listOf(inside, parts, hits, kind) {
  const list = make("ol", { class: "hits" });
  const more = make("button", {}, t("More"));
  let at = 0;
  const next = async () => {
    const items = [];
    // a phrase may not stand where its words do: a few more files tell, and no more than these
    for (let turn = 0; turn < 3 && items.length < PAGE && at < hits.length; turn++) {
      const page = hits.slice(at, (at += PAGE));
      items.push(...(inside.small ? page : await verified(inside, parts, page)));
    }
    list.append(...items.map((hit) => itemOf(inside, hit)));
    more.hidden = at >= hits.length;
    return items[0];
  };
  more.addEventListener("click", async () => {
    const before = list.children.length;
    await next();
    (list.children[before]?.querySelector("a") ?? more).focus();
  });
  await next();
  const heading = make("h2", { id: "found" }, KINDS[kind]);
  return make("section", { "aria-labelledby": "found" }, heading, list, more);
}

function itemOf({ several }, { each, rows }) {
  // what an entry is called stands above what is said of it
  const words = each.kind === "entries" ? each.words.slice(each.name.length).replace(/^ – /, "") : each.words;
  const pieces = snippet(words, rows).map((piece, at) => (at % 2 ? make("mark", {}, piece) : piece));
  const href = each.title && rows.length ? each.href.replace("#", `?${new URLSearchParams({ find: wantedOf(rows) })}#`) : each.href;
  const name = nameOf(each);
  const link = make("a", { href }, ...(name ? [name] : pieces));
  const where = several && each.title ? [" ", make("span", { class: "where" }, each.title)] : [];
  return make("li", {}, make("p", { class: "place" }, link, ...where), ...(name ? [make("p", { dir: "auto" }, ...pieces)] : []));
}

/* Return what the chapter is to mark, as it stands in the address. */
function wantedOf(rows) {
  return rows.map((row) => (row.length > 1 ? `"${row.join(" ")}"` : row[0])).join(" ");
}

function nameOf({ kind, name, hangs }) {
  if (kind === "text") return name ? `¶ ${name}` : t("Heading");
  if (kind !== "notes") return name;
  return [t("Note {number}", { number: name }), hangs && `¶ ${hangs}`].filter(Boolean).join(t(", "));
}

const NUMBERED = /^(¶+|(?:par(?:a|agraph)?s?|n|notes?)(?=[. \d]))?[. ]*(\d+[a-z]*|[a-z]{1,2})$/i;

/* Return what a number or an id leads to: what is `shown`, what is `said` of it, and whether nothing else was asked for. */
async function placesOfNumber(inside, query) {
  const none = { shown: [], said: "", only: false };
  const last = query.replace(/[?#].*$/, "").split("/").pop().replace(/\.html$/, "");
  const id = mended(query.includes("#p-") ? query.slice(query.indexOf("#") + 1) : last);
  if (id) return byId(inside, id, query);
  const words = { [t("paragraph")]: "paragraph", [t("note")]: "note" };
  const [, kind = "", number] = NUMBERED.exec(query.replace(/^[^\s\d¶]+/u, (word) => words[word.toLowerCase()] ?? word)) ?? [];
  if (!number || (!kind && !/^\d/.test(number))) return none;
  const key = `${/^n/i.test(kind) ? "#" : "¶"}${number.toLowerCase()}`;
  await inside.from(key);
  const docs = inside.placesFor(key);
  if (!docs.length) return none;
  const each = await Promise.all(docs.slice(0, FEW).map(inside.docOf));
  const items = each.map((one) => itemOf(inside, { each: one, rows: [] }));
  const said = t("Places with this number: {count}.", { count: docs.length });
  return { shown: [make("ul", { class: "hits numbered" }, ...items)], said, only: Boolean(kind) };
}

async function byId(inside, id, query) {
  const page = (said) => ({ shown: [make("p", {}, make("a", { href: `p/${id}.html` }, t("Its page")))], said, only: true });
  const known = await inside.from(inside.small ? "p-" : id);
  if (inside.gone.has(id)) return page(t("{id} stands no more where it stood; its page says what became of it.", { id }));
  if (known.includes(id)) {
    const one = await inside.docOf(inside.placesFor(id)[0]);
    return { shown: [make("ul", { class: "hits numbered" }, itemOf(inside, { each: one, rows: [] }))], said: id, only: true };
  }
  const close = near(id, [...known.filter((each) => /^p-/.test(each)), ...inside.gone]);
  const said = holds(id) ? t("There is no {id} in this edition.", { id }) : t("No id is written {typed}: it is mistyped.", { typed: query });
  const links = close.map((each) => make("li", {}, make("a", { href: `p/${each}.html` }, each)));
  const offered = links.length ? [make("p", {}, t("Did you mean:")), make("ul", {}, ...links)] : [];
  return { shown: offered, said, only: true };
}
