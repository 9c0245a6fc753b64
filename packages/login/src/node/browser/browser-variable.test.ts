import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { browserCommands } from './browser-variable.ts';

const URL = 'https://id.test/auth?a=1&b=%20;$(x)';

describe('browserCommands', () => {
  it.each([
    ['firefox', [['firefox', URL]]],
    [
      'firefox --new-tab %s:w3m',
      [
        ['firefox', '--new-tab', URL],
        ['w3m', URL],
      ],
    ],
    ['open -a "Google Chrome" %s', [['open', '-a', 'Google Chrome', URL]]],
    ["x 'a b'c --url=%s 100%%", [['x', 'a bc', `--url=${URL}`, '100%']]],
    ['x $HOME `id` ;id', [['x', '$HOME', '`id`', ';id', URL]]],
    ["it's", [["it's", URL]]],
    [' : ::', []],
  ])('reads %s', (variable, commands) => {
    expect(browserCommands(variable, URL, 'linux')).toEqual(commands);
  });

  it('leaves the colon of a drive alone', () => {
    expect(browserCommands(String.raw`C:\b.exe;D:\c.exe %s`, URL, 'win32')).toEqual([
      [String.raw`C:\b.exe`, URL],
      [String.raw`D:\c.exe`, URL],
    ]);
  });

  it('hands the address on whole, in one word', () => {
    fc.assert(
      fc.property(fc.string(), (variable) => {
        for (const words of browserCommands(variable, URL, 'linux')) {
          expect(words.some((word) => word.includes(URL))).toBe(true);
          expect(words[0]).not.toContain(URL);
        }
      }),
    );
  });
});
