import type { Asset } from '../asset.ts';
import { html } from '../html.ts';

/**
 * Keeps the clocks going that the server told: its time is taken on from when the page came, so that the clock of the
 * browser does not matter. A test holds its words to those of the server.
 */
export const INSPECTOR_SCRIPT: Asset = {
  text: html`
const units = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
function showLength(seconds) {
  if (seconds >= 172800) return Math.floor(seconds / 86400) + ' days';
  const at = units.findIndex(([, size]) => seconds >= size);
  const [unit, size] = units[at];
  const next = units[at + 1];
  const rest = next === undefined ? 0 : Math.floor((seconds % size) / next[1]);
  const words = Math.floor(seconds / size) + ' ' + unit;
  return rest === 0 ? words : words + ' ' + rest + ' ' + next[0];
}
function showClock(seconds) {
  if (Math.abs(seconds) < 1) return 'now';
  const words = showLength(Math.abs(seconds));
  return seconds > 0 ? 'in ' + words : words + ' ago';
}
const clocks = document.querySelectorAll('[data-until]');
const told = Number(document.querySelector('[data-now]').dataset.now);
const since = performance.now();
setInterval(() => {
  const now = told + Math.floor((performance.now() - since) / 1000);
  for (const clock of clocks) {
    const words = showClock(Number(clock.dataset.until) - now);
    if (clock.textContent !== words) clock.textContent = words;
  }
}, 1000);
`,
  hash: 'sha256-A7tEyp5aLbazP35wujJrRmQ+nlqdOOsLohS+s7kaP9Q=',
};
