import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ForwardedHeader, forwardedFor } from './forwarded.ts';

const all = (header: ForwardedHeader, ...values: readonly string[]) => [
  ...forwardedFor(header, values),
];

describe('X-Forwarded-For', () => {
  it.each([
    [['1.1.1.1, 2.2.2.2 ,3.3.3.3'], ['3.3.3.3', '2.2.2.2', '1.1.1.1']],
    [
      ['1.1.1.1', '2.2.2.2, 3.3.3.3'],
      ['3.3.3.3', '2.2.2.2', '1.1.1.1'],
    ],
    [['1.1.1.1:80, [::1]:80, [::2], ::3'], ['::3', '::2', '::1', '1.1.1.1']],
    [[' , 1.1.1.1,, '], ['1.1.1.1']],
    [[''], []],
    [[], []],
    [['unknown, _x'], ['_x', 'unknown']],
  ])('%j names %j', (values, named) => {
    expect(all('x-forwarded-for', ...values)).toEqual(named);
  });
});

describe('Forwarded', () => {
  it.each<[string, (string | undefined)[]]>([
    ['for=192.0.2.43, for=198.51.100.17', ['198.51.100.17', '192.0.2.43']],
    ['For="[2001:db8:cafe::17]:4711"', ['2001:db8:cafe::17']],
    ['for="[::1]"', ['::1']],
    ['for="192.0.2.1:8080";proto=https', ['192.0.2.1']],
    ['for="192.0.2.1:_port"', ['192.0.2.1']],
    ['proto=https;FOR=192.0.2.1 ; by=_me;host="a,b;for=6.6.6.6"', ['192.0.2.1']],
    [String.raw`for=192.0.2.1;host="a\", for=6.6.6.6;x=\"b"`, ['192.0.2.1']],
    [String.raw`for="192.0.\2.1"`, ['192.0.2.1']],
    ['for=unknown', ['unknown']],
    ['for=_hidden, for="_SEVKISEK"', ['_SEVKISEK', '_hidden']],
    ['proto=https', [undefined]],
    ['for=1.1.1.1;for=2.2.2.2', [undefined]],
    ['for=', [undefined]],
    ['for=1.1.1.1;', ['1.1.1.1']],
    ['for=1.1.1.1 2.2.2.2', [undefined]],
    ['for=192.0.2.1:80', [undefined]],
    ['1.1.1.1', [undefined]],
    // What stands on the left cannot spoil what the nearest proxy says.
    ['for="6.6.6.6, for=192.0.2.1', ['192.0.2.1', undefined]],
    ['for="\\, for=192.0.2.1', ['192.0.2.1', undefined]],
    ['", for=192.0.2.1', ['192.0.2.1', undefined]],
  ])('%j names %j', (value, named) => {
    expect(all('forwarded', value)).toEqual(named);
  });
});

describe('forwardedFor', () => {
  /** Text that a caller may send in a header field. */
  const junk = fc.string({
    unit: fc.constantFrom('"', '\\', ',', ';', '=', ' ', 'for', '6.6.6.6', '[', ']', ':', 'x'),
    maxLength: 20,
  });
  const quoted = junk.map((text) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`);

  it('names first whom the nearest proxy named, whatever was there before (property)', () => {
    fc.assert(
      fc.property(junk, quoted, fc.boolean(), (before, host, apart) => {
        const own = `for=192.0.2.1;host=${host}`;
        const values = apart ? [before, own] : [`${before}, ${own}`];
        expect(all('forwarded', ...values)[0]).toBe('192.0.2.1');
        const plain = apart ? [before, '192.0.2.1'] : [`${before}, 192.0.2.1`];
        expect(all('x-forwarded-for', ...plain)[0]).toBe('192.0.2.1');
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no longer for a long field than its length deserves', () => {
    for (const piece of ['"', '\\', '\\"', ',', 'for="', 'a=b;', 'for=1;', ' ']) {
      const value = piece.repeat(64 * 1024);
      const started = performance.now();
      all('forwarded', value);
      expect([piece, performance.now() - started < 2000]).toEqual([piece, true]);
    }
  });
});
