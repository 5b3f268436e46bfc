/* Where nothing is, what was meant: the address is read as one that was typed from paper. */

import { make, say } from "./elements.js";
import { holds, mended, near } from "./ids.js";
import { t } from "./words.js";

/* The script has been found, and so tells where the edition is, however deep the address that is not. */
const home = new URL("..", document.currentScript.src);

/** Have the links of `root` lead home, and say in it what its address may have meant. */
export async function losing(root) {
  const place = root.querySelector("#lost");
  if (!place || place.hasAttribute("role")) return; // the script was found twice
  place.setAttribute("role", "status");
  for (const link of root.querySelectorAll("a[href]")) {
    const path = link.getAttribute("href").replace(/^.*\//, "");
    if (!/^(#|\w+:)/.test(link.getAttribute("href"))) link.href = new URL(path, home);
  }
  if (!location.protocol.startsWith("http") || !location.pathname.startsWith(home.pathname)) return;
  const typed = fragmentless(location.pathname.slice(home.pathname.length));
  const load = (file, read, none) =>
    fetch(new URL(file, home)).then((answer) => (answer.ok ? answer.text().then(read) : none)).catch(() => none);
  // a script that calls a function with data, in brackets
  const inBrackets = (text) => JSON.parse(text.slice(text.indexOf("(") + 1, text.lastIndexOf(")")));
  const [{ ids }, { chapters }] = await Promise.all([
    load("data/ids.json", JSON.parse, { ids: {} }),
    load("data/words/index.js", inBrackets, { chapters: [] }),
  ]);
  const titles = Object.fromEntries(chapters);
  meant(place, typed, ids, (slug) => titles[slug] || slug);
}

/* Return a path without what a citation has behind it, and without the ending of a page. */
function trimmed(path) {
  return path.replace(/(?:[\s.,;:!?)>\]}”"’'»]|\.html?)+$/i, "");
}

function meant(place, typed, ids, titled) {
  const last = trimmed(typed).split("/").pop();
  const [id] = [mended(last), mended(`p-${last}`)].filter((each) => Object.hasOwn(ids, each)).concat(mended(last));
  if (id && Object.hasOwn(ids, id) && holds(id)) {
    const page = `p/${id}.html`;
    if (typed !== page) location.replace(new URL(page + location.hash, home));
    else offer(place, t("Its paragraph:"), [id], ids, titled);
    return;
  }
  if (id) {
    const close = near(id, Object.keys(ids));
    if (close.length) offer(place, t("No id is written {last}. Did you mean:", { last }), close, ids, titled);
    else say(place, t("No id is written {last}, and none is one slip away from it.", { last }));
    return;
  }
  const [, chapter, number] = /^(.+?)(?:\.html)?(?:[/#\s]*(?:¶|paras?\.?|pars?\.?)\s*|\/)(\d+[a-z]*)(?:[-–]\d+)?$/i.exec(trimmed(typed)) ?? [];
  const same = (one, other) => one?.toLowerCase() === other?.replace(/\/$/, "").toLowerCase();
  const numbered = Object.keys(ids).filter((each) => same(ids[each].chapter, chapter) && ids[each].number === number);
  const blocks = numbered.filter((each) => each.startsWith("p-"));
  if (blocks.length) {
    offer(place, t("Did you mean:"), blocks, ids, titled);
    return;
  }
  const named = Object.values(ids).find((each) => same(each.chapter, chapter ?? trimmed(typed)))?.chapter;
  if (named) say(place, make("p", {}, t("Did you mean:"), " ", make("a", { href: new URL(`${named}.html`, home) }, titled(named))));
}

function offer(place, words, found, ids, titled) {
  const items = found.map((id) => {
    const { at = [], number, chapter, state } = ids[id];
    const href = new URL(state === "here" && at[0] ? at[0] : `p/${id}.html`, home);
    const gone = { merged: t(", merged"), withdrawn: t(", withdrawn") }[state] ?? "";
    const of = chapter ? `${t("of {chapter}", { chapter: titled(chapter) })} ` : "";
    return make("li", {}, make("a", { href }, number ? `¶ ${number}` : id), ` ${of}(${id}${gone})`);
  });
  say(place, make("p", {}, words), make("ul", {}, ...items));
}

function fragmentless(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
