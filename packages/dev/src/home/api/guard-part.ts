import { randomBytes } from 'node:crypto';
import { createSwitch, listen } from '@drawbridge/node';
import { requestClientCredentials } from '@drawbridge/oauth';
import { CLOSE_SOON } from '../close-soon.ts';
import { orAnyPort } from '../or-any-port.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Tryable } from '../tryable.ts';
import { SCOPE, sampleApi } from './sample-api.ts';

const HOST = '127.0.0.1';
const CLIENT = 'sample-client';

/** The guard on the home page, and the API behind it. */
export interface GuardPart extends Tryable {
  readonly apiUrl: string;
}

/**
 * Opens an API that a guard protects, and what asks it with and without a token.
 *
 * @throws {DrawbridgeError} `address_unavailable`
 */
export async function guardPart(surroundings: Surroundings): Promise<GuardPart> {
  const { port, provider, runtime, witness, later } = surroundings;
  const current = createSwitch();
  const listener = await orAnyPort(port, (candidate) =>
    listen(current.face(), { host: HOST, port: candidate }, witness.log),
  );
  later(() => listener.close(CLOSE_SOON));
  const apiUrl = listener.url;
  later(() => current.close());
  current.replace(sampleApi(apiUrl, surroundings));

  const secret = randomBytes(24).toString('base64url');
  provider.addClient({ id: CLIENT, secret, redirectUris: [] });
  const fetch = runtime.http.tokens();
  const endpoint = {
    url: `${provider.issuer}/token`,
    fetch,
    client: { method: 'client_secret_basic', clientId: CLIENT, clientSecret: secret },
  } as const;

  /** What comes of it tells the API. */
  async function ask(token?: string): Promise<void> {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const headers = { accept: 'application/json', ...authorization };
    await (await fetch(`${apiUrl}/`, { method: 'GET', headers })).arrayBuffer();
  }

  /** @param resource - the API that it is for (RFC 8707) */
  async function tokenFor(resource: string): Promise<string> {
    const tokens = await requestClientCredentials(endpoint, {
      scope: SCOPE,
      resources: [resource],
    });
    return tokens.accessToken;
  }

  return {
    apiUrl,
    shown: {
      id: 'guard',
      name: 'Guard',
      does: 'An API is called by programs that bring an access token. The guard, a few lines in your own service, verifies it before your code runs, and tells your code who calls.',
      addresses: [{ label: 'the API', url: `${apiUrl}/` }],
      buttons: [
        { action: '/try/guard/token', label: 'Ask with a token' },
        { action: '/try/guard/nothing', label: 'Ask without one' },
        { action: '/try/guard/other', label: 'Ask with a token for another API' },
      ],
      commands: [{ label: 'From your terminal, without a token', text: `curl -i ${apiUrl}/` }],
    },
    tries: {
      '/try/guard/token': async () => ask(await tokenFor(apiUrl)),
      '/try/guard/nothing': () => ask(),
      '/try/guard/other': async () => ask(await tokenFor('https://other-api.example')),
    },
  };
}
