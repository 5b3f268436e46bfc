/* What is loaded when it is wanted. Its address stands on the element that loaded this script. */

const own = document.currentScript;
const shared = (window.postil ??= {});

/** Return a promise of what the script `tools` offers: it comes once, with its stylesheet. */
export function tools() {
  const { tools, sheet } = own.dataset;
  if (!shared.tools && !shared.loading && sheet) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet }));
  }
  return (shared.loading ??= (async () => {
    const { citing } = document.querySelector("[data-citing]")?.dataset ?? {};
    await Promise.all([shared.tools || loaded(tools), shared.forms || !citing || loaded(citing)]);
    return shared.tools;
  })().catch((error) => {
    shared.loading = null; // the next time it may be there
    throw error;
  }));
}

/** Return a promise of the script `src`, which a folder on a disk gives too. */
export function loaded(src) {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src, onload: resolve });
    script.onerror = () => reject(new Error(`${src} is not there`));
    document.head.append(script);
  });
}
