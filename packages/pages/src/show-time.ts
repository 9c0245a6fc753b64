import { html, type Html } from './html.ts';

/**
 * A moment for a person to read, and in ISO 8601 for a program.
 *
 * @param seconds - since the epoch
 * @param timeZone - of the IANA list. Default: that of the machine
 */
export function showTime(seconds: number, timeZone?: string): Html {
  const date = new Date(seconds * 1000);
  const iso = date.toISOString().replace('.000Z', 'Z');
  const shown = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(date);
  return html`<time datetime="${iso}">${shown}</time>`;
}
