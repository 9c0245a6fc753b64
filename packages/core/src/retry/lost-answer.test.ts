import { expect, it } from 'vitest';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { lostAnswer } from './lost-answer.ts';

const url = 'https://sts.example';

it('may ask again who was not reached, or did not answer in time', () => {
  const cause = new TypeError('terminated');
  expect(lostAnswer(cause, { url, peer: 'cloud', timeout: undefined })).toMatchObject({
    fault: { code: 'cloud_unreachable', cause },
    again: {},
  });
  expect(lostAnswer(cause, { url, peer: 'token_endpoint', timeout: 1500 })).toMatchObject({
    fault: {
      code: 'token_endpoint_timeout',
      message: 'https://sts.example did not answer within 1.5 seconds',
    },
    again: {},
  });
});

it.each([
  ['cloud_untrusted', false],
  ['cloud_unreachable', true],
  ['token_endpoint_unreachable', false],
] as const)('keeps a fault that was told already: %s', (code, passes) => {
  const fault = new DrawbridgeError(code, { detail: 'x' });
  const outcome = lostAnswer(fault, { url, peer: 'cloud', timeout: undefined });
  expect(outcome.fault).toBe(fault);
  expect('again' in outcome).toBe(passes);
});
