import {
  ANY_AUDIENCE,
  createDefaultEngine,
  createUpstreamKeys,
  createVerifier,
  decodeToken,
  documentUrlFault,
  DrawbridgeError,
  issuerFault,
  type KeySource,
  loadByDiscovery,
  loadFromUri,
  member,
  systemClock,
  toDrawbridgeError,
  usageError,
  type Verifier,
} from '@drawbridge/core';
import { type HttpClient, openOutbound } from '@drawbridge/node';
import { MAX_VOUCH_JWT } from '@drawbridge/oauth';
import type { Config } from '../../context.ts';
import { readJwksFile } from '../../read-jwks-file.ts';

/** What a person gave to check tokens inside with. */
export interface GivenIssuerKeys {
  /** A file or an address. */
  readonly jwks?: string;
  readonly issuer?: string;
}

/** What checks the tokens inside. */
export interface InnerVerifier {
  readonly verifier: Pick<Verifier, 'verify'>;
  /** Why keys that were asked for could not be had; nothing was checked by them then. */
  fault(): DrawbridgeError | undefined;
  close(): Promise<void>;
}

/**
 * Makes what checks tokens inside by keys of a file, of an address, or of what an issuer publishes. Nothing is fetched before
 * there is such a token.
 *
 * @returns `undefined` where none were asked for
 */
export async function openInnerVerifier(
  { jwks, issuer }: GivenIssuerKeys,
  config: Config,
  env: NodeJS.ProcessEnv,
): Promise<InnerVerifier | undefined> {
  if (jwks === undefined && issuer === undefined) return undefined;
  const wrong = issuer === undefined ? undefined : issuerFault(issuer);
  if (wrong !== undefined) throw usageError([{ path: '--issuer', message: wrong }]);
  const isAddress = jwks !== undefined && ADDRESS.test(jwks);
  const odd = isAddress ? documentUrlFault(jwks) : undefined;
  if (odd !== undefined) throw usageError([{ path: '--jwks', message: odd }]);
  const http = await openOutbound(config.outbound ?? {}, env);
  const engine = createDefaultEngine();
  let keys: KeySource;
  try {
    keys = await keysOf({ jwks, issuer }, http);
  } catch (thrown) {
    await http.close();
    throw thrown;
  }
  let fault: DrawbridgeError | undefined;
  return {
    verifier: {
      async verify(token) {
        // A cookie may have dozens of tokens in it: what could not be had is not asked for again for each.
        if (fault !== undefined) throw fault;
        // Keys that a person names are taken for those of whoever the token is from.
        const from = issuer ?? member(decodeToken(token, MAX_VOUCH_JWT).claims, 'iss');
        if (typeof from !== 'string') throw new DrawbridgeError('issuer_unknown');
        const trusted = {
          issuer: from,
          audiences: ANY_AUDIENCE,
          keys,
          requiredClaims: [],
          types: [undefined, 'jwt', 'at+jwt'],
          maxTokenLength: MAX_VOUCH_JWT,
        } as const;
        try {
          const judge = createVerifier({ engine, clock: systemClock, issuers: [trusted] });
          return await judge.verify(token);
        } catch (thrown) {
          const found = toDrawbridgeError(thrown);
          if (found.kind === 'upstream') fault = found;
          throw thrown;
        }
      },
    },
    fault: () => fault,
    close: () => http.close(),
  };
}

const ADDRESS = /^https?:\/\//i;

async function keysOf(
  { jwks, issuer }: { readonly jwks: string | undefined; readonly issuer: string | undefined },
  http: HttpClient,
): Promise<KeySource> {
  const engine = createDefaultEngine();
  const fetch = http.fetchDocument;
  const fetched = (of: string, load: ReturnType<typeof loadFromUri>) =>
    createUpstreamKeys({ engine, clock: systemClock, issuer: of, load });
  if (jwks === undefined) {
    const of = issuer as string;
    return fetched(of, loadByDiscovery({ issuer: of, fetch }));
  }
  return ADDRESS.test(jwks)
    ? fetched(issuer ?? jwks, loadFromUri({ jwksUri: jwks, fetch }))
    : readJwksFile(jwks, engine);
}
