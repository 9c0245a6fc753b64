import { html, type Html } from './html.ts';
import type { Mood } from './mood.ts';

/** Where the deck ends on a field of 40 by 32, and where its chain holds it. */
const DECK: Readonly<Record<Mood, { readonly end: string; readonly held: string }>> = {
  // Down, on the other bank.
  good: { end: '33 25.5', held: '26.5 25' },
  // Half way.
  calm: { end: '27.5 12.2', held: '23 16.2' },
  // Up: the way is shut.
  bad: { end: '16.5 5.5', held: '15.6 10.5' },
};

/** The sign of Drawbridge: a gate tower with its bridge, which is down for who may pass. */
export function markOf(mood: Mood): Html {
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 32" width="45" height="36" aria-hidden="true" focusable="false">${drawing(mood)}</svg>`;
}

/** The same for the tab, in a colour that shows on light and dark. */
export function markUrlOf(mood: Mood): string {
  return `data:image/svg+xml,${encodeURIComponent(markSvgOf(mood).toString())}`;
}

/** That of the tab as a file. */
export function markSvgOf(mood: Mood): Html {
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -4 40 40" color="${TAB_COLOUR[mood]}">${drawing(mood)}</svg>`;
}

const TAB_COLOUR: Readonly<Record<Mood, string>> = {
  good: '#2f8a73',
  calm: '#5c82b5',
  bad: '#d0594a',
};

function drawing(mood: Mood): Html {
  const { end, held } = DECK[mood];
  return html`<path fill="currentColor" fill-rule="evenodd" d="M2 30V5h2.2v2.6h2.1V5h2.4v2.6h2.1V5H13v25zM6.6 12v4.5h1.8V12zM33 24h6v6h-6z"/><g fill="none" stroke="currentColor" stroke-linecap="round"><path stroke-width="1.3" d="M12 9L${held}"/><path stroke-width="3" d="M13 25.5L${end}"/></g>`;
}
