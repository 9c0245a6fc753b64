import { DrawbridgeError } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../decision/verdict.ts';
import type { User } from '../../user/user.ts';
import { narrow, readConstraints } from './constraints.ts';
import { ANN } from './ann.fixture.ts';

const allowed = (user?: User): Verdict => ({
  kind: 'allowed',
  rule: 'people',
  fields: [],
  ...(user !== undefined && { user }),
});

const judge = (query: string, user: User | undefined = ANN) =>
  narrow(allowed(user), readConstraints({ target: `/oauth2/auth?${query}` })).kind;

const { email: _, ...NAMELESS } = ANN;

describe('narrow', () => {
  it.each([
    'allowed_groups=admins',
    'allowed_groups=Staff',
    'allowed_groups=',
    'allowed_groups=,',
    'allowed_emails=bob@example.com',
    'allowed_emails=',
    'allowed_email_domains=example.org',
    'allowed_email_domains=ample.com',
    'allowed_email_domains=*.example.com',
    'allowed_email_domains=.',
    'allowed_email_domains=*',
    'allowed_email_domains=com',
    'allowed_users=ann',
    'allowed_groups=staff&allowed_emails=bob@example.com',
    'allowed_groups=a&allowed_emails=b&require_all_matches=false',
    'constraints_required=true',
    'constraints_required=true&require_all_matches=false',
  ])('keeps out by %s', (query) => {
    expect(judge(query)).toBe('forbidden');
  });

  it.each([
    '',
    'rd=/x',
    'constraints_required=false',
    'allowed_groups=admins,%20staff',
    'allowed_emails=ANN@EXAMPLE.COM',
    'allowed_email_domains=Example.com,other.example',
    'allowed_users=ann-1',
    'allowed_groups=ops&allowed_email_domains=example.com&constraints_required=true',
    'allowed_groups=admins&allowed_users=ann-1&require_all_matches=false',
  ])('lets in by %j', (query) => {
    expect(judge(query)).toBe('allowed');
  });

  it('takes names below a domain', () => {
    const user = { ...ANN, email: 'ann@eu.example.com' };
    expect(judge('allowed_email_domains=.example.com', user)).toBe('allowed');
    expect(judge('allowed_email_domains=*.example.com', user)).toBe('allowed');
    expect(judge('allowed_email_domains=example.com', user)).toBe('forbidden');
  });

  it.each([
    ['no email', NAMELESS, 'allowed_emails=ann@example.com'],
    ['no email', NAMELESS, 'allowed_email_domains=example.com'],
    ['two @', { ...ANN, email: 'a@evil.example@example.com' }, 'allowed_email_domains=example.com'],
    ['two @', { ...ANN, email: 'a@example.com@evil.example' }, 'allowed_email_domains=example.com'],
    [
      'unknown groups',
      { ...ANN, groups: { kind: 'unknown', reason: 'too many' } as const },
      'allowed_groups=staff',
    ],
  ])('keeps out who has %s', (_words, user, query) => {
    expect(judge(query, user)).toBe('forbidden');
  });

  it('wants a sign-in for what is open to anyone, where somebody is named', () => {
    expect(narrow(allowed(), readConstraints({ target: '/?allowed_groups=staff' })).kind).toBe(
      'unauthorized',
    );
    expect(narrow(allowed(), readConstraints({ target: '/' })).kind).toBe('allowed');
  });

  it('lets nobody in that the rules do not', () => {
    const fault = new DrawbridgeError('credentials_missing');
    const verdicts: readonly Verdict[] = [
      { kind: 'signIn', url: 'https://a.example/', fault },
      { kind: 'unauthorized', fault },
      { kind: 'forbidden', fault, user: ANN },
      { kind: 'malformed', fault },
      { kind: 'unavailable', fault },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...verdicts), fc.webQueryParameters(), (verdict, query) => {
        const constraints = readConstraints({ target: `/?allowed_groups=staff&x=${query.length}` });
        expect(narrow(verdict, constraints)).toBe(verdict);
      }),
    );
  });

  it.each([
    'allowed_groups=a&allowed_groups=b',
    'allowed_emails=a&allowed%5Femails=b',
    'require_all_matches=no',
    'constraints_required=',
  ])('does not guess at %s', (query) => {
    expect(() => readConstraints({ target: `/?${query}` })).toThrow(
      expect.objectContaining({ code: 'parameter_invalid' }),
    );
  });
});
