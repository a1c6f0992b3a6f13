
// Added by `cargo xtask watch` alone: reloads the page once a newer build is served.
let served;
setInterval(async () => {
  try {
    const build = await fetch('/live.txt', { cache: 'no-store' });
    const ready = await fetch('/readyz', { cache: 'no-store' });
    if (!build.ok || !ready.ok) return;
    const newest = await build.text();
    if (served !== undefined && newest !== served) location.reload();
    served = newest;
  } catch {
    // The server is between two builds.
  }
}, 700);
