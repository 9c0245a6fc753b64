import type { DrawbridgeError } from '@drawbridge/core';
import { type Page, signInFailedPage } from '@drawbridge/pages';

/** The page for a fault: it says what the terminal says. */
export function failedPage({ message, hint, code }: DrawbridgeError): Page {
  return signInFailedPage({
    what: message,
    next: [hint ?? 'Run the command again. With --debug it tells of each step.'],
    code,
  });
}
