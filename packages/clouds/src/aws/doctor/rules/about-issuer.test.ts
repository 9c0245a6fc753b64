import { expect, it } from 'vitest';
import { createChanges, type RuleRow, testRows } from '../../../doctor/judge-rule.fixture.ts';
import { ISSUER, scene, served } from '../../../doctor/scene.fixture.ts';
import type { AwsTrust } from '../aws-trust.ts';
import { trusting } from '../role.fixture.ts';
import { ISSUER_RULES } from './about-issuer.ts';

const NOW = scene().now;
const { claims, discovery, seen } = createChanges<AwsTrust>();
const withFault = (fault: string) =>
  seen({ tls: { fault, chain: [{ subject: 'a.example', issuer: 'a.example', ends: 4e12 }] } });

// Each row is of what is documented, or was measured: AWS_REQUIREMENTS says where.
const ROWS: readonly RuleRow<AwsTrust>[] = [
  ['issuer-https', seen({ issuer: 'http://oidc.example.com' }), 'failed', '"http://oidc'],
  ['issuer-plain', seen({ issuer: `${ISSUER}?a=1` }), 'failed', 'oidc.example.com?a=1"'],
  ['issuer-port', seen({ issuer: `${ISSUER}:8443/a` }), 'warning', ':8443/a" has a port'],
  ['issuer-length', seen({ issuer: `${ISSUER}/${'a'.repeat(231)}` }), 'failed', '256 characters'],
  ['issuer-length', seen({ issuer: `${ISSUER}/${'a'.repeat(230)}` }), 'passed', '255 characters'],
  ['issuer-public', seen({ addresses: ['10.1.2.3'] }), 'failed', 'stands for 10.1.2.3'],
  [
    'issuer-public',
    seen({ addresses: [], discovery: { ...served(ISSUER, ''), status: 0 } }),
    'unknown',
    'looked up by the proxy',
  ],
  ['tls-valid', withFault('CERT_HAS_EXPIRED'), 'failed', 'has ended'],
  ['tls-valid', withFault('ERR_TLS_CERT_ALTNAME_INVALID'), 'failed', 'not for this name'],
  ['tls-valid', withFault('DEPTH_ZERO_SELF_SIGNED_CERT'), 'passed', 'in time'],
  ['tls-authority', withFault('DEPTH_ZERO_SELF_SIGNED_CERT'), 'warning', 'no authority'],
  ['tls-authority', withFault('CERT_HAS_EXPIRED'), 'unknown', 'does not count'],
  [
    'tls-authority',
    () => scene<AwsTrust>({ hasOwnCa: true }),
    'unknown',
    'by the authorities of --ca',
  ],
  ['tls-valid', () => scene<AwsTrust>({ hasOwnCa: true }), 'passed', 'in time'],
  [
    'tls-lasts',
    seen({ tls: { chain: [{ subject: '', issuer: '', ends: (NOW + 864_000) * 1000 }] } }),
    'warning',
    'ends in 10 days',
  ],
  ['tls-thumbprint', claims({}), 'passed', 'unless the role is in China'],
  ['tls-thumbprint', trusting(claims({})), 'unknown', 'the role is in China'],
  ['tls-thumbprint', withFault('SELF_SIGNED_CERT_IN_CHAIN'), 'unknown', 'may count'],
  [
    'discovery-served',
    seen({ discovery: served(ISSUER, '', { status: 403 }) }),
    'failed',
    'HTTP status 403',
  ],
  [
    'discovery-issuer',
    discovery({ issuer: `${ISSUER}/` }),
    'warning',
    'that of "https://oidc.example.com/"',
  ],
  [
    'discovery-jwks-uri',
    discovery({ jwks_uri: 'http://a.example/jwks' }),
    'failed',
    '"http://a.example/jwks"',
  ],
  [
    'discovery-members',
    discovery({ claims_supported: undefined, response_types_supported: 'id_token' }),
    'failed',
    'no list response_types_supported and no claims_supported',
  ],
  ['answer-time', seen({ jwks: served(ISSUER, '', { milliseconds: 3100 }) }), 'warning', '3.10 s'],
  ['issuer-log', () => scene<AwsTrust>(), 'unknown', 'many at once'],
  [
    'jwks-served',
    seen({ jwks: served(ISSUER, '', { status: 301, headers: { location: '/keys' } }) }),
    'failed',
    'redirected to /keys',
  ],
  ['keys-some', () => scene<AwsTrust>({ keys: [] }), 'failed', 'no keys'],
];

testRows(ISSUER_RULES, ROWS);

it('has no host in a command that a shell would obey', () => {
  const rule = ISSUER_RULES.find(({ id }) => id === 'tls-authority');
  const of = (issuer: string) => {
    const { seen: own, ...rest } = withFault('SELF_SIGNED_CERT_IN_CHAIN')();
    return rule?.judge({ ...rest, seen: { ...own, issuer } });
  };
  expect(of('https://a.example:8443/b')).toMatchObject({
    fix: expect.stringContaining('"drawbridge aws thumbprint a.example:8443" prints'),
  });
  expect(of('https://a`id`;.example/b')).toMatchObject({
    fix: expect.stringContaining('"drawbridge aws thumbprint HOST" prints'),
  });
});
