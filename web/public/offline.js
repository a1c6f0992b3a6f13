// Reading without network, the page's half: starts the service worker (/sw.js) and tells it what was visited.

const worker = navigator.serviceWorker;

/** After a page was changed without loading another document, in milliseconds: who hops on has not read it. */
const REST = 1500;

/** Until then the program should be there, in milliseconds. */
const PROGRAM = 20_000;

if (worker) {
  const tell = (message) => worker.ready.then(({ active }) => active?.postMessage(message));
  const visited = () => tell({ visited: location.href });
  const sparing = () => navigator.connection?.saveData === true;

  // The page comes first, then its program, then this.
  const start = async () => {
    const begun = performance.now();
    const waits = () => !document.documentElement.dataset.hydrated && performance.now() - begun < PROGRAM;
    while (waits()) await new Promise((done) => setTimeout(done, 200));
    await worker.register('/sw.js');
    // The worker has not seen the page that brought it, nor one whose document was under way when it took over.
    const [navigation] = performance.getEntriesByType('navigation');
    if (!(navigation?.workerStart > 0)) {
      const files = performance.getEntriesByType('resource').map(({ name }) => name);
      tell({ visited: location.href, files });
    }
  };
  start().catch(() => {});

  let [rest, last] = [0, location.href];
  const moved = () => {
    if (location.href === last) return;
    last = location.href;
    clearTimeout(rest);
    if (navigator.onLine && !sparing()) rest = setTimeout(visited, REST);
  };
  for (const name of ['pushState', 'replaceState']) {
    const plain = history[name];
    history[name] = function (...change) {
      plain.apply(this, change);
      moved();
    };
  }
  addEventListener('popstate', moved);

  // An order moves while its page is open: what is kept should be what was seen last.
  document.addEventListener('visibilitychange', () => {
    const order = /^(\/(vi|hy))?\/orders\//.test(location.pathname);
    if (document.visibilityState === 'hidden' && order && navigator.onLine) visited();
  });

  // Without network links load documents, which the worker has; the page's own way would ask the server for data.
  addEventListener(
    'click',
    (event) => {
      if (navigator.onLine || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element && event.target.closest('a[href]');
      if (!link || link.origin !== location.origin || link.target || (link.hash && link.pathname === location.pathname)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      location.href = link.href;
    },
    true,
  );
}

// A page that was shown as it was catches up by itself, once the market can really be reached.
let trying = false;
async function catchUp() {
  if (trying || !document.documentElement.dataset.kept) return;
  trying = true;
  for (let pause = 500; pause <= 16_000 && navigator.onLine; pause *= 2) {
    await new Promise((done) => setTimeout(done, pause));
    const answer = await fetch('/healthz', { cache: 'no-store' }).catch(() => undefined);
    if (answer?.ok) return location.reload();
  }
  trying = false;
}
addEventListener('online', catchUp);
