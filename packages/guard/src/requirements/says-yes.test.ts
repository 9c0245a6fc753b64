import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../caller/caller.ts';
import { check } from './check.ts';
import { requireAll } from './insufficient.ts';
import type { Requirement } from './requirement.ts';
import { saysYes } from './says-yes.ts';

const caller = { issuer: 'https://issuer.test', access: { fingerprint: 'abc' } } as Caller;

describe('what is not true', () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  beforeEach(() => {
    unhandled.length = 0;
    process.on('unhandledRejection', note);
  });
  afterEach(() => {
    process.off('unhandledRejection', note);
  });

  const fails = () => Promise.reject(new Error('the database is away'));
  const answers: readonly (readonly [string, () => unknown])[] = [
    ['false', () => false],
    ['nothing', () => undefined],
    ['1', () => 1],
    ['a text', () => 'true'],
    ['an object', () => ({})],
    ['a Boolean', () => Object(true)],
    ['a promise of true', () => Promise.resolve(true)],
    ['a promise that fails', fails],
  ];

  it.each(answers)('refuses, and ends no process: %s', async (_, decide) => {
    expect(saysYes(decide())).toBe(false);
    const own = check('needs luck', decide as () => boolean);
    const handmade: Requirement = {
      description: 'needs luck',
      scopes: [],
      isMetBy: decide as () => boolean,
    };
    for (const requirement of [own, handmade]) {
      expect(() => requireAll(caller, [requirement], () => ({ token: 'abc' }))).toThrow(
        expect.objectContaining({ code: 'scope_insufficient' }),
      );
    }
    // Rejections that nobody handles are told of after the promises are done.
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  });

  it('is not what is true', () => {
    expect(saysYes(true)).toBe(true);
  });
});
