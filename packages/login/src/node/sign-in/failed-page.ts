import type { DrawbridgeError } from '@drawbridge/core';
import { type Page, signInFailedPage } from '@drawbridge/pages';

const AGAIN = 'Run the command again. With --debug it tells of each step.';
const GOES_ON =
  'The command tries once more, as another client: go on in the browser tab that it opens, or see your terminal.';

/**
 * The page for a fault: it says what the terminal says.
 *
 * @param goesOn - whether the sign-in is begun once more all the same, at another address. Default: false
 */
export function failedPage({ message, hint, code }: DrawbridgeError, goesOn = false): Page {
  return signInFailedPage({
    what: message,
    next: [goesOn ? GOES_ON : (hint ?? AGAIN)],
    code,
  });
}
