/* Where a service worker keeps an edition: others may stand on the same host. */

export const kept = `postil ${registration.scope}`;
