import {
  type Awaitable,
  createDefaultEngine,
  createFetchDocument,
  halfHash,
  type Log,
  type Reply,
  silentLog,
  systemClock,
} from '@drawbridge/core';
import { createMetadata } from './answers/metadata.ts';
import { createRefuse } from './answers/refuse.ts';
import type { AccessToken } from './caller/access-token.ts';
import type { TokenName } from './caller/caller.ts';
import { checkSettings } from './check-settings.ts';
import type { MetadataDocument } from './guard.ts';
import type { GuardOptions, GuardSettings, IssuerOptions } from './guard-options.ts';
import type { GuardRequest } from './guard-request.ts';
import type { Credentials } from './headers/credentials.ts';
import { createCredentialReader, type CredentialReader } from './headers/read-credentials.ts';
import { type Companions, createCrossCheck, type IdTokenIssuer } from './identity/cross-check.ts';
import { createJudge } from './judge/create-judge.ts';
import type { JwtJudgeOptions } from './judge/create-jwt-judge.ts';
import { createIdTokenVerifier } from './judge/id-token-verifier.ts';
import type { Judge, TokenIntrospection } from './judge/judge.ts';
import { discoveryUrlOf, resolveIssuer } from './judge/resolve-issuer.ts';
import { warnOfWideAudience } from './judge/warn-of-wide-audience.ts';
import { createOpenApiSecurity, type OpenApiSecurity } from './openapi/security-schemes.ts';
import { BEARER } from './profiles/bearer.ts';
import { createProxyCheck, proofField } from './proxy/check-proxy.ts';
import type { Revocations } from './revocations.ts';

/** What a guard is put together from. */
export interface GuardParts {
  readonly reader: CredentialReader;
  readonly judge: Judge;
  readonly crossCheck: (access: AccessToken, credentials: Credentials) => Awaitable<Companions>;
  readonly checkProxy: ((request: GuardRequest) => void) | undefined;
  readonly revocations: Revocations | undefined;
  readonly required: ReadonlySet<TokenName>;
  readonly anonymous: NonNullable<GuardSettings['anonymous']>;
  readonly refuse: (thrown: unknown) => Reply;
  readonly fields: ReadonlySet<string>;
  readonly openApi: OpenApiSecurity;
  readonly metadata: MetadataDocument | undefined;
  readonly log: Log;
}

/**
 * Builds the parts of a guard.
 *
 * @throws {TypeError} for options that make no sense
 */
export function buildGuard(options: GuardOptions): GuardParts {
  const { log = silentLog, clock = systemClock, engine = createDefaultEngine() } = options;
  const { headers = BEARER, anonymous = 'refuse', proxy, scheme, resource } = options;
  const { fetch = createFetchDocument() } = options;
  checkSettings(options, headers);
  const reader = createCredentialReader(headers);
  const entries = entriesOf(options);
  const introspections = entries.filter(isIntrospection);
  const issuers = entries
    .filter(isIssuer)
    .map((entry) => resolveIssuer(entry, { fetch, engine, clock, log }));
  warnOfWideAudience(issuers, log);
  const cache = { maxTokens: 10_000, maxAge: 300, ...options.cache };
  const shared = { issuers, engine, clock, cache };
  // First, for it says best what is wrong with the list of issuers.
  const judge = createJudge({ ...shared, introspections });
  const idTokenIssuers = toIdTokenIssuers(shared);
  const check = createCrossCheck({
    profile: headers,
    atHash: options.atHash ?? 'ifPresent',
    halfHash: (alg, text) => halfHash(engine, alg, text),
  });
  const metadata =
    resource === undefined
      ? undefined
      : createMetadata(
          resource,
          [...issuers, ...introspections].map(({ issuer }) => issuer),
        );
  const proof = proxy && proofField(proxy);
  return {
    reader,
    judge,
    crossCheck: (access, credentials) =>
      check(access, credentials, idTokenIssuers.get(access.issuer) ?? WITHOUT_KEYS),
    checkProxy: proxy === undefined ? undefined : createProxyCheck(proxy, reader.fields),
    revocations: options.revocations,
    required: new Set(options.required),
    anonymous,
    refuse: createRefuse({
      realm: options.realm,
      refusals: options.refusals,
      metadataUrl: metadata?.url,
      log,
    }),
    fields: proof === undefined ? reader.fields : new Set([...reader.fields, proof]),
    openApi: createOpenApiSecurity({
      openIdConnectUrls: [
        ...issuers.map(({ openIdConnectUrl }) => openIdConnectUrl),
        ...introspections.map(({ issuer }) => discoveryUrlOf(issuer)),
      ].filter((url, index, all) => all.indexOf(url) === index),
      name: scheme?.name,
      description: scheme?.description,
      optional: anonymous !== 'refuse',
    }),
    metadata,
    log,
  };
}

const WITHOUT_KEYS: IdTokenIssuer = { verifyIdToken: undefined };

function entriesOf(options: GuardOptions): readonly (IssuerOptions | TokenIntrospection)[] {
  return options.issuers ?? [options];
}

function isIntrospection(entry: IssuerOptions | TokenIntrospection): entry is TokenIntrospection {
  return 'judge' in entry;
}

function isIssuer(entry: IssuerOptions | TokenIntrospection): entry is IssuerOptions {
  return !isIntrospection(entry);
}

function toIdTokenIssuers(options: JwtJudgeOptions): ReadonlyMap<string, IdTokenIssuer> {
  const verify = createIdTokenVerifier(options);
  return new Map(
    options.issuers.map(({ issuer, options: { idTokenAudience } }) => [
      issuer,
      {
        idTokenAudience: typeof idTokenAudience === 'string' ? [idTokenAudience] : idTokenAudience,
        verifyIdToken: (text: string) => verify(text, issuer),
      },
    ]),
  );
}
