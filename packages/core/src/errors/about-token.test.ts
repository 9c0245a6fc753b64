import { expect, it } from 'vitest';
import { aboutToken } from './about-token.ts';
import { DrawbridgeError } from './drawbridge-error.ts';

it('keeps all that a fault says, and adds which token it is about', () => {
  const cause = new Error('down');
  const said = { detail: 'it is down', hint: 'wait', retryAfter: 7, repeated: true, cause };
  expect(
    aboutToken(new DrawbridgeError('upstream_unreachable', said), 'ba7816bf8f01', 'https://a.test'),
  ).toMatchObject({
    code: 'upstream_unreachable',
    message: 'it is down',
    hint: 'wait',
    retryAfter: 7,
    repeated: true,
    cause,
    token: 'ba7816bf8f01',
    issuer: 'https://a.test',
  });
});

it('says nothing that is not known', () => {
  const named = aboutToken(new DrawbridgeError('token_malformed'), 'ba7816bf8f01', undefined);
  expect(named).toMatchObject({ token: 'ba7816bf8f01', issuer: undefined, hint: undefined });
  expect(named).toHaveProperty('retryAfter', new DrawbridgeError('token_malformed').retryAfter);
});

it('leaves what is no fault of the table', () => {
  const thrown = new TypeError('a mistake');
  expect(aboutToken(thrown, 'ba7816bf8f01', undefined)).toBe(thrown);
});
