import type { CallbackReceiver } from '@drawbridge/login/node';
import { tell, type Terminal } from '../../terminal.ts';

/** Says whom the browser is sent to, and what must be registered there for it to come back. */
export function tellWaiting(
  {
    url,
    issuer,
    clientId,
  }: { readonly url: string; readonly issuer: string; readonly clientId: string },
  { redirectUri }: Pick<CallbackReceiver, 'redirectUri'>,
  terminal: Terminal,
): void {
  tell(terminal, `Sign in at ${issuer} in your browser. If it does not open, open this address:`);
  tell(terminal, `\n  ${url}\n`);
  tell(
    terminal,
    `It comes back to ${redirectUri}, which must be registered for the client ${clientId}.`,
  );
  tell(terminal, 'There are two minutes for it. Ctrl-C calls it off.');
}
