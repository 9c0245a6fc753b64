import {
  createMemoryStore,
  createSealer,
  DrawbridgeError,
  type HeaderField,
  type Reply,
  type Store,
} from '@drawbridge/core';
import type { FetchToken, Provider } from '@drawbridge/oauth';
import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  type TestClock,
  testCall,
} from '@drawbridge/testing';
import { createAuthOrigin } from '../hosts/auth-origin.ts';
import type { Session } from '../session/session.ts';
import type { Sessions } from '../session/sessions.ts';
import type { GatewayProvider } from '../sign-in/gateway-provider.ts';
import { createLogout, type Logout } from './create-logout.ts';
import { createLogoutContext } from './logout-context.ts';
import type { LogoutOptions } from './logout-options.ts';

export const AUTH = 'https://auth.test';
export const APP = 'app.test';
export const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** The fields of a request that a page of this host, another site, or a browser without Fetch Metadata sends. */
export const OWN: HeaderField = ['sec-fetch-site', 'same-origin'];
export const CROSS: HeaderField = ['sec-fetch-site', 'cross-site'];

/** Sessions in a list. The cookie of one on a host is `ID@HOST`, and its ID token is `id-token-of-ID`. */
export interface FakeSessions extends Sessions {
  readonly live: Session[];
  /** Whether ID tokens are in the cookies of the auth host alone. Default: false. */
  inCookies: boolean;
  /** Functions that do not answer: the store is down for them. */
  readonly down: Set<keyof Sessions>;
  add(id: string, more?: Partial<Session> & { readonly subject?: string }): Session;
}

function createFakeSessions(clock: TestClock): FakeSessions {
  const live: Session[] = [];
  const down = new Set<keyof Sessions>();
  const reach = (name: keyof Sessions) => {
    if (down.has(name)) throw new DrawbridgeError('store_unavailable', { detail: 'it is down' });
  };
  const end = (which: (session: Session) => boolean) => {
    const kept = live.filter((session) => !which(session));
    const count = live.length - kept.length;
    live.splice(0, live.length, ...kept);
    return count;
  };
  const isOf = (issuer: string, subject: string) => (session: Session) =>
    session.user.issuer === issuer && session.user.subject === subject;
  return {
    live,
    inCookies: false,
    down,
    add(id, { subject = 'alice', ...more } = {}) {
      const session: Session = {
        id,
        user: {
          provider: 'main',
          issuer: 'https://issuer.test',
          subject,
          email: `${subject}@example.test`,
          groups: { kind: 'unknown', reason: 'nobody asked' },
          claims: {},
        },
        createdAt: clock.seconds() + 0.25,
        endsAt: clock.seconds() + 3600,
        idleEndsAt: clock.seconds() + 600,
        ...more,
      };
      live.push(session);
      return session;
    },
    async begin() {
      throw new Error('nobody signs in here');
    },
    async cookieFor({ id }, host) {
      return `${id}@${host}`;
    },
    async open(cookie, host) {
      reach('open');
      return live.find(({ id }) => cookie === `${id}@${host}`);
    },
    async toEnd(cookie, host) {
      reach('toEnd');
      return live.find(({ id }) => cookie === `${id}@${host}`);
    },
    async end(session) {
      reach('end');
      end(({ id }) => id === session.id);
      return {
        user: session.user,
        ...(!this.inCookies && { idToken: `id-token-of-${session.id}` }),
      };
    },
    async keptOf() {
      return { in: 'store' };
    },
    async idTokenIn(cookie, host, id) {
      const isIts = this.inCookies && host === 'auth.test' && cookie === `${id}@${host}`;
      return isIts ? `id-token-of-${id}` : undefined;
    },
    async list({ issuer, subject }) {
      reach('list');
      return live
        .filter(isOf(issuer, subject))
        .map(({ id, createdAt, endsAt, user }) => ({
          handle: `handle-of-${id}`,
          createdAt,
          endsAt,
          provider: user.provider,
        }))
        .toReversed();
    },
    async endListed({ issuer, subject }, handle) {
      reach('endListed');
      const isTheirs = isOf(issuer, subject);
      return end((session) => isTheirs(session) && handle === `handle-of-${session.id}`) > 0;
    },
    async endPerson(issuer, subject) {
      reach('endPerson');
      end(isOf(issuer, subject));
    },
    async knowsSid(issuer, sid) {
      reach('knowsSid');
      return live.some((session) => session.user.issuer === issuer && session.sid === sid);
    },
    async endSid(issuer, sid) {
      reach('endSid');
      end((session) => session.user.issuer === issuer && session.sid === sid);
    },
  };
}

const METADATA: Omit<Provider, 'issuer' | 'discoveryUrl' | 'jwksUri'> = {
  endSessionEndpoint: 'https://issuer.test/end',
  supportsS256: true,
  namesItself: true,
  responseModes: ['query'],
};

/** What is told of a provider; an endpoint that is `undefined` is not there. */
interface FakeMetadata {
  readonly issuer?: string;
  readonly clientId?: string;
  readonly endSessionEndpoint?: string | undefined;
  readonly revocationEndpoint?: string;
  /** What its endpoints are asked by. */
  readonly fetch?: FetchToken;
}

/** A provider whose metadata is as told. */
export function fakeProvider(
  name: string,
  { issuer = 'https://issuer.test', clientId = 'app', fetch, ...more }: FakeMetadata = {},
): GatewayProvider {
  return {
    name,
    title: `Provider ${name}`,
    clientId,
    scope: 'openid',
    parameters: {},
    find: async () =>
      ({
        endpoint: { url: `${issuer}/token`, fetch },
        provider: {
          ...METADATA,
          issuer,
          discoveryUrl: `${issuer}/.well-known/openid-configuration`,
          jwksUri: `${issuer}/jwks.json`,
          ...more,
        },
      }) as never,
    userOf: async () => {
      throw new Error('nobody signs in here');
    },
  };
}

/** All ways of signing out, of these options. @throws {TypeError} for an `url` that is no origin */
export function logoutOf(options: LogoutOptions): Logout {
  return createLogout(createLogoutContext(options));
}

/** What sign-outs need, in this process. */
export async function setUp(
  given: {
    readonly providers?: readonly GatewayProvider[];
    readonly store?: (of: Store) => Store;
  } = {},
) {
  const clock = createTestClock();
  const log = createLogRecorder();
  const sessions = createFakeSessions(clock);
  const issuer = await createTestIssuer({ clock, audience: 'app', algorithms: ['ES256'] });
  const memory = createMemoryStore(clock);
  const options: LogoutOptions = {
    auth: createAuthOrigin(AUTH),
    providers: given.providers ?? [fakeProvider('main')],
    sessions,
    store: given.store?.(memory) ?? memory,
    sealer: createSealer(['0123456789abcdef0123456789abcdef']),
    fetchDocument: issuer.fetch,
    clock,
    log,
  };
  return { clock, log, sessions, issuer, store: memory, options };
}

/** A request of a browser that has the cookie of a session. */
export function browse(
  host: string,
  target: string,
  {
    id,
    headers = [],
    form,
    method = form === undefined ? 'GET' : 'POST',
  }: {
    readonly id?: string | undefined;
    readonly headers?: readonly HeaderField[];
    readonly form?: Readonly<Record<string, string>>;
    readonly method?: string;
  } = {},
) {
  return testCall({
    method,
    target,
    headers: [
      ...headers,
      ...(id === undefined
        ? []
        : [['cookie', `__Host-drawbridge=${id}@${host}; __Host-drawbridge-login-x=y`] as const]),
      ...(form === undefined
        ? []
        : [['content-type', 'application/x-www-form-urlencoded'] as const]),
    ],
    ...(form !== undefined && { body: new URLSearchParams(form).toString() }),
  });
}

/** The value of a field of a reply. */
export function fieldOf({ headers }: Reply, name: string): string | undefined {
  return headers.find(([field]) => field === name)?.[1];
}

/** How many cookies a reply takes away. */
export function clearedBy({ headers }: Reply): number {
  return headers.filter(([name, value]) => name === 'set-cookie' && value.includes('Max-Age=0'))
    .length;
}
