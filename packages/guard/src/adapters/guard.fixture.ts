import { DrawbridgeError, type HeaderField, type Reply } from '@drawbridge/core';
import type { Caller } from '../caller/caller.ts';
import type { Guard } from '../guard.ts';
import type { GuardRequest } from '../guard-request.ts';
import type { Requirement } from '../requirements/requirement.ts';

/** What a test sees of a guard that believes every token: `alice` in `Authorization: Bearer secret-alice`. */
export interface StagedGuard<Identity> {
  readonly guard: Guard<Identity>;
  /** The requests that it judged, as adapters showed them. */
  readonly seen: readonly GuardRequest[];
}

export interface StageOptions {
  readonly anonymous?: boolean;
  readonly removesFields?: boolean;
}

/** Where the tests' scheme says that the issuer is. */
export const OPEN_ID_CONNECT_URL = 'https://issuer.test/.well-known/openid-configuration';

/** What is asked of scopes `read` alone. */
export function needs(scope: string): Requirement {
  return {
    description: `needs the scope ${scope}`,
    scopes: [scope],
    isMetBy: (caller) => caller.scopes.includes(scope),
  };
}

export function stageGuard(
  options: StageOptions & { anonymous: true },
): StagedGuard<Caller | undefined>;
export function stageGuard(options?: StageOptions): StagedGuard<Caller>;
export function stageGuard({
  anonymous = false,
  removesFields = true,
}: StageOptions = {}): StagedGuard<Caller | undefined> {
  const seen: GuardRequest[] = [];
  const judge = (headers: readonly HeaderField[]): Caller | undefined => {
    const values = headers.flatMap(([name, value]) =>
      name.toLowerCase() === 'authorization' ? [value] : [],
    );
    const [value] = values;
    if (value === undefined) {
      if (anonymous) return undefined;
      throw new DrawbridgeError('credentials_missing');
    }
    if (values.length > 1 || value.includes(','))
      throw new DrawbridgeError('credentials_ambiguous');
    const name = value.replace('Bearer secret-', '').slice(0, 40);
    if (name === 'down') throw new DrawbridgeError('upstream_unreachable');
    return callerNamed(name);
  };
  const requireOf = (caller: Caller | undefined, requirements: readonly Requirement[]) => {
    for (const requirement of requirements) {
      if (caller === undefined) throw new DrawbridgeError('credentials_missing');
      if (!requirement.isMetBy(caller)) throw new DrawbridgeError('scope_insufficient');
    }
  };
  const guard: Guard = {
    async identify(request, ...requirements) {
      const shown = request instanceof Request ? fromFetch(request) : request;
      seen.push(shown);
      // Others get their turn, as they do while keys are fetched.
      await new Promise(setImmediate);
      const caller = judge(shown.headers);
      requireOf(caller, requirements);
      return caller;
    },
    require: (identity, ...requirements) => requireOf(identity, requirements),
    refuse,
    fields: new Set(['authorization', 'x-id-token']),
    removesFields,
    securitySchemes: {
      oidc: { type: 'openIdConnect', openIdConnectUrl: OPEN_ID_CONNECT_URL },
    },
    security: (...requirements) => [{ oidc: requirements.flatMap(({ scopes }) => scopes) }],
    metadata: {
      path: '/.well-known/oauth-protected-resource/api:v1',
      url: 'https://api.test/.well-known/oauth-protected-resource/api:v1',
      reply: {
        status: 200,
        headers: [['content-type', 'application/json']],
        body: '{"resource":"https://api.test/api:v1"}',
      },
    },
    ready: () => Promise.resolve(),
  };
  return { guard, seen };
}

function fromFetch({ headers }: Request): GuardRequest {
  return { headers: [...headers], peer: { address: undefined } };
}

/** Two challenges, so that a test sees whether both arrive. */
function refuse(thrown: unknown): Reply {
  const error = thrown instanceof DrawbridgeError ? thrown : new DrawbridgeError('internal');
  return {
    status: error.status,
    headers: [
      ['content-type', 'application/json'],
      ['www-authenticate', 'Bearer realm="a"'],
      ['www-authenticate', 'DPoP algs="ES256"'],
      ...(error.retryAfter === undefined
        ? []
        : [['retry-after', String(error.retryAfter)] as const]),
    ],
    body: `{"code":"${error.code}"}`,
  };
}

function callerNamed(name: string): Caller {
  return {
    issuer: 'https://issuer.test',
    subject: name,
    clientId: undefined,
    scopes: name === 'alice' ? ['read'] : [],
    access: {
      issuer: 'https://issuer.test',
      claims: { sub: name },
      expiresAt: 0,
      kind: 'jwt',
      alg: 'RS256',
      fingerprint: '000000000000',
      raw: `secret-${name}`,
      claim: () => undefined,
    },
    id: undefined,
    refresh: undefined,
    userinfo: undefined,
    claim: () => undefined,
    displayClaim: () => undefined,
    hasScope: () => false,
    hasRole: () => false,
  };
}
