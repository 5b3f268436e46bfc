/* Ids as readers type them; enrich/ids.py mints and reads them in the same way. */

const SIGNS = "0123456789abcdefghjkmnpqrstvwxyz";

/** Return the id that `typed` has the form of, capitals and look-alikes (i, l, o) mended; nothing where it has not. */
export function mended(typed) {
  const [, body] = /^p[-‐‑‒–—_\s]([0-9a-z]{5,})$/i.exec(typed.trim()) ?? [];
  return body ? `p-${body.toLowerCase().replace(/[il]/g, "1").replaceAll("o", "0")}` : "";
}

/** Say whether the check character of a mended id holds. */
export function holds(id) {
  const values = [...id.slice(2)].map((sign) => SIGNS.indexOf(sign));
  const check = values.pop();
  const sum = (total, value) => {
    const doubled = (total ^ value) << 1;
    return doubled & 32 ? doubled ^ 37 : doubled;
  };
  return !values.includes(-1) && values.reduce(sum, 0) === check;
}

/** Return those of the `known` ids that are one wrong character, or one swap of neighbours, away from `id`. */
export function near(id, known) {
  return known.filter((other) => {
    const wrong = [...other].flatMap((sign, at) => (sign === id[at] ? [] : [at]));
    const [at, next] = wrong;
    if (other.length !== id.length || wrong.length > 2) return false;
    return wrong.length < 2 || (next === at + 1 && other[at] === id[next] && other[next] === id[at]);
  });
}
