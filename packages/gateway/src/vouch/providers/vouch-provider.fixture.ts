import { type Clock, type FetchDocument, encodeUtf8 } from '@drawbridge/core';
import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  type LogRecorder,
  type TestClock,
  type TestIssuer,
} from '@drawbridge/testing';
import type { VouchAttempt, VouchProvider, VouchProviderName } from '../vouch-provider.ts';
import type { VouchOauthSettings } from '../vouch-settings.ts';
import { createVouchProvider } from './create-vouch-provider.ts';
import { type GivenSettings, vouchProviderDefaults } from './provider-defaults.ts';

/** One request that a stub got. */
export interface StubRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for a GET. */
  readonly body: URLSearchParams;
  readonly signal: AbortSignal | undefined;
}

/** What a stub answers at one address. */
export type StubAnswer = (request: StubRequest) => Response | Promise<Response>;

export const CLIENT_SECRET = 'the-secret-of-vouch-in-tests';
export const ACCESS_TOKEN = 'the-access-token-of-ada';
export const CODE = 'the-code-of-ada';
export const ATTEMPT: VouchAttempt = {
  state: 'state-of-this-sign-in',
  nonce: 'nonce-of-this-sign-in',
  redirectUri: 'https://vouch.example.com/auth',
  codeVerifier: 'verifier-of-this-sign-in-0123456789-0123456789',
};

export const TOKEN = 'https://id.example.com/oauth2/token';
export const USERINFO = 'https://id.example.com/oauth2/userinfo';

const SETTINGS: GivenSettings = {
  clientId: 'vouch',
  clientSecret: CLIENT_SECRET,
  authUrl: 'https://id.example.com/oauth2/authorize',
  tokenUrl: TOKEN,
  userInfoUrl: USERINFO,
  callbackUrls: [ATTEMPT.redirectUri],
  scopes: ['openid', 'email', 'profile'],
};

/** Settings of a provider with its defaults; those of the file that are needed are given. */
export function settingsOf(
  name: VouchProviderName,
  given: GivenSettings = {},
  teams: readonly string[] = [],
): VouchOauthSettings {
  const own = { ...SETTINGS, ...given };
  return {
    provider: name,
    clientSecret: undefined,
    issuer: undefined,
    endSessionEndpoint: undefined,
    preferredDomain: undefined,
    relyingPartyId: undefined,
    azureToken: undefined,
    claims: undefined,
    userTeamUrl: undefined,
    userOrgUrl: undefined,
    codeChallengeMethod: undefined,
    ...vouchProviderDefaults(name, own, teams),
  } as VouchOauthSettings;
}

/** A provider whose endpoints are in this process, and what it was asked. */
export interface Stub {
  readonly provider: VouchProvider;
  readonly requests: readonly StubRequest[];
  readonly log: LogRecorder;
  readonly clock: TestClock;
  /** Signs ID tokens of `https://id.example.com` for the client `vouch`. */
  readonly issuer: TestIssuer;
  /** Addresses of documents that were asked for. */
  readonly documents: readonly string[];
}

/** What a stub is made of. */
export interface StubOptions {
  readonly given?: GivenSettings;
  readonly teams?: readonly string[];
  /** By address. What is not there breaks the connection. */
  readonly answers:
    | Readonly<Record<string, StubAnswer>>
    | ((issuer: TestIssuer) => Readonly<Record<string, StubAnswer>>);
  /** Discovery documents by the address; default: none is anywhere. */
  readonly documents?: (issuer: TestIssuer, clock: Clock) => FetchDocument;
  /** Milliseconds. Default: that of the provider. */
  readonly timeout?: number;
  /** Default: `https://id.example.com`. */
  readonly issuer?: string;
}

const nowhere: FetchDocument = async () => ({ status: 404, body: new Uint8Array() });

/** Makes one. */
export async function createStub(name: VouchProviderName, options: StubOptions): Promise<Stub> {
  const { given, teams = [], documents: make = () => nowhere } = options;
  const clock = createTestClock();
  const log = createLogRecorder();
  const { issuer: of = 'https://id.example.com' } = options;
  const issuer = await createTestIssuer({ issuer: of, clock, audience: 'vouch', keyName: 'vouch' });
  const answers = typeof options.answers === 'function' ? options.answers(issuer) : options.answers;
  const requests: StubRequest[] = [];
  const documents: string[] = [];
  const document = make(issuer, clock);
  const provider = createVouchProvider(settingsOf(name, given, teams), {
    clock,
    log,
    teamWhitelist: teams,
    ...(options.timeout !== undefined && { timeout: options.timeout }),
    fetchDocument(url, asked) {
      documents.push(url);
      return document(url, asked);
    },
    async fetch(url, init) {
      const { method, headers, signal } = init;
      const body = new URLSearchParams('body' in init ? init.body : '');
      const request = { url, method, headers: lowerCased(headers), body, signal };
      requests.push(request);
      const answer = answers[url];
      if (answer === undefined) throw new TypeError('fetch failed');
      return answer(request);
    },
  });
  return { provider, requests, log, clock, issuer, documents };
}

/** A discovery document at its place, and the keys of the issuer. */
export function published(members: object, at?: string): (issuer: TestIssuer) => FetchDocument {
  return (issuer) => async (url, asked) => {
    const base = issuer.issuer.replace(/\/$/, '');
    const place = at ?? `${base}/.well-known/openid-configuration`;
    if (url === `${base}/jwks.json`) {
      const found = await issuer.fetch(url, asked);
      return found;
    }
    if (url !== place) return { status: 404, body: new Uint8Array() };
    const document = { issuer: issuer.issuer, jwks_uri: `${base}/jwks.json`, ...members };
    return { status: 200, body: encodeUtf8(JSON.stringify(document)) };
  };
}

/** Answers JSON. */
export function json(value: unknown, status = 200): StubAnswer {
  return () => Response.json(value, { status });
}

/** An answer of a token endpoint (RFC 6749 section 5.1). */
export function tokens(members: object = {}): StubAnswer {
  return json({ access_token: ACCESS_TOKEN, token_type: 'Bearer', expires_in: 300, ...members });
}

function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(new Headers(headers));
}
