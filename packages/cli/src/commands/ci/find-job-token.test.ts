import { toDrawbridgeError } from '@drawbridge/core';
import { claimsOf } from '@drawbridge/clouds/ci';
import { createTestIssuer } from '@drawbridge/testing';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { findJobToken, type TokenOptions } from './find-job-token.ts';

const AUDIENCE = 'https://bridge.test';
const BITBUCKET = { BITBUCKET_BUILD_NUMBER: '7' };

let token: string;
beforeAll(async () => {
  const issuer = await createTestIssuer({ issuer: 'https://ci.test', algorithms: ['ES256'] });
  token = await issuer.issue({ aud: AUDIENCE });
});

/** The fault of looking for a token, with all that a person reads of it. */
function faultOf(options: TokenOptions, env: Record<string, string>) {
  try {
    findJobToken(options, AUDIENCE, env);
  } catch (thrown) {
    const { code, message, hint = '' } = toDrawbridgeError(thrown);
    return { code, text: `${message} ${hint}` };
  }
  throw new Error('there is one');
}

describe('no token', () => {
  test.each([
    ['of a system that nobody knows', {}, {}, 'no job of a system that is known (GitLab'],
    ['of a system that was told of none', {}, BITBUCKET, 'Bitbucket Pipelines has no token'],
    ['in a variable that is not set', { tokenVariable: 'X' }, {}, 'the variable X is not set'],
    ['in a variable that is empty', { tokenVariable: 'X' }, { X: '' }, 'X is not set'],
    ['in a password', { tokenVariable: 'X' }, { X: 'glpat-1' }, 'X holds no signed JWT'],
  ])('is %s', (_, options, env, words) => {
    const { code, text } = faultOf(options, env);
    expect([code, text]).toEqual(['job_token_missing', expect.stringContaining(words)]);
    expect(text).not.toContain('glpat');
  });

  test('is that of another issuer in a job of GitLab, and it is said where that is', () => {
    const gitlab = { GITLAB_CI: 'true', CI_SERVER_URL: 'https://gitlab.test' };
    const { code, text } = faultOf({}, { ...gitlab, MINE: token });
    expect(code).toBe('job_token_missing');
    expect(text).toMatch(
      /has no token The token in MINE is of another .* --token-variable MINE\. Add to the job/,
    );
    expect(text).not.toContain(token);
    const { text: several } = faultOf({}, { ...gitlab, MINE: token, VAULT: token });
    expect(several).toContain('The token in MINE, and 1 more, is of another');
  });

  test('is a variable of the system beside the one that was named', () => {
    const env = { ...BITBUCKET, BITBUCKET_STEP_OIDC_TOKEN: token };
    expect(faultOf({ tokenVariable: 'X' }, env).code).toBe('job_token_missing');
  });
});

test.each([['glpat-1'], ['@'], ['']])('--token %j names no file, and is not repeated', (given) => {
  const { code, text } = faultOf({ token: given }, {});
  expect([code, text]).toEqual(['usage_invalid', expect.stringContaining('names no file')]);
  expect(text).not.toContain('glpat');
});

test('a job has one token', () => {
  const { code } = faultOf({ token: '@/a', tokenVariable: 'X' }, { X: token });
  expect(code).toBe('usage_invalid');
});

test('what is named goes before what the system has, and needs no system', () => {
  const env = { ...BITBUCKET, BITBUCKET_STEP_OIDC_TOKEN: token, X: token };
  const placeOf = (options: TokenOptions, of: Record<string, string>) =>
    findJobToken(options, AUDIENCE, of).place;
  expect(placeOf({}, env)).toMatchObject({ name: 'BITBUCKET_STEP_OIDC_TOKEN' });
  for (const of of [env, { X: token }]) {
    expect(placeOf({ tokenVariable: 'X' }, of)).toEqual({ kind: 'variable', name: 'X' });
    expect(placeOf({ token: '@/a b' }, of)).toEqual({ kind: 'file', path: '/a b' });
  }
});

test('no variable is taken, or repeated in a message, that is no signed JWT', () => {
  const value = fc.string({ minLength: 12 }).filter((text) => claimsOf(text) === undefined);
  fc.assert(
    fc.property(value, (secret) => {
      const { code, text } = faultOf({ tokenVariable: 'X' }, { X: secret });
      expect([code, text.includes(secret)]).toEqual(['job_token_missing', false]);
      const named = faultOf({ tokenVariable: secret }, {});
      expect(/^\w+$/.test(secret) || !named.text.includes(secret)).toBe(true);
    }),
  );
});
