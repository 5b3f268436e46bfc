/* Who comes with the citation of a version is told what was changed since: chapter.html?v=1.0#p-7k3mx */

import { make } from "./elements.js";
import { templateOf } from "./forms.js";
import { arrived, fragment } from "./place.js";
import { t } from "./words.js";

/** Return by the ids of paragraphs the versions in which they were changed, or what they are no more and why. */
export function changesOf() {
  return JSON.parse(templateOf()?.dataset.changes ?? "{}");
}

/** Return what became of a paragraph, of which `told` is what changesOf says; nothing where it is still one. */
export function wentOf({ fate = "" } = {}) {
  return fate;
}

/** Tell it above the paragraph in `root` that the address leads to. */
export function since(root) {
  const version = new URLSearchParams(location.search).get("v");
  const releases = templateOf()?.dataset.releases?.split(" ") ?? [];
  if (!releases.includes(version)) return;
  const changes = changesOf();
  const later = (one) => !releases.includes(one) || releases.indexOf(one) > releases.indexOf(version);
  const id = fragment();
  const told = changes[id] ?? [];
  const changed = (told.fate ? [told.version] : told).filter(later);
  const block = arrived(root);
  root.querySelector(".banner")?.remove();
  // what was withdrawn says so itself
  if (block && !block.matches("[data-apparatus]") && changed.length) tell(block, id, version, changed, wentOf(told));
}

function tell(block, id, version, changed, went) {
  const words = make("p", { role: "status" });
  const dismiss = make("button", {}, t("Dismiss"));
  const banner = make("div", { class: "banner", "data-apparatus": "" }, words, dismiss);
  const named = changed.filter(Boolean);
  const versions = named.join(t(", "));
  let said = went || t("These words were changed since, and not yet released.");
  if (!went && named.length === 1) said = t("These words were changed in version {versions}.", { versions });
  if (!went && named.length > 1) said = t("These words were changed in versions {versions}.", { versions });
  dismiss.addEventListener("click", () => {
    banner.remove();
    block.focus({ preventScroll: true });
  });
  if (block.matches("li")) block.prepend(banner);
  else block.before(banner);
  requestAnimationFrame(() => {
    words.append(
      `${t("You came with a citation of version {version}.", { version })} ${said} `,
      make("a", { href: `p/${id}.html#v${version}` }, t("See what changed")),
    );
    banner.scrollIntoView({ block: "nearest" });
  });
}
