// Tells the market what is looked at, and what is chosen from what was found. Only pages of those who allow it have this
// script, and the server asks once more before it keeps anything. What it is told stands on /account/taste.

/** Longest time that counts as looking at a page, in milliseconds: after it somebody has left it open. */
const LONGEST = 15 * 60_000;
/** A glance shorter than this is not told, in milliseconds. */
const GLANCE = 2_000;

const MUTATION = 'mutation($input: SignalsRecordInput!) { signalsRecord(input: $input) { recorded } }';

/** Goes on when the page is left; one that does not arrive is missed by nobody. */
function tell(kind, productId, dwellSeconds) {
  const signals = [{ kind, productId, ...(dwellSeconds && { dwellSeconds }) }];
  const body = JSON.stringify({ query: MUTATION, variables: { input: { signals } } });
  const headers = { 'content-type': 'application/json', 'vouch-csrf': '1' };
  fetch('/graphql', { method: 'POST', keepalive: true, headers, body }).catch(() => {});
}

const shown = () => document.querySelector('article[data-product]')?.dataset.product;
/** The product that is looked at, and since when it is seen; the time before that has been told. */
let [product, since] = [undefined, undefined];

function see(seen) {
  if (seen && since === undefined) since = performance.now();
  if (seen || since === undefined) return;
  const looked = Math.min(performance.now() - since, LONGEST);
  since = undefined;
  if (product && looked >= GLANCE) tell('VIEW', product, Math.round(looked / 1000));
}

function look(arrived) {
  const now = shown();
  if (now === product) return;
  see(false);
  product = now;
  // What the server has sent as a document it has noted itself.
  if (product && arrived) tell('VIEW', product);
  if (product) see(document.visibilityState === 'visible');
}

look(false);
document.addEventListener('visibilitychange', () => see(Boolean(product) && document.visibilityState === 'visible'));
addEventListener('pagehide', () => see(false));
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && product) see(true);
});

// Pages change without another document.
const main = document.getElementById('main');
if (main) {
  const changes = { childList: true, subtree: true, attributes: true, attributeFilter: ['data-product'] };
  new MutationObserver(() => look(true)).observe(main, changes);
}

addEventListener(
  'click',
  ({ target }) => {
    const searched = /^(\/(vi|hy))?\/search$/.test(location.pathname) && new URLSearchParams(location.search).get('q')?.trim();
    const card = searched && target instanceof Element && target.closest('.grid h3 a[href]')?.closest('.card');
    const found = card && card.querySelector('form.heart input[name=product]')?.value;
    if (found) tell('SEARCH_CLICK', found);
  },
  true,
);
