import {
  type AuditRecord,
  createMemoryStore,
  createSealer,
  DrawbridgeError,
  type HeaderField,
  type Reply,
} from '@drawbridge/core';
import { createVouchCodec, type VouchSession } from '@drawbridge/oauth';
import {
  createLogRecorder,
  createTestClock,
  testCall,
  type TestCallOptions,
} from '@drawbridge/testing';
import { createVouchGateway } from './create-vouch-gateway.ts';
import { VOUCH_DEFAULTS, vouchSession } from './vouch-defaults.fixture.ts';
import type { VouchGatewayOptions } from './vouch-gateway-options.ts';
import type { VouchAttempt, VouchIdentity, VouchProvider } from './vouch-provider.ts';
import type { VouchSettings } from './vouch-settings.ts';

export const GATEWAY_HOST = 'vouch.example.com';
export const APP_HOST = 'app.example.com';
export const APP = `https://${APP_HOST}/page?a=1`;
const SECRET = 'a secret of 44 characters, and of no value at all';

/** What is planted to be looked for in logs and answers. */
export const PLANTED = {
  accessToken: 'planted-access-token',
  idToken: 'planted-id-token',
  refreshToken: 'planted-refresh-token',
  clientSecret: 'planted-client-secret',
} as const;

/** Settings of a whole Vouch Proxy, of which apps ask for two claims. */
export function vouchSettings(changes: Partial<VouchSettings> = {}): VouchSettings {
  return {
    ...VOUCH_DEFAULTS,
    postLogoutRedirectUris: ['https://app.example.com/bye?x=1'],
    headers: { ...VOUCH_DEFAULTS.headers, claims: ['groups', 'given_name'] },
    oauth: {
      provider: 'oidc',
      clientId: 'app',
      clientSecret: PLANTED.clientSecret,
      issuer: 'https://id.test',
      authUrl: 'https://id.test/authorize',
      tokenUrl: 'https://id.test/token',
      userInfoUrl: 'https://id.test/userinfo',
      userTeamUrl: undefined,
      userOrgUrl: undefined,
      endSessionEndpoint: undefined,
      callbackUrls: [`https://${GATEWAY_HOST}/auth`],
      scopes: ['openid', 'email'],
      codeChallengeMethod: undefined,
      preferredDomain: undefined,
      relyingPartyId: undefined,
      azureToken: undefined,
      discordUseIds: false,
      claims: undefined,
    },
    ...changes,
  };
}

/** A provider that knows one person, whose codes are good once, each for the attempt that it was given to. */
export interface TestProvider extends VouchProvider {
  /** Who it says signs in. */
  person: VouchIdentity;
  /** What it does instead. */
  fault: DrawbridgeError | undefined;
  endSessionEndpoint: string | undefined;
  /** Signs the person in. @param location - where a browser was sent @returns where it is sent back to */
  answer(location: string): string;
  readonly asked: readonly VouchAttempt[];
}

export function createTestProvider(): TestProvider {
  const codes = new Map<string, string>();
  const asked: VouchAttempt[] = [];
  return {
    person: {
      username: 'ann@example.com',
      email: 'ann@example.com',
      teams: [],
      claims: {
        groups: ['Website Users', 'ops'],
        given_name: 'Ann',
        secret_of_ann: 'planted-claim',
      },
      accessToken: PLANTED.accessToken,
      idToken: PLANTED.idToken,
      refreshToken: PLANTED.refreshToken,
    },
    fault: undefined,
    endSessionEndpoint: undefined,
    asked,
    async authorizationUrl(attempt) {
      if (this.fault !== undefined) throw this.fault;
      asked.push(attempt);
      const { state, redirectUri } = attempt;
      return `https://id.test/authorize?${new URLSearchParams({ state, redirect_uri: redirectUri })}`;
    },
    answer(location) {
      const { searchParams } = new URL(location);
      const state = searchParams.get('state') as string;
      const code = `planted-code-${codes.size}`;
      codes.set(code, state);
      return `${searchParams.get('redirect_uri')}?${new URLSearchParams({ code, state })}`;
    },
    async identify(code, { state }) {
      if (this.fault !== undefined) throw this.fault;
      if (codes.get(code) !== state) {
        throw new DrawbridgeError('token_endpoint_refused', {
          detail: 'the code is used, or of another',
        });
      }
      codes.set(code, 'used');
      return this.person;
    },
  };
}

/** A gateway over a store in memory, with a real codec and a provider that is none. */
export function setUpVouch(
  changes: Partial<VouchSettings> = {},
  { compress = true, ...options }: Partial<VouchGatewayOptions> & { compress?: boolean } = {},
) {
  const clock = createTestClock();
  const log = createLogRecorder();
  const records: AuditRecord[] = [];
  const store = createMemoryStore(clock);
  const provider = createTestProvider();
  const codec = createVouchCodec({ keys: [{ secret: SECRET }], clock, compress });
  const settings = vouchSettings(changes);
  const gateway = createVouchGateway({
    settings,
    codec,
    provider,
    sealer: createSealer(['k'.repeat(32)]),
    store,
    clock,
    log,
    audit: { write: (record) => void records.push(record), check: () => Promise.resolve() },
    ...options,
  });

  /** The value of a cookie of a person. */
  const cookieOf = (session: Partial<VouchSession> = {}) =>
    codec.encode(
      vouchSession({
        customClaims: { groups: ['Website Users', 'ops'], given_name: 'Ann' },
        expiresAt: clock.seconds() + 3600,
        ...session,
      }),
    );

  /** Asks as nginx does, for an app. */
  const validate = (
    fields: readonly HeaderField[] = [],
    call: TestCallOptions & { host?: string } = {},
  ) =>
    gateway.handle(
      testCall({
        target: '/validate',
        headers: [['host', call.host ?? APP_HOST], ...fields],
        ...call,
      }),
    );

  return { gateway, settings, clock, log, records, store, provider, codec, cookieOf, validate };
}

/** The Cookie field of one value. */
export function cookieField(value: string, name = 'VouchCookie'): HeaderField {
  return ['cookie', `theme=dark; ${name}=${value}`];
}

/** The values of a field of a reply, in order. */
export function fieldsNamed({ headers }: Reply, name: string): readonly string[] {
  return headers
    .filter(([field]) => field.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
}

/** The one value of a field. */
export function fieldNamed(reply: Reply, name: string): string | undefined {
  const values = fieldsNamed(reply, name);
  if (values.length > 1) throw new Error(`${name} is there more than once`);
  return values[0];
}
