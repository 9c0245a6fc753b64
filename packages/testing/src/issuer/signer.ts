import { type Algorithm, type Clock, epochSeconds, type PublicJwk } from '@drawbridge/core';
import { CompactSign } from 'jose';
import {
  type AccessTokenOptions,
  type AccessTokenProfile,
  accessTokenForm,
} from './access-claims.ts';
import { type TestKey, testKey } from './test-key.ts';

/** How one token differs from the usual. */
export interface IssueOptions {
  /** Default: the issuer's first algorithm. */
  readonly alg?: Algorithm;
  /** Header parameters that replace the usual; one that is `undefined` is left out. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Signs with this key instead. */
  readonly key?: TestKey;
}

/** What signs the tokens of an issuer. */
export interface Signer {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly Algorithm[];
  readonly clock: Clock;
  /** What access tokens look like where nothing else is asked for. */
  readonly profile: AccessTokenProfile;
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
  /** Signs an access token. A claim that is `undefined` is left out. */
  issueAccess(
    claims?: Readonly<Record<string, unknown>>,
    options?: AccessTokenOptions & IssueOptions,
  ): Promise<string>;
  /** Signs with new keys from now on. @param keepOld - whether the old stay published; default: true */
  rotate(keepOld?: boolean): Promise<void>;
}

/** What a signer is made of. */
export interface SignerOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly Algorithm[];
  readonly clock: Clock;
  readonly keyName: string;
  readonly profile: AccessTokenProfile;
  readonly clientId: string;
}

const encoder = new TextEncoder();

/** Makes the signer of an issuer, with keys for each algorithm. */
export async function createSigner(options: SignerOptions): Promise<Signer> {
  const { issuer, audience, algorithms, clock, keyName } = options;
  let generation = 0;
  let current = await makeKeys();
  let retired: readonly TestKey[] = [];

  async function makeKeys(): Promise<ReadonlyMap<Algorithm, TestKey>> {
    const name = generation === 0 ? keyName : `${keyName}-r${generation}`;
    const keys = await Promise.all(algorithms.map((alg) => testKey(alg, name)));
    return new Map(keys.map((key) => [key.alg, key]));
  }

  const key = (alg: Algorithm = algorithms[0] as Algorithm) => {
    const found = current.get(alg);
    if (found === undefined) throw new TypeError(`the test issuer has no ${alg} key`);
    return found;
  };

  const claims = (overrides: Readonly<Record<string, unknown>> = {}) => ({
    iss: issuer,
    sub: 'alice',
    aud: audience,
    iat: epochSeconds(clock),
    exp: epochSeconds(clock) + 300,
    jti: crypto.randomUUID(),
    ...overrides,
  });

  const issue: Signer['issue'] = (overrides, { alg, header, key: signer = key(alg) } = {}) => {
    const parameters = { alg: signer.alg, typ: 'JWT', kid: signer.kid, ...header };
    return new CompactSign(encoder.encode(JSON.stringify(claims(overrides))))
      .setProtectedHeader(dropUndefined(parameters))
      .sign(signer.privateKey);
  };

  return {
    issuer,
    audience,
    algorithms,
    clock,
    profile: options.profile,
    key,
    jwks: () => ({ keys: [...retired, ...current.values()].map((entry) => entry.publicJwk) }),
    claims,
    issue,

    issueAccess(overrides, { header, ...given } = {}) {
      const { profile = options.profile, clientId = options.clientId } = given;
      const { scope = 'openid profile' } = given;
      const form = accessTokenForm({ profile, clientId, scope });
      return issue(
        { ...form.claims, ...overrides },
        { ...given, header: { typ: form.typ, ...header } },
      );
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
