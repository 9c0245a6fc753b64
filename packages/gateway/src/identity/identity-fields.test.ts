import { describe, expect, it } from 'vitest';
import type { User } from '../user/user.ts';
import { type IdentityField, identityFieldFaults } from './identity-field.ts';
import { createIdentityFields } from './identity-fields.ts';
import { IDENTITY_PROFILES, vouchClaimField } from './identity-profiles.ts';

const ALICE: User = {
  provider: 'corp',
  issuer: 'https://corp.example',
  subject: 'a1',
  email: 'alice@corp.example',
  name: 'Alice',
  preferredUsername: 'al',
  groups: { kind: 'known', groups: ['ops', 'dev'], claim: 'groups' },
  claims: {
    email: 'raw@corp.example',
    dept: 'it',
    level: 3,
    admin: true,
    teams: ['x', 'y'],
    address: { town: 'K\u00f6ln' },
    nothing: null,
  },
};
const NAMELESS: User = {
  provider: 'corp',
  issuer: 'https://corp.example',
  subject: 'b2',
  groups: { kind: 'unknown', reason: 'the token has no claim "groups"' },
  claims: {},
};

function write(fields: readonly IdentityField[], user?: User) {
  return Object.fromEntries(createIdentityFields(fields)(user));
}

describe('the fields of others', () => {
  it('of Authelia', () => {
    expect(write(IDENTITY_PROFILES.remote, ALICE)).toEqual({
      'Remote-User': 'alice@corp.example',
      'Remote-Email': 'alice@corp.example',
      'Remote-Name': 'Alice',
      'Remote-Groups': 'ops,dev',
    });
  });

  it('of oauth2-proxy, asked by nginx', () => {
    expect(write(IDENTITY_PROFILES['auth-request'], ALICE)).toEqual({
      'X-Auth-Request-User': 'a1',
      'X-Auth-Request-Email': 'alice@corp.example',
      'X-Auth-Request-Preferred-Username': 'al',
      'X-Auth-Request-Groups': 'ops,dev',
    });
  });

  it('of traefik-forward-auth', () => {
    expect(write(IDENTITY_PROFILES.forwarded, ALICE)).toEqual({
      'X-Forwarded-User': 'alice@corp.example',
      'X-Forwarded-Email': 'alice@corp.example',
      'X-Forwarded-Preferred-Username': 'al',
      'X-Forwarded-Groups': 'ops,dev',
    });
  });

  it('of Vouch Proxy, whose lists are quoted', () => {
    const fields = [
      ...IDENTITY_PROFILES.vouch,
      ...['groups', 'given_name', 'https://corp.example/role', 'dept'].map(vouchClaimField),
    ];
    expect(write(fields, ALICE)).toEqual({
      'X-Vouch-User': 'alice@corp.example',
      'X-Vouch-Success': 'true',
      'X-Vouch-IdP-Claims-Groups': '"ops","dev"',
      'X-Vouch-IdP-Claims-Given-Name': '',
      'X-Vouch-IdP-Claims-Corp-Example-Role': '',
      'X-Vouch-IdP-Claims-Dept': 'it',
    });
  });
});

describe('createIdentityFields', () => {
  const profiles = Object.entries<readonly IdentityField[]>(IDENTITY_PROFILES);

  it.each(profiles)('%s: has every field, of whomever', (_, fields) => {
    for (const user of [undefined, NAMELESS, ALICE]) {
      expect(Object.keys(write(fields, user))).toEqual(fields.map(({ name }) => name));
    }
    expect(Object.values(write(fields, undefined)).every((value) => value === '')).toBe(true);
  });

  it('calls nobody by a subject that an app would take for an email, of which the provider says nothing', () => {
    const user = { ...NAMELESS, subject: 'alice@corp.example' };
    for (const [fields, name] of [
      [IDENTITY_PROFILES.remote, 'Remote-User'],
      [IDENTITY_PROFILES.forwarded, 'X-Forwarded-User'],
      [IDENTITY_PROFILES.vouch, 'X-Vouch-User'],
    ] as const) {
      expect(write(fields, user)).toMatchObject({ [name]: '' });
      expect(write(fields, { ...user, email: 'eve@corp.example' })).toMatchObject({
        [name]: 'eve@corp.example',
      });
    }
    // Who asks for subjects is told them all.
    expect(write(IDENTITY_PROFILES['auth-request'], user)).toMatchObject({
      'X-Auth-Request-User': 'alice@corp.example',
      'X-Auth-Request-Email': '',
    });
  });

  it('writes no groups where some may be missing', () => {
    expect(write(IDENTITY_PROFILES.remote, NAMELESS)).toMatchObject({
      'Remote-User': 'b2',
      'Remote-Email': '',
      'Remote-Groups': '',
    });
  });

  it.each([
    ['dept', 'it'],
    ['level', '3'],
    ['admin', 'true'],
    ['teams', 'x,y'],
    ['address', '{"town":"K%C3%B6ln"}'],
    ['nothing', ''],
    ['absent', ''],
    ['constructor', ''],
    ['__proto__', ''],
    ['sub', 'a1'],
    ['iss', 'https://corp.example'],
    ['groups', 'ops,dev'],
    ['email', 'alice@corp.example'],
  ])('writes the claim %s as %j', (claim, value) => {
    expect(write([{ name: 'X-Own', value: { claim } }], ALICE)).toEqual({ 'X-Own': value });
  });

  it('has no email of a claim that was not verified', () => {
    const user = { ...NAMELESS, claims: { email: 'admin@corp.example' } };
    expect(write([{ name: 'X-Own', value: { claim: 'email' } }], user)).toEqual({ 'X-Own': '' });
  });

  it.each([
    'X_User',
    'X.User',
    'X User',
    'X-User:',
    '',
    '-X',
    'X--User',
    'X-\u00dcser',
    'x'.repeat(101),
    'Connection',
    'Transfer-Encoding',
    'Content-Length',
    'Set-Cookie',
    'location',
    'X-Forwarded-Host',
    'X-Drawbridge-Identity',
  ])('refuses the name %j', (name) => {
    const fields: readonly IdentityField[] = [
      { name: 'X-Good', value: 'user' },
      { name, value: 'user' },
    ];
    expect(identityFieldFaults(fields)).toMatchObject([{ index: 1 }]);
    expect(() => createIdentityFields(fields)).toThrow(TypeError);
  });

  it('refuses two fields that an app cannot tell apart', () => {
    const fields: readonly IdentityField[] = [
      { name: 'X-User', value: 'user' },
      { name: 'x-USER', value: 'email' },
    ];
    expect(identityFieldFaults(fields)).toEqual([{ index: 1, fault: 'is there twice' }]);
    expect(() => createIdentityFields(fields)).toThrow('is there twice');
  });

  it('takes the fields of all profiles together', () => {
    const all = Object.values<readonly IdentityField[]>(IDENTITY_PROFILES).flat();
    expect(identityFieldFaults(all)).toEqual([]);
  });
});
