import type { Asset } from './asset.ts';
import { html } from './html.ts';

/** Takes the fragment out of the address, also for the history, and sends it to where the page came from. */
export const HAND_ON_SCRIPT: Asset = {
  text: html`
const fragment = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
const form = document.querySelector('form');
form.elements.namedItem('fragment').value = fragment;
form.submit();
`,
  hash: 'sha256-PngjwiVnCbIayU8TqQfhD+4a88Z1hpS6WFzlT880ui0=',
};
