/* The page that verifies quotations: what is pasted, what is found. */

import { make, say } from "./elements.js";
import { called, verdicts } from "./verdicts.js";
import { t } from "./words.js";

const SAID = {
  exact: [t("Exact"), t("exact")],
  altered: [t("Altered"), t("altered")],
  elsewhere: [t("Elsewhere"), t("elsewhere")],
  version: [t("Only in another version"), t("only in another version")],
  gone: [t("Gone"), t("gone")],
  missing: [t("Not here"), t("not here")],
};

/** Put the form into the page `root`. */
export function verifying(root) {
  const place = root.querySelector("#verify");
  const field = make("textarea", { id: "quotation", rows: 6, spellcheck: "false" });
  const status = make("p", { role: "status" });
  const list = make("ol", { class: "verdicts" });
  const form = make(
    "form",
    {},
    make("label", { for: field.id }, t("Words, an address, or an id")),
    field,
    make("button", { class: "main" }, t("Verify")),
  );
  let verify = null;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const items = itemsOf(field.value);
    if (!items.length) {
      list.replaceChildren();
      say(status, t("Paste something to verify."));
      return;
    }
    try {
      if (!verify) status.textContent = t("Reading the edition…");
      verify ??= await reading(root);
    } catch (error) {
      say(status, t("The words of the edition could not be loaded: {problem}", { problem: error.message }));
      return;
    }
    const found = items.map((item) => [item, verify(item)]);
    list.replaceChildren(...found.map(shown));
    const counts = Object.keys(SAID).map((outcome) => [outcome, found.filter(([, one]) => one.outcome === outcome).length]);
    const told = counts.filter(([, count]) => count).map(([outcome, count]) => t("{count} {outcome}", { count, outcome: SAID[outcome][1] }));
    const all = t("{count} checked: {outcomes}.", { count: items.length, outcomes: told.join(t(", ")) });
    say(status, items.length > 1 ? all : `${SAID[found[0][1].outcome][0]}.`);
  });
  place.replaceChildren(form, status, list);
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    field.value = asked;
    form.requestSubmit();
  }
}

/* An empty line divides what is pasted; so does a line's end among lines that are addresses only. */
function itemsOf(text) {
  return text
    .split(/\n\s*\n/)
    .flatMap((part) => {
      const lines = part.trim().split(/\n/);
      return lines.every((line) => /^(\S+|¶\s*\d+\w*)$/.test(line.trim())) ? lines : [part];
    })
    .map((item) => item.trim())
    .filter(Boolean);
}

/* The edition's words, one file after the other: as scripts, for a folder on a disk gives no other data. */
async function reading(root) {
  const told = [];
  window.postilWords = (one) => told.push(one);
  const load = (name) =>
    new Promise((resolve, reject) => {
      const script = make("script", { src: `data/words/${encodeURIComponent(name)}.js` });
      script.onload = resolve;
      script.onerror = () => reject(new Error(t("{file} is not there", { file: `${name}.js` })));
      root.head.append(script);
    });
  await load("index");
  const [index] = told;
  for (const [slug] of index.chapters) await load(slug);
  return verdicts(index, told.slice(1));
}

function shown([item, { outcome, passage, version, runs = [], remark }]) {
  const parts = [make("p", { class: "typed" }, item.length > 160 ? `${item.slice(0, 160)}…` : item)];
  const where = passage ? [outcome === "altered" && !version ? ` ${t("Nearest:")} ` : " ", ...placeOf(passage, outcome)] : [];
  const which = outcome === "version" && version ? `: ${version}` : "";
  parts.push(make("p", {}, make("strong", {}, `${SAID[outcome][0]}${which}.`), ...where));
  if (version && outcome === "altered") parts.push(make("p", {}, t("Compared with version {version}.", { version })));
  if (remark) parts.push(make("p", {}, remark));
  if (runs.length) {
    const marks = { same: "span", gone: "del", new: "ins" };
    const [then, now] = version ? [t("in version {version}", { version }), t("now")] : [t("as pasted"), t("in the edition")];
    parts.push(make("p", { class: "typed" }, t("Struck out:"), " ", make("del", {}, then), `. ${t("Underlined:")} `, make("ins", {}, now), "."));
    parts.push(make("p", { class: "runs" }, ...runs.map(([what, words]) => make(marks[what], {}, words))));
  }
  return make("li", { "data-outcome": outcome, "data-id": passage?.id ?? "" }, ...parts);
}

function placeOf(passage, outcome) {
  const { id, kind, slug, title } = passage;
  const block = !["note", "section"].includes(kind);
  const here = `${encodeURIComponent(slug)}.html#${id.split("#").pop()}`;
  const place = make("a", { href: outcome === "gone" && block ? `p/${id}.html` : here }, called(passage));
  const own = block ? [", ", make("a", { href: `p/${id}.html` }, id)] : [];
  return [place, ` ${t("of {chapter}", { chapter: title })}`, ...own];
}
