/* Making elements. What is text goes in as text. */

/** Return a new element with these attributes and children, which are elements or texts. */
export function make(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  made.append(...children);
  return made;
}

/** Have the live region `region` say `children`; what stood there before is said anew. */
export function say(region, ...children) {
  region.replaceChildren();
  requestAnimationFrame(() => region.replaceChildren(...children));
}
