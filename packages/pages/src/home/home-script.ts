import type { Asset } from '../asset.ts';
import { html } from '../html.ts';

/**
 * Keeps the page as it is told: what is in a place marked `data-live` is known by its id, so that what somebody opened
 * or is reading stays as it is. It is loaded once at a time, so that an older one is never shown after a newer.
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
let isStale = false;
let loading;
async function load() {
  try {
    while (isStale) {
      isStale = false;
      const answer = await fetch(location.pathname);
      show(await answer.text());
    }
  } finally {
    loading = undefined;
  }
}
function refresh() {
  isStale = true;
  loading ??= load();
  return loading;
}
document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (form.target === '_blank') return;
  event.preventDefault();
  const button = form.querySelector('button');
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  try {
    await fetch(form.action, { method: 'POST', redirect: 'manual' });
    await refresh();
  } catch {
    gone.hidden = false;
  } finally {
    button.removeAttribute('aria-busy');
  }
});
const events = new EventSource('/events');
events.onopen = () => { gone.hidden = true; };
events.onmessage = () => { refresh().catch(() => {}); };
events.onerror = () => { gone.hidden = false; };
`,
  hash: 'sha256-nByVLmeNlUn60RJaFg/9oUXXajqb6vJH11T8bj/ho1U=',
};
