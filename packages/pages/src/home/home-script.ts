import type { Asset } from '../asset.ts';
import { html } from '../html.ts';

/**
 * Keeps the page as it is told: what is in a place marked `data-live` is known by its id, so that what somebody opened
 * or is reading stays as it is.
 */
export const HOME_SCRIPT: Asset = {
  text: html`
const gone = document.getElementById('gone');
function show(text) {
  const fresh = new DOMParser().parseFromString(text, 'text/html');
  for (const place of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(place.id);
    if (next === null) continue;
    for (const child of [...place.children]) {
      if (fresh.getElementById(child.id) === null) child.remove();
    }
    place.prepend(...[...next.children].filter(({ id }) => document.getElementById(id) === null));
  }
}
async function load(request) {
  const answer = await fetch(...request);
  show(await answer.text());
}
document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (form.target === '_blank') return;
  event.preventDefault();
  const button = form.querySelector('button');
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  try {
    await load([form.action, { method: 'POST' }]);
  } catch {
    gone.hidden = false;
  } finally {
    button.removeAttribute('aria-busy');
  }
});
const events = new EventSource('/events');
events.onopen = () => { gone.hidden = true; };
events.onmessage = () => { load([location.pathname]).catch(() => {}); };
events.onerror = () => { gone.hidden = false; };
`,
  hash: 'sha256-yD2/aGih/kW3tZc/du7NfZoX/19mSuorqDwradoKJII=',
};
