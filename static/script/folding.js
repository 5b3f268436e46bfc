/* Words as they are searched: render/search.py finds and folds them in the same way. */

const SOLID =
  "\\u0e00-\\u0eff\\u0f00-\\u0fff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const MARKS =
  "\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670" +
  "\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed\\u0711\\u0730-\\u074a\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20f0";
const INDIC = "\\u0900-\\u0963\\u0966-\\u0dff";
const SILENT = "\\u00ad\\u200b-\\u200d\\u2060\\u0640";
const BARE = `(?:(?![${SOLID}])[\\p{L}\\p{N}]|[${INDIC}])`;
const TOKEN = new RegExp(`[${SOLID}]+|${BARE}(?:${BARE}|[${MARKS}${SILENT}])*`, "gu");
const UNHEARD = new RegExp(`[${MARKS}${SILENT}]`, "gu");
const ALONE = new RegExp(`^[${SOLID}]`, "u");
const LETTERS = {
  ß: "ss", æ: "ae", œ: "oe", þ: "th", ø: "o", đ: "d", ð: "d", ħ: "h", ł: "l", ŧ: "t", ŋ: "n", ı: "i", ə: "e",
  ς: "σ", ى: "ي", ی: "ي", ک: "ك", ة: "ه", ѣ: "е",
};
const BARED = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "gu");

/** Return the words of `text` in small letters with where they stand; of scripts without spaces each pair of signs. */
export function tokensOf(text) {
  const found = [];
  for (const { 0: raw, index } of text.matchAll(TOKEN)) {
    if (unspaced(raw)) {
      let start = index;
      const signs = [...raw];
      signs.forEach((sign, at) => {
        const pair = sign + (signs[at + 1] ?? "");
        found.push({ raw: pair, start, end: start + pair.length });
        start += sign.length;
      });
    } else found.push({ raw: raw.toLowerCase(), start: index, end: index + raw.length });
  }
  return found;
}

/** Say whether `word` is of a script that puts no spaces between words. */
export function unspaced(word) {
  return ALONE.test(word);
}

const folded = new Map();

/** Return a word in small letters as it is compared: without diacritics and what is not seen, in basic letters. */
export function fold(raw) {
  let found = folded.get(raw);
  if (found === undefined) {
    const bare = raw.replaceAll("й", "\ue000").normalize("NFKD").replace(UNHEARD, "").replace(BARED, (sign) => LETTERS[sign]);
    folded.set(raw, (found = bare.normalize("NFC").replaceAll("\ue000", "й")));
  }
  return found;
}

/** Return where the `parts`, each a row of folded words, stand in `text`: start and end of each, in their order. */
export function placesOf(text, parts) {
  const tokens = tokensOf(text);
  const even = tokens.map(({ raw }) => fold(raw));
  const found = [];
  for (let at = 0; at < tokens.length; at++) {
    let long = 0;
    for (const part of parts) if (part.length > long && part.every((word, next) => even[at + next] === word)) long = part.length;
    if (!long) continue;
    const [{ start }, { end }] = [tokens[at], tokens[at + long - 1]];
    const last = found.at(-1);
    if (last && start < last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

/** Return the parts of a query: each with its `words`, and whether it is `quoted`, or goes on (`open`). */
export function partsOf(query) {
  const parts = [];
  for (const [, quoted, chunk] of query.matchAll(/["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+)/gu)) {
    const said = quoted ?? chunk;
    const tokens = tokensOf(said);
    // the last of a row of signs says nothing that the pair before it has not said
    const words = tokens.filter(({ start, end }, at) => !(at && unspaced(said.slice(start)) && tokens[at - 1].end === end));
    const open = said.trim().endsWith("*") || (words.length === 1 && unspaced(words[0].raw) && [...words[0].raw].length === 1);
    if (words.length) parts.push({ words: words.map(({ raw }) => raw), quoted: quoted !== undefined, open });
  }
  return parts;
}
