import type { Clock, Sealer, Verifier } from '@drawbridge/core';
import type { VouchKey } from '@drawbridge/oauth';
import { createInspector, type Inspector } from './create-inspector.ts';
import { createIdTokens } from './id-tokens/create-id-tokens.ts';
import type { InspectorOptions } from './inspector-options.ts';
import { createInspectorPage } from './page/create-inspector-page.ts';
import { vouchCookieOf } from './page/vouch-cookie-of.ts';

/** What an inspector with its page is made of. */
export interface WholeInspectorOptions extends Omit<InspectorOptions, 'idTokens' | 'page'> {
  /** Holds ID tokens against their issuers' keys, for the steps and for the page: see `createIdTokenVerifier`. */
  readonly verifier: Pick<Verifier, 'verify'>;
  /** What the codec verifies with: the page says with which of them a cookie was signed. */
  readonly vouchKeys: readonly VouchKey[];
  /** Seals what shows that a button was on the page. */
  readonly sealer: Sealer;
  readonly clock: Clock;
}

/** Makes an inspector with all that it has: the steps of the demo, and the page that explains a cookie. */
export function createWholeInspector(options: WholeInspectorOptions): Inspector {
  const { verifier, vouchKeys, sealer, clock, ...rest } = options;
  const { cookieName, codec, isRevoked } = rest;
  const cookie = vouchCookieOf({ cookieName, codec, isRevoked, vouchKeys, verifier });
  return createInspector({
    ...rest,
    idTokens: createIdTokens({ verifier, clock }),
    page: createInspectorPage({ ...cookie, sealer, clock }),
  });
}
