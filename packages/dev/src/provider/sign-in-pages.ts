import type { IncomingMessage, ServerResponse } from 'node:http';
import { choosePersonPage, type Page } from '@drawbridge/pages';
import type { Provider } from 'oidc-provider';
import { PEOPLE } from './people.ts';

/**
 * Makes what shows people the sign-in, and lets them choose who they are. Which sign-in it is says a cookie of the
 * provider, so that nobody else's can be answered.
 */
export function signInPages(provider: Provider) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const person = PEOPLE.find(({ id }) => id === searchParams.get('person'));
    try {
      const { params, uid } = await provider.interactionDetails(request, response);
      if (person === undefined) {
        const people = PEOPLE.map(({ id, name, groups }) => ({
          name,
          about: `of the group ${groups.join(', ')}`,
          href: `${uid}?person=${id}`,
        }));
        show(response, choosePersonPage({ client: params.client_id, people }));
      } else {
        // Of a native client, a provider is to ask each time (RFC 8252 section 8.6): this was it.
        const result = { login: { accountId: person.id }, consent: {} };
        await provider.interactionFinished(request, response, result);
      }
    } catch {
      // It is over, or was begun in another browser.
      response.writeHead(400, { 'content-type': 'text/plain' });
      response.end('This sign-in is over. Begin it again where you came from.\n');
    }
  };
}

function show(response: ServerResponse, { html, contentSecurityPolicy }: Page): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(html);
}
