/* Quotations and the texts they are from, compared as quoting.py does: case, kinds of quotes and dashes, and white
   space are nothing; an ellipsis joins parts; [T]he has a letter changed; [the Kremlin] is put in. */

const ALONE = "\\u0e00-\\u0fff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff";
const SILENT =
  "'’‘‛`´ʼ\\u00ad\\u200b-\\u200f\\u2060\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u05b0-\\u05bd\\u05bf-\\u05c7⁰¹²³⁴-⁹";
const LETTER = `(?![${ALONE}${SILENT}])[\\p{L}\\p{N}\\p{M}_]`;
const TOKEN = new RegExp(
  "(?<gap>\\[\\s*(?:…|\\.\\s*\\.\\s*\\.)\\s*\\]|…|\\.\\s*\\.\\s*\\.(?:\\s*\\.)?)" +
    `|(?<word>[${ALONE}]|${LETTER}(?:${LETTER}|[${SILENT}])*)` +
    "|(?<dash>[-\\u2010-\\u2015\\u2212](?:\\s*[-\\u2010-\\u2015\\u2212])*)" +
    `|(?<sign>[^\\p{L}\\p{N}\\p{M}_\\s${SILENT}"“”„‟«»‹›‚*])`,
  "gu",
);
const UNHEARD = new RegExp(`[${SILENT}]`, "gu");
const FEWEST = 3;
const INSERTIONS = 8;

/** Return the tokens of `raw`: words and signs as they are compared, with where they stand. */
function tokensOf(raw) {
  const found = [];
  for (const match of raw.matchAll(TOKEN)) {
    const { gap, word, dash } = match.groups;
    let even = gap ? "…" : dash ? "-" : match[0];
    if (word) even = folded(word.replace(UNHEARD, "").normalize("NFKC")).replace(/\s/g, "");
    if (even) found.push({ even, start: match.index, end: match.index + match[0].length, word: Boolean(word) });
  }
  return found;
}

function folded(word) {
  return word.toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");
}

/** Return `raw` as a text that quotations can be found in. */
export function textOf(raw) {
  raw = raw.normalize("NFC");
  const tokens = tokensOf(raw);
  let at = 0;
  const places = tokens.map(({ even }) => (at += even.length + 1) - even.length - 1);
  return { raw, tokens, line: ` ${tokens.map(({ even }) => even).join(" ")} `, places };
}

/** Return the parts of the quotation that `said` is: each a pattern, and its words. */
export function quotationOf(said) {
  const pieces = [[]];
  for (const token of tokensOf(said.normalize("NFC"))) {
    if (token.even === "…") pieces.push([]);
    else pieces.at(-1).push(token);
  }
  return pieces.flatMap((piece) => {
    const atoms = atomsOf(trimmed(piece));
    const words = atoms.flatMap((atom) => atom.words);
    const pattern = atoms.map((atom) => atom.pattern).join("");
    return words.length ? [{ pattern: new RegExp(`${pattern}(?= )`, "gu"), words }] : [];
  });
}

/** Return the next place from `from` on where all parts stand in `text`: [start, end] of each; null where none is. */
export function findIn(parts, text, from = 0) {
  const found = [];
  let at = from;
  for (const { pattern } of parts) {
    pattern.lastIndex = at;
    const match = pattern.exec(text.line);
    if (!match) return null;
    at = match.index + match[0].length;
    const [first, last] = [tokenAt(text, match.index), tokenAt(text, at - 1)];
    found.push([text.tokens[first].start, text.tokens[last].end, match.index]);
  }
  return found.length ? found : null;
}

function tokenAt({ places }, place) {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle] <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Return whether each of the parts is long enough to be known by itself. */
export function apart(parts) {
  return parts.every(({ words }) => words.length >= FEWEST);
}

/** Return the place in `text` that is most like the quotation, as { places, likeness }; null below `least`. */
export function likestIn(parts, text, least) {
  const tokens = text.tokens.filter(({ word }) => word);
  const there = new Set(tokens.map(({ even }) => even));
  const total = parts.reduce((sum, { words }) => sum + words.length, 0);
  if (parts.flatMap(({ words }) => words).filter((word) => there.has(word)).length < least * total) return null;
  let [wrong, from] = [0, 0];
  const places = [];
  for (const { words } of parts) {
    const [errors, first, last] = nearest(words, tokens.slice(from).map(({ even }) => even));
    wrong += errors;
    if (wrong > total * (1 - least) + 1e-9) return null;
    if (first < last) {
      places.push([tokens[from + first].start, tokens[from + last - 1].end]);
      from += last;
    }
  }
  return places.length ? { places, likeness: 1 - wrong / total } : null;
}

/* Return how many words of `part` are wrong at best, and where the words that are best begin and end. */
function nearest(part, words) {
  let before = part.map((_, at) => ({ wrong: at + 1, start: 0 }));
  let best = { wrong: part.length, start: 0, end: 0 };
  words.forEach((word, place) => {
    let [corner, above] = [{ wrong: 0, start: place }, { wrong: 0, start: place + 1 }];
    before = before.map((left, at) => {
      const options = [
        { wrong: corner.wrong + (part[at] !== word), start: corner.start },
        { wrong: left.wrong + 1, start: left.start },
        { wrong: above.wrong + 1, start: above.start },
      ];
      corner = left;
      above = options.reduce((one, other) => (other.wrong < one.wrong ? other : one));
      return above;
    });
    const { wrong, start } = before.at(-1);
    if (wrong < best.wrong || (wrong === best.wrong && place === best.end)) best = { wrong, start, end: place + 1 };
  });
  return [best.wrong, best.start, best.end];
}

/* Stops at the ends are often the quoting sentence's. */
function trimmed(piece) {
  const stop = ({ even }) => ",.;:-".includes(even);
  const first = piece.findIndex((token) => !stop(token));
  return first < 0 ? [] : piece.slice(first, piece.findLastIndex((token) => !stop(token)) + 1);
}

/* What a part of a quotation matches in a line of tokens, and the words of it that count. */
function atomsOf(piece) {
  const atoms = [];
  let [place, insertions] = [0, 0];
  while (place < piece.length) {
    const glued = gluedAt(piece, place);
    let end = closedAt(piece, place);
    if (glued) {
      atoms.push(glued.atom);
      place = glued.end;
    } else if (end) {
      for (let more = end; more; more = closedAt(piece, end)) end = more;
      insertions += 1;
      atoms.push(inserted(piece.slice(place, end), insertions <= INSERTIONS));
      place = end;
    } else {
      atoms.push(plainAt(piece, place));
      place += 1;
    }
  }
  const first = atoms.findIndex(({ words }) => words.length);
  return first < 0 ? [] : atoms.slice(first, atoms.findLastIndex(({ words }) => words.length) + 1);
}

function plainAt(piece, place) {
  const token = piece[place];
  if (!token.word) return { pattern: literal(token), words: [] };
  const called = /^(\D{3,}?)(\d{1,3})$/.exec(token.even);
  if (called) return { pattern: ` ${escaped(called[1])}(?:${called[2]})?`, words: [called[1]] };
  if (isCall(piece, place)) return { pattern: `(?:${literal(token)})?`, words: [] };
  return { pattern: literal(token), words: [token.even] };
}

/* The number of a note hangs on a stop that hangs on a word, with nothing on its other side. */
function isCall(piece, place) {
  const [word, stop, token, next] = [-2, -1, 0, 1].map((step) => piece[place + step]);
  if (!word || !/^[0-9]{1,3}$/.test(token.even) || !".,;:?!)".includes(stop.even)) return false;
  const hangs = token.start - stop.end <= 1 && stop.start === word.end && !/\d$/.test(word.even);
  return hangs && (!next || next.start > token.end);
}

/* [T]he, want[ed], w[o]rd */
function gluedAt(piece, place) {
  let [end, pattern, words, bracketed] = [place, "", "", false];
  while (end < piece.length && (end === place || piece[end].start === piece[end - 1].end)) {
    const [open, letters, close] = piece.slice(end, end + 3);
    if (open.word && (end === place || piece[end - 1].even === "]")) {
      pattern += escaped(open.even);
      words += open.even;
      end += 1;
    } else if (
      open.even === "[" &&
      close?.even === "]" &&
      /^\p{L}+$/u.test(letters.even) &&
      open.end === letters.start &&
      letters.end === close.start
    ) {
      pattern += letters.even.length === 1 && !words ? "\\p{L}" : "\\p{L}*";
      words += letters.even;
      bracketed = true;
      end += 3;
    } else break;
  }
  if (!bracketed || end - place === 3) return null;
  const written = piece.slice(place, end).map(literal).join("");
  return { end, atom: { pattern: `(?:${written}| ${pattern})`, words: [words] } };
}

/* The place after the bracket that is opened at `place`; 0 where none is. */
function closedAt(piece, place) {
  if (piece[place]?.even !== "[") return 0;
  for (let end = place + 1; end < Math.min(place + 16, piece.length); end++) {
    if (piece[end].even === "[") return 0;
    if (piece[end].even === "]") return end > place + 1 ? end + 1 : 0;
  }
  return 0;
}

/* An insertion matches itself, with its brackets or without, nothing, or up to three words of the text. */
function inserted(tokens, whole) {
  const bare = tokens.filter(({ even }) => !"[]".includes(even));
  const call = bare.every(({ even }) => /^\d+$/.test(even));
  const others = whole && !call ? "|(?: [^ ]+){1,3}?" : "";
  return { pattern: `(?:${tokens.map(literal).join("")}|${bare.map(literal).join("")}${others})??`, words: [] };
}

function literal({ even }) {
  return ` ${escaped(even)}`;
}

function escaped(words) {
  return words.replace(/[$()*+./?[\\\]^{|}]/g, "\\$&");
}
