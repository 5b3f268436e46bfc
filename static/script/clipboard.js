/* Putting words on the clipboard, over file:// too. */

import { make } from "./elements.js";

/** Copy `text` and, where given, `html`; return a promise of whether that was done. `near` is where one pressed. */
export async function put(text, html, near) {
  try {
    const types = { "text/plain": text, ...(html && { "text/html": html }) };
    const blobs = Object.entries(types).map(([type, words]) => [type, new Blob([words], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    return putOld(text, html, near);
  }
}

/* The old way, which asks for no leave: something is selected and copied, and what is copied is exchanged. */
function putOld(text, html, near) {
  const field = make("textarea", { class: "unseen" }, text);
  const exchange = (event) => {
    event.clipboardData.setData("text/plain", text);
    if (html) event.clipboardData.setData("text/html", html);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  near.after(field);
  field.select();
  addEventListener("copy", exchange, true);
  const done = document.execCommand("copy");
  removeEventListener("copy", exchange, true);
  field.remove();
  near.focus();
  return done;
}
