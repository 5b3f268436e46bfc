/* The blocks of the text that are cited. */

/** Return the numbered block that the element `within` is or stands in, or null. */
export function blockOf(within) {
  return within?.closest("#text :is(p, li, figure, .table):has(> .number[data-apparatus])") ?? null;
}

/** Return the link on the number of a block. */
export function numberOf(block) {
  return block.querySelector(":scope > .number");
}
