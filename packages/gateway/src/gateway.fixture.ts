import {
  type AuditRecord,
  type Call,
  createDefaultEngine,
  type HeaderField,
  type KeyRing,
  type Reply,
} from '@drawbridge/core';
import type { AccessRules } from '@drawbridge/rules';
import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  createTestKeyRing,
  testCall,
  trust,
} from '@drawbridge/testing';
import { createBearer } from './bearer/create-bearer.ts';
import { createGateway } from './create-gateway.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { createAppHosts } from './hosts/app-hosts.ts';
import { createAuthOrigin } from './hosts/auth-origin.ts';
import { IDENTITY_PROFILES } from './identity/identity-profiles.ts';
import type { Session } from './session/session.ts';
import type { User } from './user/user.ts';

/** The address of the proxy, which alone is trusted. */
export const PROXY = '10.0.0.2';
export const CLIENT = '203.0.113.7';
export const AUTH = 'https://auth.example.com';
export const HOST = 'app.example.com';

/** What a browser that shows a page accepts. */
export const HTML: HeaderField = ['accept', 'text/html,*/*;q=0.8'];

export function userNamed(subject: string, groups: readonly string[] = []): User {
  return {
    provider: 'corp',
    issuer: 'https://corp.example',
    subject,
    email: `${subject}@corp.example`,
    groups: { kind: 'known', groups, claim: 'groups' },
    claims: {},
  };
}

/** Rules by hand: `/public` is for anyone, `/admin` for `ops`, `/closed` for nobody, the rest for who is signed in. */
export const RULES: Pick<AccessRules, 'decide'> = {
  decide({ host, path, method }, person) {
    if (method === 'TRACE') return { kind: 'denied', why: 'nobody may TRACE', rule: 'trace' };
    if (path === '/public' || path.startsWith('/public/')) {
      return { kind: 'allowed', rule: 'public', isPublic: true };
    }
    if (person === undefined) return { kind: 'signIn' };
    if (path.startsWith('/closed')) return { kind: 'denied', why: 'no rule lets it in' };
    const { groups } = person;
    const isOps = groups.kind === 'known' && groups.groups.includes('ops');
    if ((path.startsWith('/admin') || host.startsWith('ops.')) && !isOps) {
      return { kind: 'denied', why: 'the person is in no group "ops"', rule: 'admin' };
    }
    return { kind: 'allowed', rule: 'people', isPublic: false };
  },
};

/** The Cookie field of a session that the fixture has, on a host. */
export function cookieOf(id: string, host = HOST): HeaderField {
  return ['cookie', `theme=dark; __Host-drawbridge=${id}@${host}`];
}

/** A gateway with sessions in memory, and pages that say which of them they are. */
export async function setUpGateway(changes: Partial<GatewayOptions> = {}) {
  const clock = createTestClock();
  const log = createLogRecorder();
  const records: AuditRecord[] = [];
  const counts: (readonly [string, unknown])[] = [];
  const sessions = new Map<string, Session>();
  const trouble: { store?: Error } = {};
  const issuer = await createTestIssuer({ clock, algorithms: ['ES256'] });
  const keyRing: KeyRing = await createTestKeyRing({ algorithms: ['ES256'], clock });
  const page = (name: string) => (_: Call, host?: string) =>
    Promise.resolve<Reply>({
      status: 200,
      headers: [],
      body: host === undefined ? name : `${name} of ${host}`,
    });

  const auth = createAuthOrigin(AUTH);
  const gateway = createGateway({
    auth,
    hosts: createAppHosts([HOST, 'other.example.com', '*.apps.example.com'], auth),
    trustedProxies: [PROXY],
    access: RULES,
    sessions: {
      async open(cookie, host) {
        if (trouble.store !== undefined) throw trouble.store;
        const [id = '', of] = cookie.split('@');
        return of === host ? sessions.get(id) : undefined;
      },
    },
    identity: { fields: IDENTITY_PROFILES.remote, keyRing },
    signIn: {
      begin: page('begin'),
      enter: page('enter'),
      callback: page('callback'),
      callbackPaths: ['/callback', '/callback/corp'],
      takeOver: page('take over'),
    },
    logout: {
      fromApp: page('from app'),
      atAuthHost: page('at auth host'),
      signedOut: page('signed out'),
      backChannel: page('back channel'),
      frontChannel: page('front channel'),
    },
    account: { show: page('show'), act: page('act') },
    clock,
    log,
    audit: {
      write: (record) => void records.push(record),
      check: () => Promise.resolve(),
    },
    metrics: { count: (...count) => void counts.push(count), set() {}, observe() {} },
    ...changes,
  });

  /** Signs somebody in. @returns the Cookie field for a host */
  function signIn(user: User, host = HOST, more: Partial<Session> = {}): HeaderField {
    const id = `s${sessions.size}`;
    const now = clock.seconds();
    const ends = { endsAt: now + 3600, idleEndsAt: now + 1800 };
    sessions.set(id, { id, user, createdAt: now, ...ends, ...more });
    return cookieOf(id, host);
  }

  /** Asks as a proxy of the forwarding kind does, unless other fields are given. */
  function ask(target: string, fields: readonly HeaderField[] = [], given: AskOptions = {}) {
    const { dialect = 'traefik', host = HOST, method = 'GET', address = PROXY, scheme } = given;
    return gateway.handle(
      testCall({
        method: given.proxyMethod ?? 'GET',
        target: `/authz/${dialect}`,
        address,
        headers: [
          ['host', 'gateway.internal'],
          ['x-forwarded-method', method],
          ['x-forwarded-proto', scheme ?? 'https'],
          ['x-forwarded-host', host],
          ['x-forwarded-uri', target],
          ['x-forwarded-for', CLIENT],
          ...fields,
        ],
      }),
    );
  }

  return { gateway, clock, log, records, counts, sessions, trouble, issuer, keyRing, signIn, ask };
}

interface AskOptions {
  readonly dialect?: string;
  readonly host?: string;
  readonly method?: string;
  readonly scheme?: string;
  /** That the proxy itself asks with. */
  readonly proxyMethod?: string;
  readonly address?: string;
}

/** What judges bearer tokens of the fixture's issuer. */
export async function bearerOf() {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock, algorithms: ['ES256'] });
  const bearer = createBearer({
    issuers: [{ provider: 'ci', groups: { claim: 'groups' }, trust: trust(issuer) }],
    engine: createDefaultEngine(),
    clock,
  });
  return { bearer, issuer };
}

/** The fields of a reply by name, in lower case. */
export function fieldsOf({ headers }: Reply): Readonly<Record<string, string>> {
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
}
