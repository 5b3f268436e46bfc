/* The interface's own words. */

/** Return `text` in the language of the page, with what stands in braces filled in. */
export function t(text, filled = {}) {
  const said = window.postil?.words?.[text] ?? text;
  return said.replace(/\{(\w+)\}/g, (all, name) => filled[name] ?? all);
}
