import type { HeaderField } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { createTermination } from './termination.ts';

const PATH = '/quitquitquit';
const right: HeaderField = ['X-Drawbridge-Secret', 'right'];

function call(method: string, target: string, ...headers: readonly HeaderField[]) {
  let stopped = 0;
  const terminate = createTermination({ path: PATH, secret: 'right', stop: () => (stopped += 1) });
  const reply = terminate({
    method,
    target,
    headers,
  });
  return { status: reply?.status, headers: reply?.headers ?? [], stopped };
}

describe('createTermination', () => {
  it('is not there unless configured', () => {
    const terminate = createTermination(undefined);
    const head = { headers: [right] };
    expect(terminate({ ...head, method: 'POST', target: PATH })).toBeUndefined();
  });

  it.each(['GET', 'HEAD', 'post', 'OPTIONS'])('refuses %s', (method) => {
    const { status, stopped, headers } = call(method, PATH, right);
    expect([status, stopped]).toEqual([405, 0]);
    expect(headers).toContainEqual(['allow', 'POST']);
  });

  it.each([
    [[]],
    [[['X-Drawbridge-Secret', 'wrong']]],
    [[['Authorization', 'Bearer wrong']]],
  ] as const)('refuses who does not know the secret', (headers) => {
    const { status, stopped } = call('POST', PATH, ...headers);
    expect([status, stopped]).toEqual([401, 0]);
  });

  it.each([`${PATH}/`, `/${PATH}`, '/', `/x${PATH}`, '/quitquitquit%20'])(
    'is not at %s',
    (path) => {
      expect(call('POST', path, right)).toEqual({ status: undefined, headers: [], stopped: 0 });
    },
  );

  it('stops for who knows it', () => {
    expect(call('POST', PATH, right)).toMatchObject({ status: 202, stopped: 1 });
    const bearer: HeaderField = ['Authorization', 'Bearer right'];
    expect(call('POST', `${PATH}?now`, bearer)).toMatchObject({ status: 202, stopped: 1 });
  });

  it('needs a path and a secret', () => {
    const stop = () => {};
    expect(() => createTermination({ path: 'quit', secret: 's', stop })).toThrow(TypeError);
    expect(() => createTermination({ path: '/quit', secret: '', stop })).toThrow(TypeError);
    const make = () => createTermination({ path: '/quit', secret: 'sésame', stop });
    expect(make).toThrow('beyond ASCII');
  });
});
