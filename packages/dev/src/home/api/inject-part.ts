import { randomBytes } from 'node:crypto';
import { type JsonObject, parseJsonObject } from '@drawbridge/core';
import { openInjector } from '@drawbridge/inject/node';
import { CLOSE_SOON } from '../close-soon.ts';
import { showClaims } from '../compare-claims.ts';
import { orAnyPort } from '../or-any-port.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Tryable } from '../tryable.ts';
import { SCOPE } from './sample-api.ts';

const SECRET = 'DRAWBRIDGE_DEV_INJECT_SECRET';
const CLIENT = 'sample-script';

/**
 * Opens a proxy before an API that adds a token, and what asks it without one.
 *
 * @throws {DrawbridgeError} `address_unavailable`
 */
export async function injectPart(apiUrl: string, surroundings: Surroundings): Promise<Tryable> {
  const { provider, decisions, later } = surroundings;
  const secret = randomBytes(24).toString('base64url');
  provider.addClient({ id: CLIENT, secret, redirectUris: [] });
  const runtime = { ...surroundings.runtime, env: { [SECRET]: secret } };

  const listener = await orAnyPort(surroundings.port, async (port) => {
    const section = {
      listen: `127.0.0.1:${port}`,
      upstream: apiUrl,
      token: {
        issuer: provider.issuer,
        client: { id: CLIENT, secret: { env: SECRET } },
        clientCredentials: true as const,
        scope: SCOPE,
        resource: [apiUrl],
      },
    };
    const injector = await openInjector(section, runtime, { stop: () => {} });
    try {
      const opened = await injector.listen();
      later(() => injector.close());
      return opened;
    } catch (thrown) {
      await injector.close();
      throw thrown;
    }
  });
  later(() => listener.close(CLOSE_SOON));
  const { url } = listener;
  const fetch = runtime.http.tokens();

  async function ask(): Promise<void> {
    const headers = { accept: 'application/json' };
    const reply = await fetch(`${url}/`, { method: 'GET', headers });
    const body = parseJsonObject(new Uint8Array(await reply.arrayBuffer())) ?? {};
    const isLetIn = reply.status === 200;
    decisions.add({
      part: 'inject',
      outcome: isLetIn ? 'allowed' : 'refused',
      verdict: isLetIn ? 'Token added' : `Refused with ${reply.status}`,
      title: isLetIn
        ? 'A script without a token asked, and the API answered it.'
        : 'A script without a token asked in vain.',
      before: { title: 'The script sent', claims: showClaims(requestOf(url, headers)) },
      after: {
        title: `The API answered with ${reply.status}`,
        claims: showClaims(body),
      },
    });
  }

  return {
    shown: {
      id: 'inject',
      name: 'Inject',
      does: 'A script cannot sign in, and should not have to. It asks this proxy in place of the API, and the proxy adds a token that is always fresh.',
      addresses: [
        { label: 'the proxy', url: `${url}/` },
        { label: 'goes on to', url: `${apiUrl}/` },
      ],
      buttons: [{ action: '/try/inject/ask', label: 'Ask without a token' }],
      commands: [{ label: 'The same from your terminal', text: `curl -i ${url}/` }],
    },
    tries: { '/try/inject/ask': ask },
  };
}

function requestOf(url: string, headers: Readonly<Record<string, string>>): JsonObject {
  return { GET: `${url}/`, ...headers, Authorization: 'nothing' };
}
