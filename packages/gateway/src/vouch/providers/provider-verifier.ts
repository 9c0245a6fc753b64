import {
  type Clock,
  type FetchDocument,
  type Log,
  toDrawbridgeError,
  type Verifier,
} from '@drawbridge/core';
import {
  CILOGON,
  createIdTokenVerifier,
} from '../../inspector/id-tokens/create-id-token-verifier.ts';
import type { VouchOauthSettings } from '../vouch-settings.ts';
import { findIssuer } from './find-issuer.ts';

/** What ID tokens of the provider are held against. */
export interface ProviderVerifierOptions {
  readonly oauth: Pick<VouchOauthSettings, 'provider' | 'issuer' | 'tokenUrl'>;
  readonly fetchDocument: FetchDocument;
  readonly clock: Clock;
  readonly log: Log;
}

/** Milliseconds until an issuer that could not be found is looked for again: whoever shows tokens could have it looked for as often. */
const PAUSE = 60_000;

/**
 * Makes a verifier for what is only shown, see `createIdTokenVerifier`: by the keys of CILogon, and by those of the provider's
 * own issuer, which is found when the first token of somebody else comes.
 */
export function createProviderVerifier(options: ProviderVerifierOptions): Pick<Verifier, 'verify'> {
  const { oauth, ...rest } = options;
  const { fetchDocument, clock } = rest;
  const preset = createIdTokenVerifier({ ...rest, issuers: [CILOGON] });
  let found: Promise<Verifier | undefined> | undefined;
  let again = Number.POSITIVE_INFINITY;

  async function find(): Promise<Verifier | undefined> {
    const provider = await findIssuer(oauth, fetchDocument);
    if (provider === undefined) return undefined;
    const { issuer, jwksUri } = provider;
    return createIdTokenVerifier({ ...rest, issuers: [{ issuer, jwksUri }] });
  }

  function own(): Promise<Verifier | undefined> {
    if (clock.now() >= again) found = undefined;
    found ??= find().then(
      (verifier) => {
        again = Number.POSITIVE_INFINITY;
        return verifier;
      },
      (thrown: unknown) => {
        again = clock.now() + PAUSE;
        throw thrown;
      },
    );
    return found;
  }

  return {
    async verify(token) {
      try {
        return await preset.verify(token);
      } catch (thrown) {
        if (toDrawbridgeError(thrown).code !== 'issuer_unknown') throw thrown;
        const verifier = await own();
        if (verifier === undefined) throw thrown;
        return verifier.verify(token);
      }
    },
  };
}
