/* The interface's own words. */

/** Return `text` with what stands in braces filled in. */
export function t(text, filled = {}) {
  return text.replace(/\{(\w+)\}/g, (all, name) => filled[name] ?? all);
}
