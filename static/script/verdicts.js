/* Whether a quotation, or a citation, is still true of the edition: as verifying.py finds it. */

import { differences } from "./differences.js";
import { holds, mended, near } from "./ids.js";
import { apart, findIn, likestIn, quotationOf, textOf } from "./quoting.js";
import { t } from "./words.js";

/* From which share of right words on a quotation was altered; short ones need more, and the shortest are as they are. */
const [LINE, LINE_SHORT, SHORT, LEAST] = [0.65, 0.75, 8, 5];

/**
 * Return a function from what was pasted to what is found:
 * { outcome, passage, version, runs, remark }, outcome one of exact, altered, elsewhere, version, gone, missing.
 *
 * `index` is told by data/words/index.js, `chapters` by the other files there.
 */
export function verdicts(index, chapters) {
  const { releases } = index;
  const passages = new Map();
  for (const { slug, title, blocks, had } of chapters) {
    for (const [id, kind, number, told, here, fate] of blocks) {
      passages.set(id, { id, kind, number, told, here, fate, had: had[id] ?? [], slug, title: title || slug });
    }
  }
  const own = ({ kind }) => kind === "section" || kind === "note";
  const texts = new Map();

  const wordsIn = ({ told }, version) => {
    if (!version) return told.at(-1)?.[1] ?? null;
    const known = told.filter(([since]) => since && releases.indexOf(since) <= releases.indexOf(version));
    return known.at(-1)?.[1] ?? null;
  };

  const stretches = (version) => {
    if (!texts.has(version)) {
      const groups = new Map();
      for (const passage of passages.values()) {
        const words = wordsIn(passage, version);
        const group = own(passage) ? passage.id : `/${passage.slug}`;
        if (words !== null) groups.set(group, [...(groups.get(group) ?? []), [passage.id, words]]);
      }
      texts.set(version, [...groups.values()].map(stretched));
    }
    return texts.get(version);
  };

  const passageAt = (match) => passages.get(match.ids[0]);
  const isHere = ({ here }) => here.length > 0 && here.every((id) => passages.has(id));

  const since = (passage, version) => {
    const [old, now] = [wordsIn(passage, version), wordsIn(passage, "")];
    return old === null || now === null || old === now ? [] : differences(old, now);
  };

  const fate = ({ id, fate: [what, version, reason] = [], here }) => {
    if (!what) return "";
    const places = together(here.map((heir) => `${called(passages.get(heir)) || heir} (${heir})`));
    const filled = { id, version, places: places || t("another") };
    let said = version ? t("{id} was withdrawn in version {version}", filled) : t("{id} was withdrawn", filled);
    if (what === "merged-into") {
      said = version ? t("{id} was merged into {places} in version {version}", filled) : t("{id} was merged into {places}", filled);
    } else if (what === "split-into") {
      said = version ? t("{id} was divided among {places} in version {version}", filled) : t("{id} was divided among {places}", filled);
    }
    return sentence(`${said}${reason && `: ${reason}`}`);
  };

  const onlyIn = (version, match) => {
    const passage = passageAt(match);
    return { outcome: "version", passage, version, runs: since(passage, version), remark: fate(passage) };
  };

  const altered = (parts, words, within) => {
    const count = parts.flatMap((part) => part.words).length;
    const line = count < SHORT ? LINE_SHORT : LINE;
    if (count < LEAST) return { outcome: "missing" };
    let best = null;
    for (const version of ["", ...releases.toReversed()]) {
      for (const stretch of stretches(version)) {
        if (within && !stretch.ids.includes(within)) continue;
        const found = likestIn(parts, stretch.text, Math.max(line, best ? best.found.likeness + 1e-6 : 0));
        if (found) best = { found, stretch, version };
      }
      if (best?.found.likeness > 1 - 1e-6) break;
    }
    if (!best) return { outcome: "missing" };
    const { found, stretch, version } = best;
    const passage = passages.get(idsOf(stretch, found.places)[0]);
    const there = found.places.map(([start, end]) => stretch.text.raw.slice(start, end).replace(/\s+/g, " ")).join(" … ");
    return { outcome: "altered", passage, version, runs: silenced(differences(words, there)), remark: version && fate(passage) };
  };

  const byWords = (words) => {
    const parts = quotationOf(words);
    if (!parts.length) return { outcome: "missing", remark: t("There are no words in it.") };
    const [match] = exact(parts, stretches(""));
    if (match) return { outcome: "exact", passage: passageAt(match) };
    for (const version of releases.toReversed()) {
      const [former] = exact(parts, stretches(version));
      if (former) return onlyIn(version, former);
    }
    return altered(parts, words);
  };

  const byAddress = (passage, cited) => {
    if (wordsIn(passage, "") === null) return { outcome: "gone", passage, remark: fate(passage) };
    if (!isHere(passage)) return { outcome: "missing", passage, remark: t("{id} is nowhere in the text.", { id: passage.id }) };
    const first = passage.told[0][0];
    const known = releases.includes(cited.version);
    if (!first) return { outcome: "exact", passage };
    if (known && wordsIn(passage, cited.version) === null) {
      return { outcome: "version", passage, version: first, runs: [], remark: t("It was not in version {version}.", { version: cited.version }) };
    }
    const version = known ? cited.version : first;
    const runs = since(passage, version);
    const changed = runs.length > 0;
    return { outcome: changed ? "altered" : "exact", passage, version: changed ? version : "", runs, remark: fate(passage) };
  };

  const byBoth = (passage, { words, version: named }) => {
    const parts = quotationOf(words);
    if (!parts.length) return { outcome: "missing", passage, remark: t("There are no words in it.") };
    const stands = ({ ids }) => ids.includes(passage.id);
    const heir = ({ ids }) => passage.here.some((id) => ids.includes(id));
    const now = [...exact(parts, stretches(""))];
    const gone = wordsIn(passage, "") === null;
    if (now.some((match) => stands(match) || (heir(match) && !gone))) {
      if (releases.includes(named) && ![...exact(parts, stretches(named))].some(stands)) {
        const first = releases.find((version) => exact(parts, stretches(version)).next().value) ?? "";
        const remark = first
          ? t("Version {version} has other words: these stand there since {first}.", { version: named, first })
          : t("Version {version} has other words: no release has these yet.", { version: named });
        return { outcome: "version", passage, version: first, runs: [], remark };
      }
      return { outcome: "exact", passage, remark: fate(passage) };
    }
    if (now.length) {
      const found = passageAt(now.find(heir) ?? now[0]);
      return { outcome: "elsewhere", passage: found, remark: fate(passage) || t("Not in {place} ({id}).", { place: called(passage), id: passage.id }) };
    }
    if (gone) return { outcome: "gone", passage, remark: fate(passage) };
    for (const version of releases.toReversed()) {
      const former = [...exact(parts, stretches(version))].find(stands);
      if (former) return { ...onlyIn(version, former), passage };
    }
    const whole = byWords(words);
    if (whole.outcome !== "altered" || whole.passage.id === passage.id) return whole;
    const there = altered(parts, words, passage.id);
    return there.outcome === "altered" && there.passage.id === passage.id ? there : whole;
  };

  const locate = ({ id, page, number, version }) => {
    const meant = mended(id);
    if (passages.has(meant)) return [passages.get(meant)];
    if (id && page && passages.has(`${page}#${id}`)) return [passages.get(`${page}#${id}`)];
    if (id && meant && holds(meant)) return [null, t("No paragraph has ever had the id {id}.", { id: meant })];
    if (id && meant) {
      const close = near(meant, [...passages.keys()]).map((each) => `${each} (${called(passages.get(each))})`);
      const ids = close.join(t(", "));
      return [null, `${t("“{id}” is mistyped.", { id })} ${ids ? t("One slip away: {ids}.", { ids }) : t("No id is one slip away.")}`];
    }
    if (id) return [null, t("There is nothing at {address}.", { address: `${page ? `${page}.html` : ""}#${id}` })];
    const there = (one) => !own(one) && (page ? one.slug === page : chapters.length === 1);
    const had = (one) => (releases.includes(version) ? numbersOf(one, version).includes(number) : one.number === number);
    const blocks = [...passages.values()].filter(there);
    const found = blocks.filter(had).sort((a, b) => (wordsIn(a, "") === null) - (wordsIn(b, "") === null));
    found.push(...blocks.filter((one) => !releases.includes(version) && one.had.some(([, each]) => each === number)));
    const none = page ? t("There is no ¶ {number} of {page}.", { number, page }) : t("There is no ¶ {number}.", { number });
    return [found[0] ?? null, none];
  };

  /* The numbers that a block had, in `version` or ever; that of now too where it may be meant. */
  const numbersOf = ({ had, number }, version) => {
    if (!releases.includes(version)) return [number, ...had.map(([, each]) => each)];
    const then = had.filter(([since]) => releases.indexOf(since) <= releases.indexOf(version)).at(-1);
    return then && version !== index.version ? [then[1]] : [number, ...(then ? [then[1]] : [])];
  };

  const contradiction = (passage, { id, number, version }) => {
    if (!id || !number || own(passage) || numbersOf(passage, version).includes(number)) return "";
    return t("{id} is {place}, not ¶ {number}.", { id: passage.id, place: called(passage), number });
  };

  const atUnknownVersion = (said) => {
    const found = verdict({ ...said, version: "" });
    const told = t("No release is called {version}.", { version: said.version });
    return ["exact", "altered"].includes(found.outcome) ? { ...found, outcome: "elsewhere", remark: told } : found;
  };

  const verdict = (said) => {
    if (!said.id && !said.number) return byWords(said.words);
    const unknown = said.version && releases.length && !releases.includes(said.version);
    if (unknown && said.version !== index.version) return atUnknownVersion(said);
    const [passage, problem] = locate(said);
    if (!passage) {
      const found = said.words ? byWords(said.words) : { outcome: "missing" };
      return { ...found, outcome: found.outcome === "exact" ? "elsewhere" : found.outcome, remark: problem };
    }
    const both = said.words ? byBoth(passage, said) : null;
    const found = both && !(both.outcome === "missing" && said.citation) ? both : byAddress(passage, said);
    const other = contradiction(passage, said);
    if (!other || !["exact", "altered"].includes(found.outcome)) return found;
    return { ...found, outcome: "elsewhere", remark: [other, found.remark].filter(Boolean).join(" ") };
  };

  const titles = index.titles.map((title) => textOf(title).line);
  return (typed) => verdict(read(typed, chapters, titles, index));
}

/** Return how a passage is called: “¶ 14”, “note 3”. */
export function called(passage) {
  if (!passage) return "";
  const { kind, number } = passage;
  if (kind === "note") return t("note {number}", { number }).trim();
  if (kind === "section") return t("section {number}", { number }).trim();
  return number ? `¶ ${number}` : t("paragraph");
}

/* Return `said` as a list in a sentence. */
function together(said) {
  const [last = "", ...others] = said.toReversed();
  return others.length ? t("{first} and {last}", { first: others.toReversed().join(t(", ")), last }) : last;
}

/* Return `words` with one full stop, whatever ends them. */
function sentence(words) {
  return /[.!?…؟۔。！？]["”’»)」』]*$/.test(words) ? words : `${words}.`;
}

/* Quotation marks are not compared, so none is told to be wrong. */
function silenced(runs) {
  return runs.flatMap(([what, words]) => {
    if (what === "same" || !/^["'`‘’‚“”„«»‹›]+$/.test(words)) return [[what, words]];
    return what === "new" ? [["same", words]] : [];
  });
}

function stretched(pieces) {
  const starts = [];
  let raw = "";
  for (const [, words] of pieces) {
    starts.push(raw.length);
    raw += `${words.normalize("NFC")}\n`;
  }
  return { ids: pieces.map(([id]) => id), starts, text: textOf(raw) };
}

function idsOf({ ids, starts }, places) {
  const [start, end] = [places[0][0], places.at(-1)[1]];
  return ids.filter((_, at) => starts[at] < end && (starts[at + 1] ?? Infinity) > start);
}

/* Return where the words stand: parts within one block first, then wherever they run on. */
function* exact(parts, stretches) {
  for (const stretch of stretches) {
    let places;
    for (let from = 0; (places = findIn(parts, stretch.text, from)); from = places[0][2] + 1) {
      const ids = idsOf(stretch, places);
      if (parts.length === 1 || ids.length === 1 || apart(parts)) yield { ids };
    }
  }
}

const ID = "[pP]-[0-9A-Za-z]{5,}";
const ADDRESS = new RegExp(`(?:https?|file)://[^\\s<>]+|\\S*\\bp/p-\\w+\\S*|\\b${ID}\\b(?:#v[\\w.+-]*\\w)?|[^\\s(]+\\.html[?#]\\S+`, "u");
const NUMBER =
  /(?:^|[\s(])(?:([^\s:¶#/,()]+)(?::¶?|¶)|¶+|paras?\.|pars?\.|paragraphs?)\s*(\d+(?:[a-z]+\d*)*)(?:[-–]\d+)?(?![\w])/iu;
const QUOTED =
  /“[^“”]*(?:“[^“”]*”[^“”]*)*”|"[^"]+"|«[^«»]*(?:«[^«»]*»[^«»]*)*»|„[^„“”]+[“”]|(?<![\p{L}\p{N}_])‘[^‘]+?’(?![\p{L}\p{N}_])|「[^「」]+」|『[^『』]+』/gu;
const RECORD = /^(?:[[{@<]|TY\s+-)/;

/*
 * Return what is to be verified: words, an id or a number, a version. Where words stand beside an address, or a number,
 * they are what is in quotation marks, but for titles, or all else; `citation` says that these may be a citation's own.
 */
function read(typed, chapters, titles, { people, said: before }) {
  // no \b, which knows the letters of English alone
  const saying = `(?<!\\p{L})(?:${before.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`;
  const text = typed.trim();
  const found = RECORD.test(text) ? [] : (text.match(QUOTED) ?? []);
  const quoted = found.filter((one) => !isAddress(one.slice(1, -1)) && !isTitle(one, titles));
  const unquoted = quoted.reduce((left, one) => left.replace(one, " "), text);
  const [address = ""] = ADDRESS.exec(unquoted) ?? [];
  const rest = unquoted.replace(address, " ");
  const [, said = ""] = new RegExp(`${saying}\\s+([\\w.+\\-]*\\w)`, "iu").exec(rest) ?? [];
  const [all = "", slug, number = ""] = NUMBER.exec(` ${rest}`) ?? [];
  const named = people.some((name) => rest.includes(name)) || chapters.some(({ title }) => title && rest.includes(title));
  const lone = unquoted.split("\n").some((line) => line.trim() === all.trim());
  const alone = all && (found.length || said || named || lone);
  if (!address && !alone) return { words: text, id: "", number: "" };

  const bare = rest
    .replace(all.trim(), " ")
    .replace(new RegExp(`,? *${saying}\\s+[\\w.+\\-]*\\w`, "iu"), " ")
    .replace(/^[\s.,;:()<>–—-]+|[\s,;:()<>–—-]+$/g, "");
  const words = quoted.length > 1 ? quoted.join(" … ") : quoted[0]?.slice(1, -1);
  const citation = !words && (RECORD.test(text) || /¶|\bparas?\. ?\d|\bpars?\. ?\d/i.test(rest) || new RegExp(`${saying}\\s+\\d`, "iu").test(rest));
  const whole = { words: words ?? bare, number, version: said, citation };
  if (!address) {
    const titled = chapters.find(({ title }) => title && rest.includes(title));
    return { ...whole, id: "", page: slug || (titled?.slug ?? "") };
  }
  const clean = address.replace(/[.,;:)>\]”"]+$/, "");
  const own = /(?:^|\/)p\/(p-\w+)/i.exec(clean)?.[1] ?? /^p-\w+/i.exec(clean)?.[0];
  const [, page = "", fragment] = /([^/?#]+?)(?:\.html)?(?:\?[^#]*)?#(.+)$/.exec(clean) ?? [];
  const version = /[?&]v=([\w.+-]*\w)/.exec(clean)?.[1] ?? /#v(\d[\w.+-]*)/.exec(clean)?.[1] ?? said;
  return { ...whole, id: own ?? fragment ?? clean, page: own ? "" : page, version };
}

function isAddress(words) {
  return ADDRESS.exec(words.trim())?.[0] === words.trim();
}

function isTitle(words, titles) {
  const line = `${textOf(words).line.replace(/[ .,:;]+$/, "")} `;
  return titles.some((title) => title.startsWith(line) && line.startsWith(`${title.split(/ [:,] /)[0].trimEnd()} `));
}
