import { createHostList } from '@drawbridge/rules';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedNames } from './shared-names.ts';

const found = (hosts: readonly (string | undefined)[]) =>
  sharedNames(hosts, 'https').map(({ index, other }) => [index, other]);

describe('sharedNames', () => {
  it.each<[readonly (string | undefined)[], number[][]]>([
    [['app.example.com', 'app.example.com:8443'], [[1, 0]]],
    [['app.example.com:9443', 'APP.Example.com:8443'], [[1, 0]]],
    [['*.example.com', '*.example.com:8443'], [[1, 0]]],
    [['*.example.com:8443', 'app.example.com'], [[1, 0]]],
    [['app.example.com', 'x.test', '*.example.com:8443'], [[2, 0]]],
    [['*.a.example.com', '*.example.com:8443'], [[1, 0]]],
    [['[2001:db8::1]', '[2001:db8::1]:8443'], [[1, 0]]],
    [['192.0.2.1', '192.0.2.1:8443'], [[1, 0]]],
    [
      ['a.example.com', 'a.example.com:1', 'a.example.com:2'],
      [
        [1, 0],
        [2, 0],
      ],
    ],
    [[undefined, 'app.example.com:8443', undefined, '*.example.com'], [[3, 1]]],
  ])('finds in %j those at %j', (hosts, pairs) => {
    expect(found(hosts)).toEqual(pairs);
  });

  it.each<[readonly string[]]>([
    [['app.example.com', 'other.example.com:8443']],
    [['app.example.com:8443', '*.example.com:8443']],
    [['example.com', '*.example.com:8443']],
    [['*.example.com', 'evil-example.com:8443']],
    [['a.example.com', '*.a.example.com:8443']],
    [['app.example.com', 'app.example.com:443']],
  ])('finds none in %j', (hosts) => {
    expect(found(hosts)).toEqual([]);
  });

  it('finds two entries where one name is in both, at two ports, and only there (property)', () => {
    const name = fc
      .array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 3 })
      .map((labels) => `${labels.join('.')}.test`);
    const entry = fc
      .tuple(fc.constantFrom('', '*.'), name, fc.constantFrom('', ':8443', ':9443'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(entry, entry, fc.constantFrom('', 'x.'), (one, other, below) => {
        const [a, b] = [nameOf(one), nameOf(other)];
        const names = [a, b].map((text) => text.replace('*.', `${below}x.`));
        const isShared = names.some(
          (host) => createHostList([a])(host) && createHostList([b])(host),
        );
        const differ = portOf(one) !== portOf(other);
        expect(found([one, other])).toEqual(isShared && differ ? [[1, 0]] : []);
      }),
    );
  });
});

const nameOf = (entry: string) => entry.replace(/:\d+$/, '');
const portOf = (entry: string) => /:\d+$/.exec(entry)?.[0];
