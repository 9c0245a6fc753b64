import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeBase64Url, encodeUtf8 } from '@drawbridge/core';
import { createVouchCodec } from '@drawbridge/oauth';
import { createTestIssuer } from '@drawbridge/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testRun, type TestTerminalOptions } from '../../test-run.fixture.ts';

const NOW = Date.UTC(2026, 0, 1);
const SECRET = 'kmDDgMLGThapDV1QnhWPJd0oARzjLa5Zy3bQ8WfKXYk=';
const seconds = NOW / 1000;

let folder: string;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-inspect-'));
  await writeFile(join(folder, 'secret'), `${SECRET}\n`);
  await writeFile(join(folder, 'other'), 'x'.repeat(44));
  await writeFile(join(folder, 'empty'), '');
});
afterAll(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

const encode = (json: object) => encodeBase64Url(encodeUtf8(JSON.stringify(json)));
const idToken = [
  encode({ alg: 'RS256', kid: 'one' }),
  encode({ iss: 'https://id.test', sub: 'ada', email_verified: false, exp: seconds - 60 }),
  'c2lnbmF0dXJl',
].join('.');
const session = {
  username: 'ada@example.edu',
  customClaims: { email: 'ada@example.edu', 'odd\n\u001b[31m': 'a\u202eb' },
  accessToken: undefined,
  idToken,
  refreshToken: undefined,
  audience: 'lab.example.edu',
  expiresAt: seconds + 11_520,
  issuer: 'Vouch',
};
const bare = await createVouchCodec({ keys: [{ secret: SECRET }], compress: false }).encode(
  session,
);
const value = await createVouchCodec({ keys: [{ secret: SECRET }] }).encode(session);

/** Reads the text from standard input, as the help tells people to. */
const inspect = (stdin: string, args: readonly string[] = [], options: TestTerminalOptions = {}) =>
  testRun(['inspect', '-', ...args], { stdin, ...options });

describe('for a person', () => {
  it('writes each layer, aligned, and no token', async () => {
    const { code, stdout, stderr } = await inspect(`Cookie: VouchCookie=${bare}`, [
      '--secret-file',
      join(folder, 'secret'),
    ]);
    expect([code, stderr]).toEqual([0, '']);
    await expect(stdout).toMatchFileSnapshot('./golden/cookie.txt');
    expect(stdout).not.toContain(idToken);
    expect(stdout).not.toContain(SECRET);
  });

  it('takes the secret of a file with the line end behind it as well, as Vouch Proxy has it', async () => {
    const whole = createVouchCodec({ keys: [{ secret: `${SECRET}\n` }] });
    const { code, stdout } = await inspect(await whole.encode(session), [
      '--secret-file',
      join(folder, 'secret'),
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('verified (HS256)');
  });

  it('writes the steps where they are asked for', async () => {
    const { stdout } = await inspect(`VouchCookie=${value}`, ['--by-hand']);
    await expect(
      stdout.replaceAll(
        /\d+ (?=bytes|characters|%)|^( *(?:bytes|characters|in logs) +).*/gm,
        '$1N ',
      ),
    ).toMatchFileSnapshot('./golden/by-hand.txt');
  });

  it('has colours on a terminal alone, and obeys nothing that a claim says', async () => {
    const plain = await inspect(bare);
    for (const mark of ['\u001b', '\u202e']) expect(plain.stdout).not.toContain(mark);
    const coloured = await inspect(bare, [], { isTTY: true });
    expect(coloured.stdout).toContain('\u001b[1m');
    expect(coloured.stdout).not.toContain('\u001b[31m\n');
    const without = await inspect(bare, [], { isTTY: true, env: { NO_COLOR: '1' } });
    expect(without.stdout).toBe(plain.stdout);
  });

  it('obeys no name of a claim that has a token in it, by hand neither', async () => {
    const name = 'odd\u001b[31m\u202e\n   ! all is well';
    const customClaims = { [name]: idToken, list: [{ [name]: idToken }] };
    const codec = createVouchCodec({ keys: [{ secret: SECRET }] });
    const hostile = await codec.encode({ ...session, customClaims });
    const { stdout } = await inspect(hostile, ['--by-hand']);
    for (const mark of ['\u001b', '\u202e']) expect(stdout).not.toContain(mark);
    expect(stdout).not.toMatch(/^ *! all is well/m);
    expect(stdout.match(/all is well/g)?.length).toBeGreaterThan(3);
  });

  it('shows tokens where they are asked for', async () => {
    expect((await inspect(bare, ['--show-tokens'])).stdout).toContain(idToken);
  });
});

it('prints JSON for scripts', async () => {
  const { code, stdout } = await inspect(value, ['--json']);
  const found = JSON.parse(stdout) as { layers: { kind: string; path: string[] }[] };
  expect(code).toBe(0);
  expect(found.layers.map(({ kind, path }) => [kind, ...path].join(' '))).toEqual([
    'base64url',
    'gzip',
    'jwt',
    'jwt PIdToken',
  ]);
  expect(stdout).not.toContain(idToken);
});

describe('ends with', () => {
  it('1 for a cookie that another key signed, and shows it all the same', async () => {
    const { code, stdout, stderr } = await inspect(value, ['--secret-file', join(folder, 'other')]);
    expect(code).toBe(1);
    expect(stdout).toContain('forged (HS256)');
    expect(stdout).toMatch(/^ada@example\.edu, .*the signature is forged/);
    expect(stderr).toMatch(/^drawbridge: a signature is not by the key/);
  });

  it('0 for a secret of the environment, as Vouch Proxy takes it', async () => {
    const { code, stdout } = await inspect(value, [], { env: { VOUCH_JWT_SECRET: SECRET } });
    expect([code, stdout.includes('verified (HS256)')]).toEqual([0, true]);
  });

  it('0 for a secret of a file that the environment names', async () => {
    const env = { VOUCH_JWT_SECRET_FILE: join(folder, 'secret') };
    const { code, stdout } = await inspect(value, [], { env });
    expect([code, stdout.includes('verified (HS256)')]).toEqual([0, true]);
  });

  it('2 for a secret in the place of its file, which is not told', async () => {
    for (const env of [{}, { VOUCH_JWT_SECRET_FILE: SECRET }]) {
      const args = 'VOUCH_JWT_SECRET_FILE' in env ? [] : ['--secret-file', SECRET];
      const { code, stderr } = await inspect(value, args, { env });
      expect([code, stderr]).toEqual([2, expect.stringContaining('and not the secret itself')]);
      expect(stderr).not.toContain(SECRET.slice(0, 8));
    }
  });

  it('1 for the name of a file, and says how a file is read', async () => {
    const { code, stderr } = await testRun(['inspect', join(folder, 'secret')]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('with @ before it')]);
  });

  it.each([
    ['cut', value.slice(0, 300), 'is cut off'],
    ['cut elsewhere', value.slice(0, 301), 'its end is missing'],
    ['cut near its end', value.slice(0, -2), 'is cut off'],
    ['shortened', `${value.slice(0, 90)}...`, 'dots stand in the place of the rest'],
    ['shortened by an ellipsis', `VouchCookie=${value.slice(0, 90)}…`, 'dots stand in'],
    ['a variable', '$COOKIE', 'the name of a variable'],
    ['without a value', 'VouchCookie=', 'whose value is missing'],
  ])('1 for a cookie that is %s, and says so', async (_, text, why) => {
    const { code, stdout } = await inspect(text);
    expect([code, stdout.replaceAll(/\s+/g, ' ')]).toEqual([1, expect.stringContaining(why)]);
  });

  it.each(['hello', 'Cookie: theme=dark', 'AAAA'])(
    '1 where nothing can be read: %s',
    async (text) => {
      const { code, stderr } = await inspect(text);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^drawbridge: no cookie and no token could be read/);
    },
  );

  it.each([
    ['nothing', [], /nothing to look into/],
    ['a text and the clipboard', ['-', '--clipboard'], /a text and --clipboard/],
    [
      'a secret that is not there',
      ['-', '--secret-file', '/nowhere/x'],
      /a file that is not there/,
    ],
    ['an issuer that is none', ['-', '--issuer', 'x'], /--issuer/],
    ['keys over plain http', ['-', '--jwks', 'http://keys.test/jwks'], /--jwks/],
    ['keys at no address', ['-', '--jwks', 'https://'], /--jwks/],
  ])('2 for %s', async (_, args, message) => {
    const { code, stdout, stderr } = await testRun(['inspect', ...args], { stdin: value });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it.each([
    ['a secret that is empty', '--secret-file', 'empty', /is empty/],
    ['a public key that is none', '--public-key-file', 'other', /no key in PEM/],
  ])('2 for %s', async (_, flag, file, message) => {
    const { code, stderr } = await inspect(value, [flag, join(folder, file)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('3 where keys that were asked for cannot be had, and shows what there is', async () => {
    const { code, stdout } = await inspect(bare, [
      '--issuer',
      'https://id.test',
      '--jwks',
      'http://127.0.0.1:1/jwks',
    ]);
    expect(stdout).toContain('not checked (RS256)');
    expect(code).toBe(3);
  });
});

it('asks once for keys that cannot be had, however many tokens are inside', async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(503).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const tokens = Array.from({ length: 5 }, (_, at) =>
      [encode({ alg: 'RS256', kid: `k${at}` }), encode({ iss: 'https://id.test' }), 'AAAA'].join(
        '.',
      ),
    );
    const codec = createVouchCodec({ keys: [{ secret: SECRET }] });
    const cookie = await codec.encode({ ...session, customClaims: { tokens } });
    const keys = `http://127.0.0.1:${port}/jwks`;
    const { code, stderr } = await inspect(cookie, ['--issuer', 'https://id.test', '--jwks', keys]);
    expect([code, asked]).toEqual([3, 1]);
    expect(stderr).toContain('503');
  } finally {
    server.close();
  }
});

it('checks a token inside by a JWK Set of a file', async () => {
  const issuer = await createTestIssuer();
  const token = await issuer.issue();
  const file = join(folder, 'jwks.json');
  const { json } = await issuer
    .webFetch(`${issuer.issuer}/jwks.json`)
    .then(async (answer) => ({ json: await answer.text() }));
  await writeFile(file, json);
  const { code, stdout } = await inspect(token, ['--jwks', file]);
  expect([code, /verified \(RS256\)/.test(stdout)]).toEqual([0, true]);
});

describe('the clipboard', () => {
  const bin = (name: string) => join(folder, 'bin', name);

  it('is read by the program that is there', async () => {
    const { mkdir } = await import('node:fs/promises');
    await mkdir(join(folder, 'bin'));
    await writeFile(bin('pbpaste'), `#!/bin/sh\nprintf '%s\\n' '${value}'\n`);
    await chmod(bin('pbpaste'), 0o755);
    const { code, stdout } = await testRun(['inspect', '--clipboard'], {
      env: { PATH: join(folder, 'bin') },
    });
    expect([code, stdout.includes('ada@example.edu')]).toEqual([0, true]);
  });

  it('is asked for in vain where there is none, and it is said what to do', async () => {
    const { code, stderr } = await testRun(['inspect', '--clipboard'], {
      env: { PATH: '/nowhere' },
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/none of wl-paste, xclip, pbpaste, powershell.exe is there/);
  });
});
