import { DrawbridgeError } from '@drawbridge/core';
import { type Answered, cookieNames, setCookies, type User } from '@drawbridge/gateway';
import { createTestIssuer } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { gatewayDecision } from './gateway-decision.ts';
import { sampleAccess } from './sample-access.ts';

const identity = await (await createTestIssuer()).issue({ sub: 'ada' });

function userNamed(subject: string, groups: readonly string[]): User {
  return {
    provider: 'private',
    issuer: 'http://localhost:1',
    subject,
    email: `${subject}@example.com`,
    groups: { kind: 'known', groups, claim: 'groups' },
    claims: { department: 'design' },
  };
}

function decided(
  verdict: Answered['verdict'],
  question: Partial<Answered['question']> | 'unread' = {},
) {
  return gatewayDecision(
    {
      dialect: 'traefik',
      verdict,
      status: verdict.kind === 'allowed' ? 200 : 403,
      question:
        question === 'unread'
          ? undefined
          : {
              scheme: 'http',
              host: 'app:1',
              readings: ['/a'],
              target: '/a?token=secret',
              method: 'GET',
              address: undefined,
              cookies: [],
              authorization: [],
              isPage: true,
              ...question,
            },
      client: undefined,
      begun: 0,
    },
    sampleAccess(['app:1']),
  );
}

const denied = new DrawbridgeError('access_denied', { detail: 'no rule lets it in' });
const missing = new DrawbridgeError('credentials_missing');

describe('a decision of the gateway', () => {
  it('tells who was let in by which rule, by what it looked at, what the app is told, and no token', () => {
    const cookies = ['a=b; drawbridge=secret'];
    const fields = [
      ['Remote-User', 'ada'],
      ['X-Drawbridge-Identity', identity],
    ] as const;
    const user = userNamed('ada', ['engineering', 'staff']);
    const told = decided({ kind: 'allowed', rule: 'engineers', user, fields }, { cookies });
    expect(told).toMatchObject({
      outcome: 'allowed',
      title: 'ada may open app:1/a.',
      rule: { name: 'engineers', text: expect.stringContaining('groups = "engineering"') },
      before: {
        claims: expect.arrayContaining([
          { name: 'session', value: 'a cookie of a session' },
          { name: 'person', value: 'ada@example.com' },
          { name: 'groups', value: 'engineering, staff', fate: 'asked' },
        ]),
        more: {
          claims: [
            { name: 'sub', value: 'ada' },
            { name: 'provider', value: 'private' },
            { name: 'department', value: 'design' },
          ],
        },
      },
      after: {
        claims: [
          { name: 'Remote-User', value: 'ada' },
          { name: 'X-Drawbridge-Identity', value: 'a signed token' },
        ],
        more: { claims: expect.arrayContaining([{ name: 'sub', value: 'ada' }]) },
      },
    });
    expect(JSON.stringify(told)).not.toContain(identity);
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('tells who is refused, and which groups the rules did not find', () => {
    const told = decided({ kind: 'forbidden', fault: denied, user: userNamed('bob', ['design']) });
    expect(told).toMatchObject({
      outcome: 'refused',
      title: 'bob may not open app:1/a: HTTP status 403.',
      code: 'access_denied',
      why: expect.stringContaining('no rule lets it in'),
      advice: { text: expect.stringMatching(/^status-page:\nwhen .*\n\nengineers:\nwhen /s) },
      before: {
        claims: expect.arrayContaining([{ name: 'groups', value: 'design', fate: 'asked' }]),
      },
    });
    const user: User = { ...userNamed('bob', []), groups: { kind: 'unknown', reason: 'too many' } };
    expect(decided({ kind: 'forbidden', fault: denied, user }).before?.claims).toContainEqual({
      name: 'groups',
      value: 'not known: too many',
      fate: 'asked',
    });
    const none = decided({ kind: 'forbidden', fault: denied, user: userNamed('bob', []) });
    expect(none.before?.claims).toContainEqual({ name: 'groups', value: 'none', fate: 'asked' });
  });

  it('marks nothing of a person where the rule that decided looks at none', () => {
    const user = userNamed('bob', ['design']);
    const told = decided({ kind: 'allowed', rule: 'status-page', user, fields: [] });
    expect(told.before?.claims).toContainEqual({ name: 'groups', value: 'design' });
  });

  it('tells who is sent to sign in, as the gateway sees who asks', () => {
    const verdict = { kind: 'signIn', url: 'http://app:1/', fault: missing } as const;
    expect(decided(verdict)).toMatchObject({
      outcome: 'waits',
      verdict: 'Sent to sign in',
      before: {
        claims: [
          { name: 'address', value: 'app:1/a' },
          { name: 'method', value: 'GET' },
          { name: 'by', value: 'a person, for a page' },
          { name: 'session', value: 'no cookie of a session' },
        ],
      },
    });
    const program = decided({ kind: 'unauthorized', fault: missing }, { isPage: false });
    expect(program.before?.claims).toContainEqual({ name: 'by', value: 'a program' });
  });

  it('finds the cookie of a session by whatever name, and in whatever parts, the gateway gives it', () => {
    for (const scheme of ['http', 'https'] as const) {
      const parts = setCookies(cookieNames(scheme).session, 'x'.repeat(9000), { cookies: [] });
      expect(parts.length).toBeGreaterThan(1);
      const sent = parts.map(([, value]) => value.split(';')[0] ?? '').join('; ');
      const { before } = decided(
        { kind: 'unauthorized', fault: missing },
        { scheme, cookies: [sent] },
      );
      expect(before?.claims).toContainEqual({ name: 'session', value: 'a cookie of a session' });
    }
  });

  it('says of a question that could not be read that it could not be', () => {
    const fault = new DrawbridgeError('request_malformed', { detail: 'the path is not UTF-8' });
    const told = decided({ kind: 'malformed', fault }, 'unread');
    expect(told).toMatchObject({
      outcome: 'refused',
      verdict: 'Not understood',
      title:
        'It could not be told what the proxy asks about, so nobody gets in by it: HTTP status 403.',
      code: 'request_malformed',
      before: undefined,
    });
    expect(JSON.stringify(told)).not.toContain('undefined');
  });

  it('says of what could not be decided that it could not be', () => {
    const fault = new DrawbridgeError('store_unavailable');
    expect(decided({ kind: 'unavailable', fault })).toMatchObject({
      verdict: 'Not decided',
      title: expect.stringContaining('app:1/a'),
    });
  });
});
