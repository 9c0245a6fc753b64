import type { HttpClient } from '@drawbridge/node';
import type { Tryable } from '../tryable.ts';
import type { OpenGateway } from './open-gateway.ts';
import { APP_PATHS } from './sample-app.ts';

/** The gateway on the home page: an app that a person opens, and one that a program asks in vain. */
export function gatewayPart(
  { authUrl, appUrl, programUrl }: OpenGateway,
  http: HttpClient,
): Tryable {
  const fetch = http.tokens();

  /** What the gateway decides of it tells the proxy that asks. */
  async function ask(path: string): Promise<void> {
    const headers = { accept: 'application/json' };
    const reply = await fetch(`${programUrl}${path}`, { method: 'GET', headers });
    await reply.arrayBuffer();
  }

  return {
    shown: {
      id: 'gateway',
      name: 'Gateway',
      does: 'An app has no sign-in of its own. The proxy before it asks the gateway whether a request may go on; who is not signed in is sent to the provider, and the app is told who came. Ada is an engineer, and Bob is not.',
      addresses: [
        { label: 'the app', url: `${appUrl}/` },
        { label: 'where one signs in', url: `${authUrl}/` },
      ],
      links: [{ href: `${appUrl}${APP_PATHS.own}`, label: 'Open the app' }],
      buttons: [
        { action: '/try/gateway/program', label: 'Ask as a program, without a session' },
        { action: '/try/gateway/open', label: 'Ask for the page for everybody' },
      ],
      commands: [
        { label: 'The same from your terminal', text: `curl -i ${programUrl}${APP_PATHS.own}` },
      ],
    },
    tries: {
      '/try/gateway/program': () => ask(APP_PATHS.own),
      '/try/gateway/open': () => ask(APP_PATHS.open),
    },
  };
}
