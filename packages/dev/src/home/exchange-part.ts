import { discoveryUrlOf, JWKS_PATH } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import { curlCommand } from '../curl-command.ts';
import { UNPROTECTED_JOB } from '../provider/sample-job.ts';
import type { Provider } from '../provider/start-provider.ts';
import type { Tryable } from './tryable.ts';

/** What it takes to try the exchange. */
export interface ExchangePartOptions {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly tokenFile: string;
  readonly provider: Pick<Provider, 'issuer' | 'issueToken'>;
  readonly http: HttpClient;
}

/** The exchange on the home page: a token that gets across, and one that does not. */
export function exchangePart(options: ExchangePartOptions): Tryable {
  const { issuer, tokenEndpoint, provider, http } = options;
  const fetch = http.tokens();

  /** What comes of it tells the exchange itself. */
  async function present(job?: string): Promise<void> {
    const reply = await fetch(tokenEndpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/jwt', accept: 'application/jwt' },
      body: await provider.issueToken(job),
    });
    await reply.arrayBuffer();
  }

  return {
    shown: {
      id: 'exchange',
      name: 'Exchange',
      does: 'A CI job holds a token of a private OpenID provider, which no cloud can reach. The exchange verifies it, asks your rule, and mints one that anybody can verify.',
      addresses: [
        { label: 'private provider', url: discoveryUrlOf(provider.issuer), shown: provider.issuer },
        { label: 'public issuer', url: discoveryUrlOf(issuer), shown: issuer },
        { label: 'its keys', url: `${issuer}${JWKS_PATH}`, shown: JWKS_PATH },
      ],
      buttons: [
        { action: '/try/exchange/protected', label: 'Take a token across' },
        { action: '/try/exchange/unprotected', label: 'Try it from an unprotected branch' },
      ],
      commands: [{ label: 'The same from your terminal', text: curlCommand(options) }],
    },
    tries: {
      '/try/exchange/protected': () => present(),
      '/try/exchange/unprotected': () => present(UNPROTECTED_JOB.id),
    },
  };
}
