/* What differs between two texts, word by word; changes.py does it for the pages of paragraphs. */

const MOST = 4_000_000;

/** Return the runs that lead from `old` to `now`, as [what, words]: "same", "gone" or "new". */
export function differences(old, now) {
  const [a, b] = [old, now].map((text) => text.match(/\s+|[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu) ?? []);
  if (a.length * b.length > MOST) return [["gone", old], ["new", now]];
  const wide = b.length + 1;
  const common = new Uint16Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * wide + j;
      const longer = Math.max(common[at + wide], common[at + 1]);
      common[at] = like(a[i], b[j]) ? Math.max(common[at + wide + 1] + 1, longer) : longer;
    }
  }
  const runs = [];
  const add = (what, words) => (runs.at(-1)?.[0] === what ? (runs.at(-1)[1] += words) : runs.push([what, words]));
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const at = i * wide + j;
    if (like(a[i], b[j]) && common[at] === common[at + wide + 1] + 1) {
      add("same", b[j++]);
      i++;
    } else if (common[at] === common[at + wide]) add("gone", a[i++]);
    else add("new", b[j++]);
  }
  if (i < a.length) add("gone", a.slice(i).join(""));
  if (j < b.length) add("new", b.slice(j).join(""));
  return gathered(runs);
}

const KINDS = [/^\s+$/, /^["'`‘’‚“”„«»‹›]$/, /^[-‐‑‒–—―−]$/];

function like(one, other) {
  return one.toLowerCase() === other.toLowerCase() || KINDS.some((kind) => kind.test(one) && kind.test(other));
}

/* A lone space between two changes belongs to these, so that whole phrases are shown. */
function gathered(runs) {
  const found = [];
  let [gone, fresh] = ["", ""];
  const end = () => {
    if (gone) found.push(["gone", gone]);
    if (fresh) found.push(["new", fresh]);
    [gone, fresh] = ["", ""];
  };
  runs.forEach(([what, words], at) => {
    const between = what === "same" && !words.trim() && (gone || fresh) && at + 1 < runs.length;
    if (what === "same" && !between) {
      end();
      found.push([what, words]);
    }
    if (what === "gone" || between) gone += words;
    if (what === "new" || between) fresh += words;
  });
  end();
  return found;
}
