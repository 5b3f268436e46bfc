/* The service worker. FILES, which the build writes before it, has the edition's files with the hashes of their contents. */

import { kept } from "./kept.js";

const root = new URL(registration.scope);

/* A file is kept under its path and its hash: what did not change from one version to the next is not fetched again. */
const addressOf = (path) => new URL(path.split("/").map(encodeURIComponent).join("/"), root);
const keyOf = (path) => `${addressOf(path)}?${FILES[path]}`;

async function keep(cache, path) {
  if (await cache.match(keyOf(path))) return;
  const response = await fetch(addressOf(path), { cache: "no-cache" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  // a browser takes no answer that was led elsewhere for the page it asks for
  const { headers, redirected } = response;
  await cache.put(keyOf(path), redirected ? new Response(await response.blob(), { headers }) : response);
}

async function install() {
  const cache = await caches.open(kept);
  const paths = Object.keys(FILES)[Symbol.iterator]();
  const some = async () => {
    for (const path of paths) await keep(cache, path);
  };
  await Promise.all([some(), some(), some(), some()]);
}

/* The versions before this one are gone from all pages: what only they had is let go. */
async function activate() {
  const cache = await caches.open(kept);
  const keys = new Set(Object.keys(FILES).map(keyOf));
  for (const request of await cache.keys()) if (!keys.has(request.url)) await cache.delete(request);
  await clients.claim();
}

/* Return the file of the edition that an address leads to; nothing where it leads elsewhere. */
function pathOf(url) {
  if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return "";
  let path = url.pathname.slice(root.pathname.length).replace(/(^|\/)$/, "$1index.html");
  try {
    path = path.split("/").map(decodeURIComponent).join("/");
  } catch {
    return ""; // no address of ours is written so
  }
  return [path, `${path}.html`].find((each) => Object.hasOwn(FILES, each)) ?? "";
}

/* An asset tells its content by its name; what else there is comes from the network, if there is one. */
async function answer(request, path) {
  const found = async () => (await caches.open(kept)).match(keyOf(path));
  if (path.startsWith("assets/")) return (await found()) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const page = await found();
    if (page) return page;
    throw error;
  }
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const path = event.request.method === "GET" && pathOf(new URL(event.request.url));
  if (path) event.respondWith(answer(event.request, path));
});
