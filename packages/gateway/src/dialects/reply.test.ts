import { DrawbridgeError } from '@drawbridge/core';
import { replyJson, replyText } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../decision/verdict.ts';
import { fieldsOf, HTML, userNamed } from '../gateway.fixture.ts';
import { ASKED } from './asked.fixture.ts';
import { DIALECTS } from './dialects.ts';

type Refused = Exclude<Verdict, { kind: 'allowed' | 'signIn' }>;

const URL = 'https://app.example.com/.drawbridge/login?url=%2Fx';
const ALLOWED: Verdict = {
  kind: 'allowed',
  rule: 'people',
  fields: [
    ['Remote-User', 'alice'],
    ['Remote-Groups', ''],
  ],
};
const SIGN_IN: Verdict = {
  kind: 'signIn',
  url: URL,
  fault: new DrawbridgeError('credentials_missing'),
};
const REFUSED: readonly Refused[] = [
  { kind: 'unauthorized', fault: new DrawbridgeError('credentials_missing') },
  { kind: 'forbidden', fault: new DrawbridgeError('access_denied'), user: userNamed('alice') },
  { kind: 'forbidden', fault: new DrawbridgeError('access_denied'), user: undefined },
  { kind: 'malformed', fault: new DrawbridgeError('request_malformed') },
  { kind: 'unavailable', fault: new DrawbridgeError('store_unavailable') },
];

/** What a proxy does with the status, by the table of the contracts. */
const STATUS: Readonly<Record<'nginx' | 'others', Readonly<Record<Refused['kind'], number>>>> = {
  nginx: { unauthorized: 401, forbidden: 403, malformed: 403, unavailable: 503 },
  others: { unauthorized: 401, forbidden: 403, malformed: 400, unavailable: 503 },
};

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'];
const dialects = DIALECTS.map((dialect) => [dialect.name, dialect] as const);

it('has a dialect for each proxy of the contracts', () => {
  expect(DIALECTS.map(({ name }) => name).toSorted()).toEqual(Object.keys(ASKED).toSorted());
});

describe.each(dialects)('the answer to %s', (name, dialect) => {
  const question = (method: string, isPage: boolean) =>
    dialect.read(
      ASKED[name]?.({ method, fields: isPage ? [HTML] : [] }) ?? expect.unreachable(),
      () => undefined,
    );

  it.each(METHODS)('is exactly 200 with all fields for a yes to %s', (method) => {
    for (const isPage of [true, false]) {
      expect(dialect.reply(ALLOWED, question(method, isPage))).toEqual({
        status: 200,
        headers: [
          ['Remote-User', 'alice'],
          ['Remote-Groups', ''],
          ['cache-control', 'no-store'],
        ],
        body: null,
      });
    }
  });

  it.each(METHODS)('sends %s to sign in at an absolute address, by GET', (method) => {
    const reply = dialect.reply(SIGN_IN, question(method, true));
    const isRepeated = ['GET', 'HEAD', 'OPTIONS'].includes(method);
    expect(reply).toEqual({
      status: name === 'nginx' ? 401 : isRepeated ? 302 : 303,
      headers: [
        ['location', URL],
        ['cache-control', 'no-store'],
      ],
      body: null,
    });
  });

  it.each(REFUSED)('is no yes and no redirect where it is $kind', (verdict) => {
    for (const method of METHODS) {
      for (const isPage of [true, false]) {
        const reply = dialect.reply(verdict, question(method, isPage));
        const fields = fieldsOf(reply);
        expect(reply.status).toBe(STATUS[name === 'nginx' ? 'nginx' : 'others'][verdict.kind]);
        expect(fields['content-type']).toMatch(isPage ? /^text\/html/ : /^application\/json$/);
        expect(fields['cache-control']).toBe('no-store');
        expect(fields).not.toHaveProperty('location');
        expect('www-authenticate' in fields).toBe(reply.status === 401);
        expect('retry-after' in fields).toBe(verdict.kind === 'unavailable');
        if (isPage) expect(fields['content-security-policy']).toContain("default-src 'none'");
        else expect(replyJson(reply)).toMatchObject({ code: verdict.fault.code });
      }
    }
  });

  it('has each field once, and no cookie', () => {
    for (const verdict of [ALLOWED, SIGN_IN, ...REFUSED]) {
      const names = dialect
        .reply(verdict, question('GET', true))
        .headers.map(([field]) => field.toLowerCase());
      expect(new Set(names).size).toBe(names.length);
      expect(names).not.toContain('set-cookie');
    }
  });

  it('is JSON where the question could not be read', () => {
    const [verdict] = REFUSED.filter(({ kind }) => kind === 'malformed');
    expect(replyJson(dialect.reply(verdict as Refused))).toMatchObject({
      code: 'request_malformed',
    });
  });

  it('says who may not, to that person alone', () => {
    const [known, unknown] = REFUSED.filter(({ kind }) => kind === 'forbidden');
    const shown = replyText(dialect.reply(known as Refused, question('GET', true)));
    expect(shown).toContain('alice@corp.example');
    expect(shown).toContain('href="/.drawbridge/logout"');
    expect(replyText(dialect.reply(known as Refused, question('GET', false)))).not.toContain(
      'alice',
    );
    expect(replyText(dialect.reply(unknown as Refused, question('GET', true)))).not.toContain(
      'signed in as',
    );
  });
});
