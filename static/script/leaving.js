/* In the place of a service worker that is wanted no more: it removes what was kept, and itself. */

import { kept } from "./kept.js";

async function leave() {
  await caches.delete(kept);
  await registration.unregister();
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(leave()));
