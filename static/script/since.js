/* Who comes with the citation of a version is told what was changed since: chapter.html?v=1.0#p-7k3mx */

import { make } from "./elements.js";
import { arrived, fragment } from "./place.js";

/** Tell it above the paragraph in `root` that the address leads to. */
export function since(root) {
  const template = root.querySelector("#citing");
  const version = new URLSearchParams(location.search).get("v");
  const releases = template?.dataset.releases?.split(" ") ?? [];
  if (!releases.includes(version)) return;
  const changes = JSON.parse(template.dataset.changes ?? "{}");
  const later = (one) => !releases.includes(one) || releases.indexOf(one) > releases.indexOf(version);
  const look = () => {
    const id = fragment();
    const changed = (changes[id] ?? []).filter(later);
    const block = arrived(root);
    root.querySelector(".banner")?.remove();
    // what was withdrawn says so itself
    if (block && !block.matches("[data-apparatus]") && changed.length) tell(block, id, version, changed);
  };
  addEventListener("hashchange", look);
  look();
}

function tell(block, id, version, changed) {
  const words = make("p", { role: "status" });
  const dismiss = make("button", {}, "Dismiss");
  const banner = make("div", { class: "banner", "data-apparatus": "" }, words, dismiss);
  const named = changed.filter(Boolean);
  const when = named.length ? `in version${named.length > 1 ? "s" : ""} ${named.join(", ")}` : "since, and not yet released";
  dismiss.addEventListener("click", () => {
    banner.remove();
    block.focus({ preventScroll: true });
  });
  if (block.matches("li")) block.prepend(banner);
  else block.before(banner);
  requestAnimationFrame(() => {
    words.append(
      `You came with a citation of version ${version}. These words were changed ${when}. `,
      make("a", { href: `p/${id}.html#v${version}` }, "See what changed"),
    );
    banner.scrollIntoView({ block: "nearest" });
  });
}
