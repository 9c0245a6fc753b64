import { join } from 'node:path';
import { epochSeconds } from '@drawbridge/core';
import { folderKeeper, readAuthorities, type Runtime } from '@drawbridge/node';
import type { SettingReader } from '@drawbridge/node/config';
import {
  clientCredentialsGrant,
  createTokenSource,
  exchangeGrant,
  givenToken,
  type GivenEndpoint,
  refreshGrant,
  TOKEN_TYPES,
  tokenKey,
  type TokenGrant,
  type TokenSource,
  type TokenSourceOptions,
  type TokenTypeName,
  tokenTypeUrn,
  toTokenSet,
} from '@drawbridge/oauth';
import { buildClient } from './build-client.ts';
import { findEndpoint } from './find-endpoint.ts';
import { commandGrant } from './grants/command-grant.ts';
import { fileGrant } from './grants/file-grant.ts';
import { type LoginToken, loginGrant } from './grants/login-grant.ts';
import { readTokenFile } from './grants/read-token-file.ts';
import type { TokenSection } from './section/token-schema.ts';
import { warnOfAudience } from './warn-of-audience.ts';

/** Makes sources of one way to come by a token: for whom nothing is said of the audience, and for audiences. */
export interface SourceMaker {
  /** @param audience - of a route; `undefined` for none */
  make(audience: string | undefined): Promise<TokenSource>;
  /** Closes all of them, also those that others are made of. */
  close(): Promise<void>;
}

/**
 * Reads what a section refers to; `reader` is told of faults. Nothing is asked for yet.
 *
 * @param at - where the section is: `inject.token`
 * @param loginToken - not there where there are no logins: of a section that names one, the reader is told
 */
export async function prepareSource(
  section: TokenSection,
  at: string,
  runtime: Runtime,
  reader: SettingReader,
  loginToken: LoginToken | undefined,
): Promise<SourceMaker> {
  const { clock, log, metrics } = runtime;
  const read = async (name: 'refreshToken' | 'accessToken') => {
    const place = section[name];
    return place === undefined ? undefined : reader.secret(place, `${at}.${name}`);
  };
  const refreshToken = await read('refreshToken');
  const accessToken = await read('accessToken');
  const endpoint = await buildEndpoint(section, at, runtime, reader);
  if (section.login !== undefined && loginToken === undefined) {
    reader.fault(`${at}.login`, 'is for the command drawbridge inject: there are no logins here');
  }
  const made: TokenSource[] = [];

  function create(options: Omit<TokenSourceOptions, 'clock' | 'log' | 'metrics'>): TokenSource {
    const source = createTokenSource({ ...options, clock, log, metrics });
    made.push(source);
    return source;
  }

  const watched = (source: TokenSource) => warnOfAudience(source, section.expectedAudience, log);
  const { scope, resource: resources } = section;

  /** The one that rotates is one for all: it is good for one use. */
  let refreshing: Promise<TokenSource> | undefined;

  async function refreshed(): Promise<TokenSource> {
    const owner = {
      issuer: section.issuer ?? section.discoveryUrl ?? section.tokenEndpoint ?? '',
      clientId: section.client?.id ?? '',
      refreshToken: refreshToken ?? '',
    };
    const folder = join(runtime.data, 'tokens', await tokenKey(owner));
    const wanted = { scope, audiences: section.audience, resources };
    const now = epochSeconds(clock);
    return create({
      grant: refreshGrant({ endpoint: requireEndpoint(endpoint), refreshToken, clock, ...wanted }),
      keeper: folderKeeper(folder),
      ...(accessToken !== undefined &&
        refreshToken !== undefined && {
          initial: { ...toTokenSet(accessToken, now), refreshToken },
        }),
    });
  }

  function grantFor(audiences: readonly string[] | undefined): TokenGrant {
    const { file, command, login, exchange } = section;
    if (file !== undefined) return fileGrant(file, clock);
    if (command !== undefined) return commandGrant(command, { clock, env: runtime.env });
    if (login !== undefined && loginToken !== undefined) {
      return loginGrant(login, loginToken, clock);
    }
    if (accessToken !== undefined) return givenToken(accessToken, clock);
    const wanted = { endpoint: requireEndpoint(endpoint), clock, scope, audiences, resources };
    if (exchange === undefined) return clientCredentialsGrant(wanted);
    const { subjectTokenFile, subjectTokenType, requestedTokenType } = exchange;
    return exchangeGrant({
      ...wanted,
      subject: async () => ({
        token: await readSubject(subjectTokenFile),
        tokenType: urnOf(subjectTokenType ?? 'jwt'),
      }),
      requestedTokenType: requestedTokenType === undefined ? undefined : urnOf(requestedTokenType),
    });
  }

  /** A refresh token is for what it was given for: its access token is exchanged. */
  async function exchangedFor(audience: string): Promise<TokenSource> {
    const source = await (refreshing ??= refreshed().then(watched));
    return create({
      grant: exchangeGrant({
        endpoint: requireEndpoint(endpoint),
        clock,
        audiences: [audience],
        subject: async () => ({
          token: (await source.get()).accessToken,
          tokenType: tokenTypeUrn('access_token'),
        }),
      }),
    });
  }

  return {
    make(audience) {
      if (refreshToken !== undefined) {
        return audience === undefined
          ? (refreshing ??= refreshed().then(watched))
          : exchangedFor(audience);
      }
      const audiences = audience === undefined ? section.audience : [audience];
      return Promise.resolve(watched(create({ grant: grantFor(audiences) })));
    },
    close: async () => void (await Promise.all(made.map((source) => source.close()))),
  };
}

async function buildEndpoint(
  section: TokenSection,
  at: string,
  { http, engine, clock }: Runtime,
  reader: SettingReader,
): Promise<GivenEndpoint | undefined> {
  const { issuer, discoveryUrl, tokenEndpoint, caFile } = section;
  const client =
    section.client === undefined
      ? undefined
      : await buildClient(section.client, `${at}.client`, engine, reader);
  const ca = caFile === undefined ? '' : await readAuthorities(caFile, `${at}.caFile`, reader);
  const trust = { ...(ca !== '' && { ca }), caSetting: `${at}.caFile` };
  const certificate = client?.certificate;
  if (certificate?.certificate === '' || certificate?.key === '') return undefined;
  const fetch = http.tokens({
    ...trust,
    ...(certificate !== undefined && { certificate }),
  });
  if (tokenEndpoint !== undefined) {
    return {
      url: tokenEndpoint,
      fetch,
      ...(client !== undefined && { client: client.authentication }),
    };
  }
  if (issuer === undefined && discoveryUrl === undefined) return undefined;
  const fetchDocument = http.documents(trust);
  return findEndpoint({ issuer, discoveryUrl, client, fetch, fetchDocument, clock });
}

/** The faults of the section were found before. */
function requireEndpoint(endpoint: GivenEndpoint | undefined): GivenEndpoint {
  if (endpoint !== undefined) return endpoint;
  throw new TypeError('the section names no token endpoint');
}

async function readSubject(path: string): Promise<string> {
  const who = `the token to exchange is in the file ${path}, which`;
  return (await readTokenFile(path, { who })).trim();
}

function urnOf(type: string): string {
  return (TOKEN_TYPES as readonly string[]).includes(type)
    ? tokenTypeUrn(type as TokenTypeName)
    : type;
}
