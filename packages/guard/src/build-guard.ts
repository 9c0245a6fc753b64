import {
  type Awaitable,
  createDefaultEngine,
  createFetchDocument,
  halfHash,
  type Log,
  type Reply,
  requireObject,
  silentLog,
  systemClock,
} from '@drawbridge/core';
import { createMetadata } from './answers/metadata.ts';
import { createRefuse } from './answers/refuse.ts';
import type { AccessToken } from './caller/access-token.ts';
import type { TokenName } from './caller/caller.ts';
import type { MetadataDocument } from './guard.ts';
import type { GuardRequest } from './guard-request.ts';
import type { Credentials } from './headers/credentials.ts';
import { type CredentialReader, createCredentialReader } from './headers/read-credentials.ts';
import { type Companions, createCrossCheck } from './identity/cross-check.ts';
import { createJudge } from './judge/create-judge.ts';
import { createIdTokenIssuers } from './judge/id-token-issuers.ts';
import type { Judge, TokenIntrospection } from './judge/judge.ts';
import { resolveIssuer } from './judge/resolve-issuer.ts';
import type { Revocations } from './judge/revocations.ts';
import { warnOfWideAudience } from './judge/warn-of-wide-audience.ts';
import type { OpenIdConnectScheme } from './openapi/scheme.ts';
import { createOpenApiSecurity, type OpenApiSecurity } from './openapi/security-schemes.ts';
import { checkSettings } from './options/check-settings.ts';
import type { GuardOptions, GuardSettings, IssuerOptions } from './options/guard-options.ts';
import { BEARER } from './profiles/bearer.ts';
import { createProxyCheck, proofField } from './proxy/check-proxy.ts';

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
  readonly openApi: OpenApiSecurity<OpenIdConnectScheme>;
  readonly metadata: MetadataDocument | undefined;
  readonly log: Log;
}

/**
 * Builds the parts of a guard.
 *
 * @throws {TypeError} for options that make no sense
 */
export function buildGuard(options: GuardOptions): GuardParts {
  requireObject(options, 'what createGuard is given', "{ issuer: 'https://…', audience: '…' }");
  const { log = silentLog, clock = systemClock, engine = createDefaultEngine() } = options;
  const { headers = BEARER, anonymous = 'refuse', proxy, scheme, resource } = options;
  const { fetch = createFetchDocument() } = options;
  const reader = createCredentialReader(headers);
  checkSettings(options, headers);
  const entries = entriesOf(options);
  const introspections = entries.filter(isIntrospection);
  const issuers = entries
    .filter(isIssuer)
    .map((entry) => resolveIssuer(entry, { fetch, engine, clock, log }));
  warnOfWideAudience(issuers, log);
  const cache = { maxTokens: 10_000, maxAge: 300, ...options.cache };
  const shared = { issuers, engine, clock, cache };
  const judge = createJudge({ ...shared, introspections });
  const idTokenIssuerOf = createIdTokenIssuers(shared);
  const crossCheck = createCrossCheck({
    profile: headers,
    atHash: options.atHash ?? 'ifPresent',
    halfHash: (alg, text) => halfHash(engine, alg, text),
  });
  const all = [...issuers, ...introspections];
  const names = all.map(({ issuer }) => issuer);
  const metadata = resource && createMetadata(resource, names);
  const checkProxy = proxy && createProxyCheck(proxy, reader.fields);
  const proof = proxy && proofField(proxy);
  return {
    reader,
    judge,
    crossCheck: (access, credentials) =>
      crossCheck(access, credentials, idTokenIssuerOf(access.issuer)),
    checkProxy,
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
      schemes: [...new Set(all.map((each) => each.openIdConnectUrl))].map(openIdConnectScheme),
      name: scheme?.name ?? 'oidc',
      description: scheme?.description,
      optional: anonymous !== 'refuse',
    }),
    metadata,
    log,
  };
}

function entriesOf(options: GuardOptions): readonly (IssuerOptions | TokenIntrospection)[] {
  return options.issuers ?? [options];
}

function openIdConnectScheme(openIdConnectUrl: string): OpenIdConnectScheme {
  return { type: 'openIdConnect', openIdConnectUrl };
}

function isIntrospection(entry: IssuerOptions | TokenIntrospection): entry is TokenIntrospection {
  return 'judge' in entry;
}

function isIssuer(entry: IssuerOptions | TokenIntrospection): entry is IssuerOptions {
  return !isIntrospection(entry);
}
