/* What stands a second time on a page, made from the first. */

/** Return a copy of `element` that nothing leads to and that leads back nowhere. */
export function copyOf(element) {
  const copy = element.cloneNode(true);
  for (const each of copy.querySelectorAll("[id]")) each.removeAttribute("id");
  for (const each of copy.querySelectorAll("[role=doc-backlink], .referred, .number, span:empty")) each.remove();
  for (const each of copy.querySelectorAll("[role=region]")) each.setAttribute("role", "group");
  return copy;
}
