import type { Clock, Sealer, Verifier } from '@drawbridge/core';
import { toDrawbridgeError } from '@drawbridge/core';
import type { VouchKey } from '@drawbridge/oauth';
import { createInspector, type Inspector } from './create-inspector.ts';
import { createIdTokens } from './id-tokens/create-id-tokens.ts';
import type { InspectorOptions } from './inspector-options.ts';
import { createInspectorPage } from './page/create-inspector-page.ts';

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
  const { cookieName, serverUrl } = rest;
  const isEnded = (value: string) => hasEnded(value, rest);
  return createInspector({
    ...rest,
    idTokens: createIdTokens({ verifier, clock }),
    page: createInspectorPage({
      cookieName,
      signInUrl: `${serverUrl}/login?url=${encodeURIComponent(`${serverUrl}/inspect`)}`,
      sealer,
      vouchKeys,
      verifier,
      clock,
      isEnded,
    }),
  });
}

/** Whether a cookie that would be accepted was ended before its time. What is not accepted has nothing that could be ended. */
async function hasEnded(
  value: string,
  { codec, isRevoked }: Pick<InspectorOptions, 'codec' | 'isRevoked'>,
): Promise<boolean> {
  if (isRevoked === undefined) return false;
  const session = await codec.decode(value).catch((thrown: unknown) => {
    const fault = toDrawbridgeError(thrown);
    if (fault.kind !== 'token') throw fault;
  });
  return session !== undefined && isRevoked(value, session);
}
