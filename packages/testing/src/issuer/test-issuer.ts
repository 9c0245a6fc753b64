import {
  type Algorithm,
  type Clock,
  epochSeconds,
  type PublicJwk,
  systemClock,
} from '@drawbridge/core';
import { CompactSign } from 'jose';
import { createTestDocuments, type TestDocuments } from './test-documents.ts';
import { type TestKey, testKey } from './test-key.ts';

export interface TestIssuerOptions {
  /** Default: `https://issuer.test`. */
  readonly issuer?: string;
  /** One key is made for each. Default: RS256 alone. */
  readonly algorithms?: readonly Algorithm[];
  /** The `aud` of tokens that do not say otherwise. Default: `drawbridge`. */
  readonly audience?: string;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /**
   * Issuers with the same key name share their keys within a process, which makes
   * them cheap. Default: `test`.
   */
  readonly keyName?: string;
  /** Whether to make keys that nobody else has. Default: false. */
  readonly freshKeys?: boolean;
}

/** How one token differs from the usual. */
export interface IssueOptions {
  /** Default: the issuer's first algorithm. */
  readonly alg?: Algorithm;
  /** Header parameters that replace the usual; one that is `undefined` is left out. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Signs with this key instead. */
  readonly key?: TestKey;
}

/** An OpenID issuer without a socket: its documents come through `fetch`. */
export interface TestIssuer extends TestDocuments {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly Algorithm[];
  readonly clock: Clock;
  /** The key that signs now. @param alg - default: the first algorithm */
  key(alg?: Algorithm): TestKey;
  /** The public keys that are served now. */
  jwks(): { readonly keys: readonly PublicJwk[] };
  /** The claims of a good token: iss, sub, aud, iat, exp (in five minutes) and a fresh jti. */
  claims(overrides?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /**
   * Signs a token, with jose. A claim that is `undefined` is left out.
   *
   * @throws what jose throws for a header that it will not sign
   */
  issue(claims?: Readonly<Record<string, unknown>>, options?: IssueOptions): Promise<string>;
  /** Signs with new keys from now on. @param keepOld - whether the old stay published; default: true */
  rotate(keepOld?: boolean): Promise<void>;
}

const encoder = new TextEncoder();
let freshNames = 0;

/** Makes an in-process OpenID issuer (OpenID Connect Discovery 1.0 sections 3 and 4). */
export async function createTestIssuer(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  const {
    issuer = 'https://issuer.test',
    algorithms = ['RS256'],
    audience = 'drawbridge',
    clock = systemClock,
    keyName = options.freshKeys === true ? `fresh${++freshNames}` : 'test',
  } = options;
  const base = issuer.replace(/\/$/, '');
  const addresses = {
    discovery: `${base}/.well-known/openid-configuration`,
    jwks: `${base}/jwks.json`,
  };

  let generation = 0;
  let current = await makeKeys();
  let retired: readonly TestKey[] = [];

  async function makeKeys(): Promise<ReadonlyMap<Algorithm, TestKey>> {
    const name = generation === 0 ? keyName : `${keyName}-r${generation}`;
    const keys = await Promise.all(algorithms.map((alg) => testKey(alg, name)));
    return new Map(keys.map((key) => [key.alg, key]));
  }

  function keyFor(alg: Algorithm = algorithms[0] as Algorithm): TestKey {
    const found = current.get(alg);
    if (found === undefined) throw new TypeError(`the test issuer has no ${alg} key`);
    return found;
  }

  const jwks = () => ({ keys: [...retired, ...current.values()].map((entry) => entry.publicJwk) });

  const claims = (overrides: Readonly<Record<string, unknown>> = {}) => ({
    iss: issuer,
    sub: 'alice',
    aud: audience,
    iat: epochSeconds(clock),
    exp: epochSeconds(clock) + 300,
    jti: crypto.randomUUID(),
    ...overrides,
  });

  return {
    ...createTestDocuments(addresses, {
      discovery: () => ({
        issuer,
        jwks_uri: addresses.jwks,
        response_types_supported: ['id_token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: algorithms,
      }),
      jwks,
    }),
    issuer,
    audience,
    algorithms,
    clock,
    key: keyFor,
    jwks,
    claims,

    issue(overrides, { alg, header, key: signer = keyFor(alg) } = {}) {
      const parameters = { alg: signer.alg, typ: 'JWT', kid: signer.kid, ...header };
      return new CompactSign(encoder.encode(JSON.stringify(claims(overrides))))
        .setProtectedHeader(dropUndefined(parameters))
        .sign(signer.privateKey);
    },

    async rotate(keepOld = true) {
      generation++;
      const old = [...retired, ...current.values()];
      current = await makeKeys();
      retired = keepOld ? old : [];
    },
  };
}

function dropUndefined(header: { readonly alg: string }): { readonly alg: string } {
  return Object.fromEntries(
    Object.entries(header).filter(([, value]) => value !== undefined),
  ) as unknown as { readonly alg: string };
}
