import { describe, expect, it } from 'vitest';
import { AWS_RULES } from '../../aws/doctor/rules.ts';
import { AZURE_RULES } from '../../azure/doctor/rules.ts';
import { GCP_RULES } from '../../gcp/doctor/rules.ts';
import { judgeRule } from '../judge-rule.fixture.ts';
import type { Scene } from '../scene.ts';
import { ISSUER, scene, served } from '../scene.fixture.ts';
import type { SeenIssuer, SeenTls } from '../seen.ts';

// What keeps a document from being read is told once, by the rule that it is about: what follows from it is not known.

const chain: SeenTls['chain'] = [{ subject: 'CN=a', issuer: 'O=Acme, CN=Acme Root', ends: 4e12 }];

/** An issuer whose documents were not read. */
function unread(fault: string, code: string | undefined, more: Partial<SeenIssuer> = {}): Scene {
  const { tls: _, ...seen } = scene().seen;
  const discovery = { ...served(ISSUER, '', { fault }), ...(code !== undefined && { code }) };
  const { status: _status, ...nothing } = discovery;
  return scene<unknown>({
    seen: { ...seen, discovery: nothing, ...more },
    discovery: undefined,
    keys: undefined,
    token: undefined,
  });
}

/** The rules that fail or warn. */
const bad = (rules: typeof AWS_RULES | typeof GCP_RULES | typeof AZURE_RULES, given: Scene) =>
  rules
    .map(({ id }) => ({ id, ...judgeRule(rules as typeof AWS_RULES, id, given as Scene<never>) }))
    .filter(({ state }) => state === 'failed' || state === 'warning')
    .map(({ id, state }) => `${state} ${id}`);

const certificate = (fault: string) => unread('unreachable', fault, { tls: { fault, chain } });

const ROWS: readonly (readonly [
  what: string,
  given: Scene,
  aws: readonly string[],
  gcp: readonly string[],
])[] = [
  [
    'a private authority',
    certificate('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    ['warning tls-authority'],
    ['failed tls-trusted'],
  ],
  [
    'a private authority, seen by a proxy alone',
    unread('unreachable', 'SELF_SIGNED_CERT_IN_CHAIN'),
    ['warning tls-authority'],
    ['failed tls-trusted'],
  ],
  [
    'an ended certificate',
    certificate('CERT_HAS_EXPIRED'),
    ['failed tls-valid'],
    ['failed tls-trusted'],
  ],
  [
    'a certificate of tomorrow',
    certificate('CERT_NOT_YET_VALID'),
    ['failed tls-valid'],
    ['failed tls-trusted'],
  ],
  [
    'another name',
    certificate('ERR_TLS_CERT_ALTNAME_INVALID'),
    ['failed tls-valid'],
    ['failed tls-trusted'],
  ],
  [
    'no address',
    unread('unreachable', 'ENOTFOUND', { addresses: [] }),
    ['failed issuer-public'],
    ['failed issuer-public'],
  ],
  [
    'an old version of TLS',
    unread('unreachable', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'),
    ['failed discovery-served'],
    ['failed discovery-served'],
  ],
  [
    'plain http on the port',
    unread('unreachable', 'ERR_SSL_WRONG_VERSION_NUMBER'),
    ['failed discovery-served'],
    ['failed discovery-served'],
  ],
  [
    'a refused connection',
    unread('unreachable', 'ECONNREFUSED'),
    ['failed discovery-served'],
    ['failed discovery-served'],
  ],
  [
    'no answer in time',
    unread('it did not answer within 10 seconds', undefined),
    ['failed discovery-served'],
    ['failed discovery-served'],
  ],
];

describe.each(ROWS)('%s', (_, given, aws, gcp) => {
  it('fails in one place', () => {
    expect(bad(AWS_RULES, given)).toEqual(aws);
    expect(bad(GCP_RULES, given)).toEqual(gcp);
    expect(bad(AZURE_RULES, given)).toEqual(gcp);
  });
});

it('names the authority, and the command with the real host', () => {
  const given = certificate('UNABLE_TO_VERIFY_LEAF_SIGNATURE') as Scene<never>;
  const document = AWS_RULES.find(({ id }) => id === 'discovery-served')?.judge(given);
  expect(document).toMatchObject({
    state: 'unknown',
    seen: expect.stringContaining('"O=Acme, CN=Acme Root"'),
    fix: expect.stringContaining('--ca FILE'),
  });
  expect(AWS_RULES.find(({ id }) => id === 'tls-authority')?.judge(given)).toMatchObject({
    fix: expect.stringContaining('"drawbridge aws thumbprint oidc.example.com"'),
  });
});

it('asks whether --ca is the right one where it is not', () => {
  const given = { ...certificate('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), hasOwnCa: true };
  expect(
    GCP_RULES.find(({ id }) => id === 'tls-trusted')?.judge(given as Scene<never>),
  ).toMatchObject({
    state: 'failed',
    fix: expect.stringContaining('Is that of --ca the right authority?'),
  });
});
