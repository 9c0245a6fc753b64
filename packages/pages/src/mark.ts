import { html } from './html.ts';

/** The sign of Drawbridge: a bridge that is let down between two towers. */
export const MARK = html`<svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false"><g fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"><path d="M6 27V8h5v19M21 27V8h5v19M3 27h26M11 20h10"/><path d="M11 11l7 9M21 11l-3 4"/></g></svg>`;

/** The same for the tab, in a colour that shows on light and dark. */
export const MARK_URL =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cg fill='none' stroke='%232f7d6b' stroke-width='3' stroke-linecap='round' stroke-linejoin='round'%3E%3Cpath d='M6 27V8h5v19M21 27V8h5v19M3 27h26M11 20h10M11 11l7 9'/%3E%3C/g%3E%3C/svg%3E";
