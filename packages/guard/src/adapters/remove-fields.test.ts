import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeRequest } from './node-request.ts';
import { removeFields } from './remove-fields.ts';

const names = new Set(['authorization', 'x-id-token']);
const removed = { fields: names };
const field = fc.constantFrom(
  'Authorization',
  'AUTHORIZATION',
  'x-Id-tokeN',
  'X-ID-Tok',
  'Host',
  'x',
);

describe('removeFields', () => {
  it('removes each field of a name, however it is written, and no other (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(field, fc.string())), (sent) => {
        const rawHeaders = sent.flat();
        const headers = Object.fromEntries(
          sent.map(([name, value]) => [name.toLowerCase(), value] as const),
        );
        const headersDistinct = Object.fromEntries(
          sent.map(([name, value]): [string, string[]] => [name.toLowerCase(), [value]]),
        );
        const request = { rawHeaders, headers, headersDistinct, socket: {} };
        removeFields(request, removed);
        const kept = sent.filter(([name]) => !names.has(name.toLowerCase()));
        expect(rawHeaders).toEqual(kept.flat());
        const left = new Set(kept.map(([name]) => name.toLowerCase()));
        expect(new Set(Object.keys(request.headers))).toEqual(left);
        // Nobody finds them in the object from before.
        for (const name of names) expect(headers[name]).toBeUndefined();
        expect(new Set(Object.keys(headersDistinct))).toEqual(left);
      }),
    );
  });

  it('removes them where headers cannot be set, as those of HTTP/2', () => {
    const headers: NodeRequest['headers'] = { authorization: 'Bearer a', host: 'a.test' };
    const request = {
      rawHeaders: ['authorization', 'Bearer a', 'host', 'a.test'],
      get headers() {
        return headers;
      },
      socket: {},
    };
    removeFields(request, removed);
    expect([request.rawHeaders, headers]).toEqual([['host', 'a.test'], { host: 'a.test' }]);
  });

  it('leaves the rest as it was, with its prototype and its order', () => {
    const headers: NodeRequest['headers'] = {
      host: 'a.test',
      'x-id-token': 'a',
      'set-cookie': ['a=b'],
      accept: '*/*',
    };
    const request = { rawHeaders: [], headers, headersDistinct: {}, socket: {} };
    removeFields(request, removed);
    expect(Object.entries(request.headers)).toEqual([
      ['host', 'a.test'],
      ['set-cookie', ['a=b']],
      ['accept', '*/*'],
    ]);
    expect(Object.getPrototypeOf(request.headers)).toBe(Object.prototype);
  });
});
