/* Has the browser keep the edition, where the edition asks for it: from a host, not from a folder. */

if (location.protocol.startsWith("http") && navigator.serviceWorker) {
  addEventListener("load", () => navigator.serviceWorker.register("sw.js"));
}
