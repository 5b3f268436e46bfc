/* What a query finds, and in which order. */

import { fold, partsOf, placesOf, tokensOf } from "./folding.js";

const EXACT = 3;
const KIN = 2;
const BEGUN = 1;

/* How the letters of one alphabet are written in another: Shusa, Muenchen. */
const WRITTEN = [/sh/g, "s", /ch/g, "c", /kh/g, "x", /gh/g, "g", /zh/g, "j", /ae/g, "a", /oe/g, "o", /ue/g, "u"];

/**
 * Return a promise of what `query` finds in the edition `searched`: `found` has, by kind, the counts of what has all
 * its parts, the best first; `unknown` are words that nothing here begins with. `stem` takes the ending off a word.
 */
export async function matching(searched, query, stem = (word) => word) {
  const parts = await Promise.all(partsOf(query).map((part) => read(searched, part, stem)));
  const unknown = parts.flatMap(({ words }) => words.filter(({ forms }) => !forms.size).map(({ raw }) => raw));
  const levels = parts.map(({ words }) => all(words.map((word) => placed(searched, word)), Math.min));
  const found = { text: [], notes: [], sources: [], entries: [] };
  for (const [doc, level] of parts.length ? all(levels, Math.min) : []) found[searched.kindOf(doc)].push({ doc, level });
  for (const kind in found) found[kind].sort((one, other) => other.level - one.level || one.doc - other.doc);
  return { parts, found, unknown };
}

/** Return a part of a query with the words of the edition that each of its words may be, and how near each is. */
async function read(searched, { words, quoted, open }, stem) {
  const last = words.length - 1;
  const whole = quoted || last > 0;
  const forms = words.map((raw, at) => formsOf(searched, raw, { begun: open && at === last, whole, stem }));
  return { whole: last > 0, words: (await Promise.all(forms)).map((each, at) => ({ raw: words[at], forms: each })) };
}

async function formsOf(searched, raw, { begun, whole, stem }) {
  const word = fold(raw);
  const found = new Map();
  const add = (form, level) => level > (found.get(form) ?? 0) && found.set(form, level);
  const others = [...spellings(word)];
  const root = fold(stem(raw));
  // what has the same root begins as it does, but for the letter at the end of it
  let same = 0;
  while (same < root.length && root[same] === word[same]) same++;
  const near = whole || begun || same < 3 ? word : word.slice(0, Math.max(3, same - (same > 4 ? 1 : 0)));
  for (const form of await searched.from(near)) {
    if (form === word) add(form, EXACT);
    else if (!whole && [...searched.rawsOf(form)].some((each) => fold(stem(each)) === root)) add(form, KIN);
    if (begun && form.startsWith(word)) add(form, BEGUN);
  }
  for (const other of others) if ((await searched.from(other)).includes(other)) add(other, KIN);
  if (!found.size && !whole) {
    for (const other of [word, ...others]) for (const form of await searched.from(other)) add(form, BEGUN);
  }
  return found;
}

function spellings(word) {
  const found = new Set();
  let all = word;
  for (let at = 0; at < WRITTEN.length; at += 2) {
    found.add(word.replace(WRITTEN[at], WRITTEN[at + 1]));
    all = all.replace(WRITTEN[at], WRITTEN[at + 1]);
  }
  found.add(all).delete(word);
  return found;
}

/* Return the places of a word with how near what stands there is to it. */
function placed(searched, { forms }) {
  const found = new Map();
  for (const [form, level] of forms) {
    for (const doc of searched.placesFor(form)) if (level > (found.get(doc) ?? 0)) found.set(doc, level);
  }
  return found;
}

/* Return what is in all the `maps`, with what `joined` makes of its values. */
function all([first = new Map(), ...rest], joined) {
  const found = new Map();
  for (const [key, value] of first) {
    if (rest.every((map) => map.has(key))) found.set(key, joined(value, ...rest.map((map) => map.get(key))));
  }
  return found;
}

/**
 * Return how `parts` stand in the words of `each`: the `rows` of words to be marked, and `key`, by which the best comes
 * first: titles, then what is nearer to what was asked, then words that stand side by side. None where a phrase is not
 * there.
 */
export function shown(parts, each, level) {
  const even = tokensOf(each.words).map(({ raw }) => fold(raw));
  const rows = new Map();
  const places = parts.map(({ words }) => {
    const at = [];
    for (let place = 0; place < even.length; place++) {
      if (!words.every(({ forms }, next) => forms.has(even[place + next]))) continue;
      at.push(place);
      const row = even.slice(place, place + words.length);
      rows.set(row.join(" "), row);
    }
    return at;
  });
  if (places.some((at) => !at.length)) return null;
  const heading = each.kind === "text" && !each.name;
  const named = each.kind === "entries" && parts.every(({ words }) => words.every(({ forms }) => inHead(each.name, forms)));
  const apart = parts.length > 1 ? apartness(places) : 0;
  return { rows: [...rows.values()], key: [heading || named ? 0 : 1, -level, apart] };

  function inHead(head, forms) {
    return tokensOf(head).some(({ raw }) => forms.has(fold(raw)));
  }
}

/* Return how many words lie between the nearest places of all parts; more where they stand in another order. */
function apartness(places) {
  let best = Infinity;
  for (const first of places[0]) {
    let far = 0;
    let last = first;
    for (const [part, at] of places.entries()) {
      const near = at.reduce((one, other) => (Math.abs(other - first) < Math.abs(one - first) ? other : one));
      far = Math.max(far, Math.abs(near - first - part));
      if (near < last) far += 1;
      last = near;
    }
    best = Math.min(best, far);
  }
  return best;
}

/** Return `hits` in the order of their keys, then of the edition. */
export function ranked(hits) {
  const before = (one, other) => {
    for (const [at, value] of one.key.entries()) if (value !== other.key[at]) return value - other.key[at];
    return one.each.doc - other.each.doc;
  };
  return hits.sort(before);
}

const WIDE = 280;

/** Return `text`, or what stands around the first place of `rows` in it, in pieces; each second one is marked. */
export function snippet(text, rows) {
  const places = placesOf(text, rows);
  let from = 0;
  let to = text.length;
  if (to > WIDE * 1.3 && places.length) {
    from = Math.max(0, places[0].start - WIDE / 3);
    if (from) from = text.indexOf(" ", from) + 1 || from;
    if (from > places[0].start) from = places[0].start;
    to = Math.min(to, from + WIDE);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), places[0].end);
  } else if (to > WIDE * 1.3) to = text.lastIndexOf(" ", WIDE);
  const pieces = [];
  let at = from;
  for (const { start, end } of places.filter((place) => place.start >= from && place.end <= to)) {
    pieces.push(text.slice(at, start), text.slice(start, end));
    at = end;
  }
  pieces.push(text.slice(at, to));
  if (from) pieces[0] = `… ${pieces[0]}`;
  if (to < text.length) pieces.push(`${pieces.pop()} …`);
  return pieces;
}
