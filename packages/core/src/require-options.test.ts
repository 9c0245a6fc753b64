import { describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';
import { silentLog } from './log/log.ts';
import { silentMetrics } from './metrics.ts';
import { requireFunctions, requireObject, requireSurroundings } from './require-options.ts';

describe('requireObject', () => {
  it.each([undefined, null, 'text', 42, true, [], () => {}])('refuses %j', (value) => {
    const check = () => requireObject(value, 'client', "{ id: '…' }");
    expect(check).toThrow(new TypeError("client must be an object, such as { id: '…' }"));
  });

  it('takes an object', () => {
    expect(() => requireObject({}, 'client', '{}')).not.toThrow();
  });
});

describe('requireFunctions', () => {
  const check = (value: unknown) => () =>
    requireFunctions(value, 'store', ['get', 'put'], 'a store');

  it.each([null, 'text', 42, [], {}, { get() {} }, { get() {}, put: 'x' }, () => {}])(
    'refuses %j',
    (value) => {
      expect(check(value)).toThrow(new TypeError('store must be a store, with get, put'));
    },
  );

  it.each([undefined, { get() {}, put() {} }, Object.assign(() => {}, { get() {}, put() {} })])(
    'takes %j',
    (value) => {
      expect(check(value)).not.toThrow();
    },
  );
});

describe('requireSurroundings', () => {
  it.each([
    ['clock', Date],
    ['clock', () => 0],
    ['log', console.log],
    ['metrics', 'prometheus'],
  ])('refuses a wrong %s', (name, value) => {
    expect(() => requireSurroundings({ [name]: value })).toThrow(
      expect.objectContaining({
        name: 'TypeError',
        message: expect.stringMatching(`^${name} must`),
      }),
    );
  });

  it('takes nothing, and what each is', () => {
    const all = { clock: systemClock, log: silentLog, metrics: silentMetrics };
    for (const given of [{}, all, { log: console }]) {
      expect(() => requireSurroundings(given)).not.toThrow();
    }
  });
});
