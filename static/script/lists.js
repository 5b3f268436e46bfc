/* Filtering and grouping the notes; what is chosen stands in the address, so that a view can be linked. */

import { make } from "./elements.js";
import { t } from "./words.js";

const form = document.querySelector(".filter");
if (form) filtering(document, form);

function filtering(root, form) {
  const rows = [...root.querySelectorAll("#rows [data-series]")];
  const groups = root.getElementById("groups");
  const lists = root.getElementById("rows");
  const status = form.querySelector("[role=status]");
  const all = form.querySelector("[type=reset]");
  const names = [...new Set([...form.elements].map(({ name }) => name).filter(Boolean))];

  /* Take the choices from the address; what it has and the form has not is nothing. */
  const recall = () => {
    const asked = new URLSearchParams(location.search);
    for (const name of names) {
      const field = form.elements[name];
      const value = asked.get(name) ?? "";
      if (field.type === "checkbox") field.checked = value === "1";
      else field.value = [...field.options].some((option) => option.value === value) ? value : "";
    }
    show();
  };

  /* Put the choices into the address. */
  const keep = () => {
    const said = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.pushState(null, "", `${location.pathname}${said.size ? `?${said}` : ""}`);
    show();
  };

  const numberOf = (name) => String([...(form.elements[name]?.options ?? [])].filter(({ value }) => value).findIndex(({ selected }) => selected));
  const fits = (row) => {
    const { series, source, section, links, archived } = form.elements;
    return (
      (!series?.value || row.dataset.series === series.value) &&
      (!section?.value || row.dataset.section === section.value) &&
      (!source?.value || row.dataset.sources.split(" ").includes(numberOf("source"))) &&
      (!links?.checked || "links" in row.dataset) &&
      (!archived?.checked || "archived" in row.dataset)
    );
  };

  const show = () => {
    const asked = decodeURIComponent(location.hash.slice(1)); // what was linked is shown whatever is chosen
    const shown = rows.filter((row) => {
      const fit = fits(row);
      row.hidden = !fit && row.id !== asked;
      return fit;
    });
    for (const list of lists.querySelectorAll("ol")) {
      const empty = !list.querySelector(":scope > li:not([hidden])");
      list.hidden = empty;
      if (list.previousElementSibling?.matches("h3")) list.previousElementSibling.hidden = empty;
    }
    for (const section of lists.querySelectorAll("section")) section.hidden = !section.querySelector("li:not([hidden])");
    const chosen = [...new FormData(form)].some(([, value]) => value);
    all.hidden = !chosen;
    status.textContent = shown.length
      ? t("{shown} of {count} notes", { shown: shown.length, count: rows.length })
      : t("No note is so.");
    group(shown);
  };

  /* Show the rows that are `shown` under headings of what they are grouped by: as copies, for one may stand under two. */
  const group = (shown) => {
    const by = form.elements.by.value;
    groups.replaceChildren();
    groups.hidden = !by;
    lists.classList.toggle("grouped", Boolean(by));
    if (!by) return;
    const options = [...form.elements[by].options].filter(({ value }) => value);
    options.forEach((option, number) => {
      const own = shown.filter(({ dataset }) =>
        by === "source" ? dataset.sources.split(" ").includes(String(number)) : dataset[by] === option.value,
      );
      if (own.length) groups.append(part(option, own, by));
    });
    const rest = by === "source" ? shown.filter(({ dataset }) => !dataset.sources.trim()) : [];
    if (rest.length) groups.append(part({ text: t("Without a source") }, rest, by));
  };

  const part = ({ text, parentElement }, own) => {
    const words = text.replace(/ \(\d+\)$/, "");
    const within = parentElement?.matches("optgroup") ? `${parentElement.label}: ` : "";
    const list = make("ul", {}, ...own.map((row) => copied(row)));
    return make("section", { class: "notes" }, make("h2", {}, within + words), list);
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", keep);
  form.addEventListener("reset", () => setTimeout(keep));
  addEventListener("popstate", recall);
  addEventListener("hashchange", show);
  recall();
}

/* Return a copy of a note's row, with its number and without what is one on the page. */
function copied(row) {
  const copy = row.cloneNode(true);
  copy.removeAttribute("id");
  copy.hidden = false;
  copy.prepend(make("p", { class: "rests" }, make("a", { href: `#${row.id}` }, t("Note {number}", { number: row.dataset.number }))));
  for (const one of copy.querySelectorAll("[id]")) one.removeAttribute("id");
  return copy;
}
