import type { HeaderField } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFieldCheck, createSecretCheck, secretFault } from './offered-secret.ts';

const SECRET = 'pa:ss-word';
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const offers = (...values: readonly string[]) => ({
  headers: values.map((value): HeaderField => ['Authorization', value]),
});

describe('secretFault', () => {
  it('takes what every program sends alike', () => {
    expect(secretFault(SECRET)).toBeUndefined();
    expect(secretFault('!~')).toBeUndefined();
  });

  it.each(['', 'pass word', 'pa:ss-wörd', 'пароль', 'tab\t', ' x', 'x\n', '\x7f', '\0'])(
    'refuses %j, and does not repeat it',
    (secret) => {
      const fault = secretFault(secret);
      expect(fault).toBeDefined();
      expect(secret.length < 3 || !fault?.includes(secret)).toBe(true);
    },
  );
});

describe('createSecretCheck', () => {
  const isRight = createSecretCheck(SECRET);

  it.each([
    ['nothing', []],
    ['another', ['Bearer other']],
    ['a beginning of it', ['Bearer pa:ss']],
    ['it as the user', [basic(`${SECRET}:`)]],
    ['a user alone', [basic('ann')]],
    ['what is no base64', ['Basic ?']],
    ['another scheme', [`Digest ${SECRET}`]],
    ['it alone', [SECRET]],
    ['it twice', [`Bearer ${SECRET}`, `Bearer ${SECRET}`]],
    ['bytes that are no text', ['Basic Ov8=']],
  ])('refuses %s', (_, values) => {
    expect(isRight(offers(...values))).toBe(false);
  });

  it.each([`Bearer ${SECRET}`, `bearer  ${SECRET}`, basic(`ann:${SECRET}`), basic(`:${SECRET}`)])(
    'takes %s',
    (value) => {
      expect(isRight(offers(value))).toBe(true);
    },
  );

  it('refuses what has no colon before it, as Basic has (RFC 7617 section 2)', () => {
    const knows = createSecretCheck('planted');
    expect(knows(offers(basic('planted')))).toBe(false);
    expect(knows(offers(basic(':planted')))).toBe(true);
  });

  it('takes no other secret (property)', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isRight(offers(`Bearer ${text}`))).toBe(text === SECRET);
        expect(isRight(offers(basic(`:${text}`)))).toBe(text === SECRET);
      }),
    );
  });
});

describe('createFieldCheck', () => {
  const isRight = createFieldCheck(SECRET);

  it('takes it in either field', () => {
    expect(isRight(offers(`Bearer ${SECRET}`))).toBe(true);
    expect(isRight({ headers: [['X-Drawbridge-Secret', SECRET]] })).toBe(true);
  });

  it('refuses a wrong one, whatever stands beside it', () => {
    const wrong: HeaderField = ['x-drawbridge-secret', 'wrong'];
    expect(isRight({ headers: [wrong, ...offers(`Bearer ${SECRET}`).headers] })).toBe(false);
    expect(isRight({ headers: [wrong, ['x-drawbridge-secret', SECRET]] })).toBe(false);
    const right: HeaderField = ['x-drawbridge-secret', SECRET];
    expect(isRight({ headers: [right, wrong] })).toBe(false);
    expect(isRight({ headers: [right, right] })).toBe(false);
    expect(isRight({ headers: [] })).toBe(false);
  });
});
