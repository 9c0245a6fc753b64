import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { curlCommand } from './curl-command.ts';

const tokenEndpoint = 'http://127.0.0.1:8080/token';

test('reads the token from its file', () => {
  expect(curlCommand({ tokenEndpoint, tokenFile: '/home/user/dev/token.jwt' })).toBe(
    "curl -sS -w '\\n' http://127.0.0.1:8080/token -H 'Content-Type: application/jwt' " +
      '--data-binary @/home/user/dev/token.jwt',
  );
});

/** The words that a shell makes of a command line. */
function wordsOf(command: string): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }; ${command}`;
  const output = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: {} });
  return output.split('\0').slice(0, -1);
}

const wordsFor = (tokenFile: string) => [
  '-sS',
  '-w',
  String.raw`\n`,
  tokenEndpoint,
  '-H',
  'Content-Type: application/jwt',
  '--data-binary',
  `@${tokenFile}`,
];

test.each([
  ['spaces', '/home/user lovelace/to ken'],
  ['quotes', `/it's/"here"`],
  ['what a shell expands', '/$HOME/`id`/$(id)/~/*/{a,b}/!'],
  ['a line feed', '/two\nlines'],
  ['a semicolon and an ampersand', '/a;b&c|d'],
])('is read as one word by a shell, with %s in the path', (_, tokenFile) => {
  expect(wordsOf(curlCommand({ tokenEndpoint, tokenFile }))).toEqual(wordsFor(tokenFile));
});

test('is read as one word by a shell, whatever is in the path', () => {
  const path = fc.string({ unit: 'grapheme' }).map((text) => `/${text.replaceAll('\0', '')}`);
  fc.assert(
    fc.property(path, (tokenFile) => {
      expect(wordsOf(curlCommand({ tokenEndpoint, tokenFile }))).toEqual(wordsFor(tokenFile));
    }),
    { numRuns: 100 },
  );
});
