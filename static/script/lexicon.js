/* The words of the edition with their places: of a book read from its text, of a library from the files of its index. */

import { fold, tokensOf } from "./folding.js";

const FOLDER = "data/search/";
const told = new Map();
const asked = new Map();

window.postilSearch = (name, held) => told.set(name, held);

/** A file could not be loaded. */
export class NotThere extends Error {}

/** Return a promise of what the file `name` holds: it is loaded once. */
export function held(name) {
  if (told.has(name)) return Promise.resolve(told.get(name));
  if (!asked.has(name)) {
    const src = `${FOLDER}${name.split("/").map(encodeURIComponent).join("/")}.js`;
    const script = Object.assign(document.createElement("script"), { src });
    const loading = new Promise((resolve, reject) => {
      script.onload = () => resolve(told.get(name));
      script.onerror = () => reject(new NotThere(src));
    });
    asked.set(name, loading);
    loading.catch(() => asked.delete(name)); // the next time it may be there
    document.head.append(script);
  }
  return asked.get(name);
}

/** Return a promise of the edition as it is searched. */
export async function searched() {
  const { runs, firsts, gone, several } = await held("index");
  let count = 0;
  const starts = runs.map(([, , many]) => (count += many) - many);
  const runOf = (doc) => starts.findLastIndex((start) => start <= doc);
  const kindOf = (doc) => runs[runOf(doc)][0];

  /** Return a promise of what is counted as `doc`; the file that has it is loaded. */
  const docOf = async (doc) => {
    const run = runOf(doc);
    const [kind, file] = runs[run];
    return { doc, ...of(kind, file, await held(file), doc - starts[run]) };
  };
  const words = new Map(); // by how they are compared: as they are written, and their places
  const enter = (raw, places) => {
    const even = fold(raw);
    const known = words.get(even);
    if (known) {
      known.raws.add(raw);
      known.places.push(places);
    } else words.set(even, { raws: new Set([raw]), places: [places] });
  };
  if (!firsts) await readWhole(runs, starts, enter);

  const shards = new Set();
  /** Return a promise of the words that begin with `prefix`, as they are compared. */
  const from = async (prefix) => {
    if (firsts) {
      const first = Math.max(firsts.findLastIndex((word) => word <= prefix), 0);
      const wanted = firsts.keys().filter((at) => at === first || (firsts[at] >= prefix && firsts[at].startsWith(prefix)));
      await Promise.all(
        [...wanted].map(async (at) => {
          const entries = await held(`words-${at}`);
          if (shards.has(at)) return;
          shards.add(at);
          for (const [raw, places] of entries) enter(raw, places);
        }),
      );
    }
    return [...words.keys()].filter((even) => even.startsWith(prefix));
  };
  /** Return the places of a word, in their order. */
  const placesFor = (even) => {
    const { places = [] } = words.get(even) ?? {};
    const all = places.flatMap((each) => (typeof each === "string" ? summed(each) : each));
    return places.length > 1 ? [...new Set(all)].sort((one, other) => one - other) : all;
  };
  return { small: !firsts, gone: new Set(gone), several, kindOf, docOf, from, placesFor, rawsOf: (even) => words.get(even)?.raws ?? [] };
}

/* What is said of a word's places: each as the difference to the one before. */
function summed(said) {
  let at = 0;
  return said.split(" ").map((step) => (at += Number(step)));
}

async function readWhole(runs, starts, enter) {
  const files = await Promise.all(runs.map(([, file]) => held(file)));
  const places = new Map();
  runs.forEach(([kind, file, many], run) => {
    for (let at = 0; at < many; at++) {
      const { id, name, words } = of(kind, file, files[run], at);
      const found = tokensOf(words).map(({ raw }) => raw);
      if (name && kind === "text") found.push(`¶${name}`);
      if (name && kind === "notes") found.push(`#${name}`);
      if (kind === "text") found.push(id);
      for (const raw of found) {
        const known = places.get(raw);
        if (!known) places.set(raw, [starts[run] + at]);
        else if (known.at(-1) !== starts[run] + at) known.push(starts[run] + at);
      }
    }
  });
  for (const [raw, at] of places) enter(raw, at);
}

/* Return the one at `at` of its kind in what a file holds. */
function of(kind, file, held, at) {
  if (kind !== "text" && kind !== "notes") {
    const [href, name, words] = held[at];
    return { kind, href, id: href, name, words, title: "", hangs: "" };
  }
  const [title, blocks, notes] = held;
  const [id, name, words, hangs = ""] = (kind === "text" ? blocks : notes)[at];
  return { kind, href: `${encodeURIComponent(file.replace("text/", ""))}.html#${encodeURIComponent(id)}`, id, name, words, title, hangs };
}
