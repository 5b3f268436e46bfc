/* What is remembered from one visit to the next, where the browser lets us; for this one in any case. */

const kept = ((window.postil ??= {}).kept ??= {});

/** Return what is remembered as `name`, or nothing. */
export function recall(name) {
  try {
    return kept[name] ?? localStorage.getItem(`postil-${name}`) ?? "";
  } catch {
    return "";
  }
}

/** Remember `value` as `name`. */
export function remember(name, value) {
  kept[name] = value;
  try {
    localStorage.setItem(`postil-${name}`, value);
  } catch {
    // no storage, or none left: this visit remembers
  }
}
