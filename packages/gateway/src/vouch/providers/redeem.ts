import { type Clock, DrawbridgeError } from '@drawbridge/core';
import {
  type ClientAuthentication,
  type FetchToken,
  redeemPlainCode,
  Refusal,
  type TokenSet,
} from '@drawbridge/oauth';
import type { VouchAttempt } from '../vouch-provider.ts';
import type { VouchOauthSettings } from '../vouch-settings.ts';
import { vouchProviderRow } from './provider-rows.ts';

/** By which a token endpoint says that it did not see who the client is, so that it did not look at the code either. */
const UNKNOWN_CLIENT: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized_client',
  'invalid_request',
]);

/**
 * Makes what redeems codes. A client with a secret proves itself as the provider has it; where that is not known, in the field and then in the
 * body, and as it worked from then on: servers differ, and the settings of a Vouch Proxy do not say.
 */
export function createRedeem(
  settings: VouchOauthSettings,
  {
    fetch,
    clock,
    timeout,
  }: { readonly fetch: FetchToken; readonly clock: Clock; readonly timeout: number },
): (code: string, attempt: VouchAttempt) => Promise<TokenSet> {
  const { provider, tokenUrl: url, codeChallengeMethod } = settings;
  let clients = clientsOf(settings);

  return async (code, { redirectUri, codeVerifier }) => {
    const request = {
      code,
      clock,
      redirectUri: redirectUri === '' ? undefined : redirectUri,
      codeVerifier: codeChallengeMethod === 'S256' ? codeVerifier : undefined,
      resource: provider === 'adfs' ? settings.relyingPartyId : undefined,
    };
    const [first, second] = clients;
    const by = (client: ClientAuthentication) =>
      redeemPlainCode({ url, fetch, client, timeout }, request);
    try {
      return await by(first);
    } catch (thrown) {
      if (second === undefined || !isUnknownClient(thrown)) throw thrown;
      const tokens = await by(second);
      clients = [second];
      return tokens;
    }
  };
}

function clientsOf({
  provider,
  clientId,
  clientSecret,
}: VouchOauthSettings): readonly [ClientAuthentication, ClientAuthentication?] {
  const nobody = { method: 'none', clientId } as const;
  if (clientSecret === undefined || clientSecret === '') return [nobody];
  const [first, second] = vouchProviderRow(provider).clientMethods;
  if (first === undefined) return [nobody];
  const one = { method: first, clientId, clientSecret };
  return second === undefined ? [one] : [one, { method: second, clientId, clientSecret }];
}

function isUnknownClient(thrown: unknown): boolean {
  return (
    thrown instanceof DrawbridgeError &&
    thrown.cause instanceof Refusal &&
    UNKNOWN_CLIENT.has(thrown.cause.error)
  );
}
