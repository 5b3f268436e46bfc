/* Where the address of the page leads. */

/** Return the id that a fragment, by default that of the page's address, leads to. */
export function fragment(hash = location.hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return "";
  }
}

/** Return the block or heading of the text in `root` that the address leads to, or null. */
export function arrived(root) {
  const target = root.getElementById(fragment());
  const block = target?.closest("p, li, figure, .table, h1, h2, h3, h4, h5, h6");
  return block?.closest("#text") && !target.closest("a") ? block : null;
}
