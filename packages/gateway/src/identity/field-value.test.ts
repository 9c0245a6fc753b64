import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { fieldValue, LONGEST_VALUE, listValue } from './field-value.ts';

const text = fc.string({ unit: anyCharacter, maxLength: 40 });

describe('fieldValue', () => {
  it.each([
    ['alice@corp.example', 'alice@corp.example'],
    ['http://cilogon.org/serverA/users/1', 'http://cilogon.org/serverA/users/1'],
    ['O"Hara, Ann; <x>', 'O"Hara, Ann; <x>'],
    // mod_auth_openidc, 2026-05: CR was let through where LF was stripped.
    ['a\r\nSet-Cookie: b', 'a%0D%0ASet-Cookie: b'],
    ['a\rb', 'a%0Db'],
    ['a\nb', 'a%0Ab'],
    ['a\u0000b', 'a%00b'],
    ['a\tb', 'a%09b'],
    ['\u674e\u56db', '%E6%9D%8E%E5%9B%9B'],
    ['%E6%9D%8E', '%25E6%259D%258E'],
    ['\u{1f600}', '%F0%9F%98%80'],
    ['a\u007fb', 'a%7Fb'],
    [' alice ', '%20alice%20'],
    ['', ''],
  ])('writes %j as %j', (given, value) => {
    expect(fieldValue(given)).toBe(value);
  });

  it.each(['a\ud800', '\udc00b', 'a\ud83dx', 'x'.repeat(LONGEST_VALUE + 1), '\u674e'.repeat(600)])(
    'writes no part of what it cannot write',
    (given) => {
      expect(fieldValue(given)).toBe('');
    },
  );

  it('gives each text back, in characters that every field may have', () => {
    fc.assert(
      fc.property(text, (given) => {
        const value = fieldValue(given);
        expect(value).toMatch(/^[\x20-\x7e]*$/);
        expect(value.trim()).toBe(value);
        expect(decodeURIComponent(value)).toBe(given);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('listValue', () => {
  it.each([
    [[], '', ''],
    [['ops'], 'ops', '"ops"'],
    [['ops', 'dev'], 'ops,dev', '"ops","dev"'],
    [['a,b', 'c'], 'a%2Cb,c', '"a,b","c"'],
    [['a"b', 'c'], 'a"b,c', '"a%22b","c"'],
    [['\u674e', 'c'], '%E6%9D%8E,c', '"%E6%9D%8E","c"'],
    [['a', '\ud800'], '', ''],
    [['a', ''], '', ''],
    [Array.from({ length: 500 }, () => 'x'.repeat(10)), '', ''],
  ])('writes %j as %j', (given, plain, quoted) => {
    expect(listValue(given)).toBe(plain);
    expect(listValue(given, 'quoted')).toBe(quoted);
  });

  it('gives each list back', () => {
    fc.assert(
      fc.property(
        fc.array(
          text.filter((one) => one !== ''),
          { minLength: 1 },
        ),
        (given) => {
          const value = listValue(given);
          if (value === '') return;
          expect(value.split(',').map((one) => decodeURIComponent(one))).toEqual(given);
        },
      ),
    );
  });
});

it('is taken by the server of Node, which throws for what a field may not have', async () => {
  const wild = ['\r\n', '\u0000', '\u674e', '\ud800', '\u{1f600}', '\u007f'];
  const server = createServer((_, response) => {
    for (const [index, given] of wild.entries()) {
      response.setHeader(`x-${index}`, fieldValue(given));
      response.setHeader(`y-${index}`, listValue([given]));
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const status = await new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, agent: false }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      }).on('error', reject);
    });
    expect(status).toBe(200);
  } finally {
    server.close();
  }
});
