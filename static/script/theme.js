/* What the reader has set, before anything is shown: this alone stands within each page. */

try {
  const set = document.documentElement.dataset;
  Object.assign(set, JSON.parse(localStorage.getItem("postil-settings")));
  if (set.theme) document.querySelector("[name=color-scheme]").content = set.theme === "dark" ? "dark" : "light";
} catch {
  // no storage, or nothing in it that is ours: as the edition is
}
