/* Filtering and grouping the notes; what is chosen stands in the address, so that a view can be linked. */

import { make } from "./elements.js";
import { fragment } from "./place.js";
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

  const optionsOf = (name) => [...(form.elements[name]?.options ?? [])].filter(({ value }) => value);
  const sourcesOf = ({ dataset }) => dataset.sources.split(" ").filter(Boolean);

  /* Return what says of a row whether it is as chosen. */
  const fitting = () => {
    const { series, source, section, links, archived } = form.elements;
    const number = String(optionsOf("source").findIndex(({ selected }) => selected));
    return (row) =>
      (!series?.value || row.dataset.series === series.value) &&
      (!section?.value || row.dataset.section === section.value) &&
      (!source?.value || sourcesOf(row).includes(number)) &&
      (!links?.checked || "links" in row.dataset) &&
      (!archived?.checked || "archived" in row.dataset);
  };

  const show = () => {
    const asked = fragment(); // what was linked is shown whatever is chosen
    const by = form.elements.by.value;
    const shown = rows.filter(fitting());
    const fit = new Set(shown);
    for (const row of rows) row.hidden = fit.has(row) ? Boolean(by) : row.id !== asked;
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
    group(shown, by);
  };

  /* Show the rows that are `shown` under headings of what they are grouped by: as copies, for one may stand under two. */
  const group = (shown, by) => {
    groups.replaceChildren();
    groups.hidden = !by;
    if (!by) return;
    const found = new Map(optionsOf(by).map((option, number) => [by === "source" ? String(number) : option.value, { option, own: [] }]));
    const rest = [];
    for (const row of shown) {
      const keys = by === "source" ? sourcesOf(row) : [row.dataset[by]];
      for (const key of keys) found.get(key).own.push(row);
      if (!keys.length) rest.push(row);
    }
    for (const { option, own } of found.values()) if (own.length) groups.append(part(option, own));
    if (rest.length) groups.append(part({ text: t("Without a source") }, rest));
  };

  const part = ({ text, parentElement }, own) => {
    const words = text.replace(/ \(\d+\)$/, "");
    const within = parentElement?.matches("optgroup") ? `${parentElement.label}: ` : "";
    const list = make("ul", {}, ...own.map((row) => copied(row)));
    return make("section", { class: "notes" }, make("h2", {}, within + words), list);
  };

  /* Go to the note that the address names, where the browser cannot: to its first copy, or its row, hidden till now. */
  const reach = () => {
    groups.querySelector(".asked")?.classList.remove("asked");
    const row = rows.find(({ id }) => id === fragment());
    const there = row?.hidden ? groups.querySelector(`[data-note="${CSS.escape(row.id)}"]`) : row;
    if (!there) return;
    there.classList.toggle("asked", there !== row);
    there.tabIndex = -1;
    there.focus({ preventScroll: true });
    there.scrollIntoView();
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", keep);
  form.addEventListener("reset", () => setTimeout(keep));
  addEventListener("popstate", recall);
  addEventListener("hashchange", () => {
    show();
    reach();
  });
  recall();
  addEventListener("load", reach); // the browser looks for it till then, and takes the focus away
}

/* Return a copy of a note's row, with its number and without what is one on the page. */
function copied(row) {
  const copy = row.cloneNode(true);
  copy.removeAttribute("id");
  copy.dataset.note = row.id;
  copy.hidden = false;
  copy.prepend(make("p", { class: "rests" }, make("a", { href: `#${row.id}` }, t("Note {number}", { number: row.dataset.number }))));
  for (const one of copy.querySelectorAll("[id]")) one.removeAttribute("id");
  return copy;
}
