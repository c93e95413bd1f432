// Lets the form of a need open without a network. Served by faces/web/needs/offline.py, which puts self.KC before it:
// the version, the address of the page, and the files that the page is made of. It keeps nothing that was typed.
const NAME = "kc-needs-";
const CACHE = NAME + self.KC.version;

// A page that leads elsewhere (to the sign-in) is not the form, and is not kept as if it were.
const good = (response) => response.ok && !response.redirected;

const keepPage = async (cache) => {
  const response = await fetch(self.KC.page, { credentials: "same-origin", cache: "no-cache" });
  if (good(response)) await cache.put(self.KC.page, response);
};

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE)
      .then((cache) => Promise.all([cache.addAll(self.KC.assets), keepPage(cache)]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((n) => n.startsWith(NAME) && n !== CACHE).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  );
});

const fromNetwork = async (request) => {
  const response = await fetch(request);
  const isForm = new URL(request.url).pathname === self.KC.page;
  if (isForm && good(response)) (await caches.open(CACHE)).put(self.KC.page, response.clone());
  return response;
};

const offlinePage = async (request) => {
  if (new URL(request.url).pathname !== self.KC.page) return Response.redirect(self.KC.page);
  return (await caches.match(self.KC.page)) ?? Response.error();
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fromNetwork(request).catch(() => offlinePage(request)));
  } else if (self.KC.assets.includes(new URL(request.url).pathname)) {
    event.respondWith(caches.match(request, { ignoreSearch: true }).then((kept) => kept ?? fetch(request)));
  }
});
