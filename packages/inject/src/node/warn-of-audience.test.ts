import { createLogRecorder } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { stubSource } from '../stub-source.fixture.ts';
import { warnOfAudience } from './warn-of-audience.ts';

const jwt = (claims: object) =>
  ['{"alg":"RS256"}', JSON.stringify(claims), 'x']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

it.each([
  [jwt({ aud: 'account' }), 0],
  [jwt({ aud: ['else', 'account'] }), 0],
  ['opaque', 0],
  [jwt({ aud: 'else' }), 1],
  [jwt({}), 1],
])('warns once of a token that lacks the audience, and hands it out', async (token, warnings) => {
  const log = createLogRecorder();
  const source = warnOfAudience(stubSource(token), 'account', log);
  expect(source.peek()?.accessToken).toBe(token);
  expect((await source.get()).accessToken).toBe(token);
  expect(log.entries).toHaveLength(warnings);
  expect(log.text()).not.toContain(token);
});

it('is the source itself where no audience is expected', () => {
  const source = stubSource('t');
  expect(warnOfAudience(source, undefined, createLogRecorder())).toBe(source);
});
