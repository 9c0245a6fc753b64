import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Answer,
  failed,
  hasIssuer,
  isSigned,
  passed,
  type RelyingParty,
  unknown,
} from '@drawbridge/clouds/doctor';
import { createContext } from '../../context.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Command } from 'commander';
import { report } from '../../report.ts';
import { createTestTerminal, testRun } from '../../test-run.fixture.ts';
import { doctorOf } from './relying-party.ts';

let folder: string;
let issuer: string;
/** What the discovery document has beside its issuer. */
let more: object;
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const server = createServer(({ url }, response) => {
  const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' }];
  const lists = { response_types_supported: ['id_token'], subject_types_supported: ['public'] };
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify(
      url === '/keys'
        ? { keys }
        : {
            issuer,
            jwks_uri: `${issuer}/keys`,
            ...lists,
            id_token_signing_alg_values_supported: ['RS256'],
            claims_supported: ['sub'],
            ...more,
          },
    ),
  );
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-doctor-'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  more = {};
});

/** A token of the issuer, in a file. @returns the argument that reads it, and the token itself */
async function keep(claims: object = {}): Promise<readonly [argument: string, token: string]> {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const all = { iss: issuer, sub: 'repo:acme/app', aud: 'a', iat: now, exp: now + 600, ...claims };
  const input = `${part({ alg: 'RS256', kid: 'k1', typ: 'JWT' })}.${part(all)}`;
  const token = `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
  const file = join(folder, 'token.jwt');
  await writeFile(file, token);
  return [`@${file}`, token];
}

const aws = (...args: readonly string[]) =>
  testRun(['doctor', 'aws', '--data', folder, '--issuer', issuer, ...args]);

interface Result {
  readonly relyingParty: string;
  readonly issuer: string;
  readonly ok: boolean;
  readonly answers: readonly Answer[];
}

describe('what is given', () => {
  test.each([
    ['no issuer', ['doctor', 'aws'], '--issuer'],
    ['an issuer that is no URL', ['doctor', 'aws', '--issuer', 'x'], 'the issuer is no URL'],
    [
      'a file that is not there',
      ['doctor', 'aws', '--issuer', 'https://a.example', '--trust', '/nowhere/role.json'],
      'the file /nowhere/role.json of --trust cannot be read (ENOENT)',
    ],
  ])('is refused where it is %s', async (_, args, why) => {
    const { code, stdout, stderr } = await testRun(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(why);
  });

  test('is refused where it is no token, and not shown', async () => {
    const { code, stdout, stderr } = await aws('--token', 'PLANTED');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('it has 1 part, not 3');
    expect(stderr).not.toContain('PLANTED');
  });
});

describe('for people', () => {
  test('what fails is first, with what is wanted, what to do, and who says so', async () => {
    const [argument] = await keep({ exp: 1 });
    const { code, stdout, stderr } = await aws('--token', argument);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^failed {3}issuer-https: the issuer is "http:.*"\n {9}fix {5}Serve the issuer by https.*\n {9}wanted {2}an issuer by https\n {9}source {2}The URL .* \(IAM API reference, CreateOpenIDConnectProvider\)\n\nfailed/,
    );
    const states = [...stdout.matchAll(/^(failed|warning|unknown|passed) /gm)].map(
      ([, state]) => state,
    );
    const order = ['failed', 'warning', 'unknown', 'passed'];
    expect(states).toEqual(order.flatMap((each) => states.filter((state) => state === each)));
    expect(stdout).toMatch(/\n\npassed .*\npassed .*\n/);
    expect(stdout).toMatch(
      /\n\n\d+ failed, \d+ warnings?, \d+ cannot be known from here, \d+ passed\n$/,
    );
    expect(stderr).toMatch(
      /^drawbridge: AWS refuses this: \d+ of \d+ rules failed \(issuer-https,/,
    );
    expect(stderr).toContain('token-ended');
  });

  test('what only others measured is not told as if AWS had said it', async () => {
    const [argument] = await keep({ aud: ['a', 'b'] });
    const { stdout } = await aws('--token', argument);
    expect(stdout).toMatch(/audience-one: [^]*?\(measured by others: 186 calls of AWS STS/);
  });

  test('what cannot be known has how it can be, and what is wanted', async () => {
    const { stdout } = await aws();
    expect(stdout).toMatch(/^unknown {2}sts: .*\n {9}how {5}Ask it.*\n {9}wanted {2}an STS that/m);
  });

  test('what is not known for one reason is told once, and its rules where that is asked', async () => {
    const { stdout } = await aws();
    expect(stdout.match(/no token was given/g)).toHaveLength(1);
    expect(stdout).toMatch(
      /^unknown {2}\d\d rules: no token was given\n {9}how {5}Give one.*\n\n/m,
    );
    expect(stdout).not.toContain('token-claims');
    const verbose = await aws('--verbose');
    expect(verbose.stdout).toMatch(/no token was given\n.*\n {9}rules {3}.*token-claims/);
  });

  test('what only follows from an issuer that is not reached is told once', async () => {
    const args = ['doctor', 'aws', '--data', folder, '--issuer', 'https://127.0.0.1:1'];
    const { stdout } = await testRun(args);
    expect(stdout).toMatch(/^failed {3}discovery-served: .*ECONNREFUSED/m);
    expect(stdout).toMatch(
      /\n\nunknown {2}19 rules: what they look at was not read, .*\n {9}how {5}Correct that first.*\n\npassed/,
    );
    for (const words of ['was not told\n', 'keys of the issuer', 'Cache-Control']) {
      expect(stdout).not.toContain(words);
    }
    const verbose = await testRun([...args, '--verbose']);
    expect(verbose.stdout).toMatch(/\n {9}rules {3}tls-valid, .*, jwks-served, .*, clock\n/);
    const { answers } = JSON.parse((await testRun([...args, '--json'])).stdout) as Result;
    const following = answers.filter(({ follows }) => follows === true);
    expect(following).toHaveLength(19);
    expect(following.every(({ state, fix }) => state === 'unknown' && fix !== undefined)).toBe(
      true,
    );
  });

  test('lines are whole where they go to a file, and broken where a terminal ends', async () => {
    const args = ['doctor', 'aws', '--data', folder, '--issuer', issuer];
    const { stdout } = await testRun(args, { isTTY: true, env: { NO_COLOR: '1' } });
    const long = stdout.split('\n').filter((text) => text.length > 100);
    expect(long).toEqual([]);
    const whole = await testRun(args);
    expect(whole.stdout.split('\n').some((text) => text.length > 100)).toBe(true);
    // The two runs are at different times.
    const flat = (text: string) =>
      text
        .replaceAll(/\s+/g, '')
        .replaceAll(/0\.\d\ds/g, '')
        .replace(/theclockhereis.*?theissuer'sserver/, '');
    expect(flat(stdout)).toBe(flat(whole.stdout));
  });
});

describe('whatever is in a token', () => {
  const EVIL = '\u001b[31m\u202eevil\u2028\n';

  test.each([['--json'], []])(
    'nothing of it moves a terminal, and the token is not shown %s',
    async (...args) => {
      more = { issuer: EVIL };
      const [argument, token] = await keep({
        sub: EVIL,
        aud: [EVIL, EVIL],
        iss: `${issuer}${EVIL}`,
      });
      const { stdout, stderr } = await aws(
        '--token',
        argument,
        ...args.filter((each) => each !== undefined),
      );
      const all = `${stdout}${stderr}`;
      // oxlint-disable-next-line no-control-regex -- that a terminal is told nothing is what is asked
      expect(all).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\u2028]/);
      expect(all).toContain('evil');
      for (const part of [token, ...token.split('.')]) expect(all).not.toContain(part);
      expect(stdout.split('\n').filter((text) => text.startsWith('evil'))).toEqual([]);
    },
  );
});

describe('as JSON', () => {
  test('each rule has its state and where it is from', async () => {
    const [argument] = await keep();
    const { code, stdout } = await aws('--token', argument, '--json');
    const result = JSON.parse(stdout) as Result;
    expect(code).toBe(1);
    expect(result).toMatchObject({ relyingParty: 'aws', issuer, ok: false });
    expect(stdout.split('\n')).toHaveLength(2);
    for (const { id, state, fix, requirements } of result.answers) {
      if (state !== 'passed') expect(fix, id).toMatch(/\S/);
      if (id !== 'trust') expect(requirements[0]?.sources[0]?.title, id).toMatch(/\S/);
    }
    expect(result.answers.find(({ id }) => id === 'token-signature')).toMatchObject({
      about: 'token',
      state: 'passed',
      seen: 'by the key "k1"',
      wanted: 'a signature by a key of the JWK Set',
      requirements: [{ says: 'A key of the JWK Set made the signature.' }],
    });
  });

  test('Entra has rules of its own', async () => {
    const args = ['doctor', 'azure', '--data', folder, '--issuer', issuer, '--json'];
    const { stdout } = await testRun(args);
    const { relyingParty, answers } = JSON.parse(stdout) as Result;
    expect(relyingParty).toBe('azure');
    expect(answers.map(({ id }) => id)).toContain('key-kept');
  });
});

describe('the exit code', () => {
  // A relying party that takes an issuer on this machine, which the clouds do not.
  const says = 'Something is asked for.';
  const party: RelyingParty = {
    name: 'vault',
    title: 'the party',
    requirements: {
      any: { says, sources: [{ kind: 'code', title: 'this test', read: '2026-11' }] },
    },
    rules: [
      ['issuer', 'error', hasIssuer],
      ['signature', 'error', isSigned],
      ['late', 'warning', () => failed('it is late', 'Hurry.')],
      ['far', 'error', () => unknown('it is far', 'Go there.')],
      ['near', 'error', () => passed('it is near')],
    ].map(([id, level, judge]) => ({
      id,
      of: ['any'],
      about: 'token',
      level,
      wanted: 'this',
      judge,
    })) as RelyingParty['rules'],
    readTrust: (value) => value,
    documentsOf: () => ({}),
    evaluate: () => ({ verdict: 'allowed', by: 'all that there is' }),
  };

  async function doctor(argument: string, extra: readonly string[] = [], relyingParty = party) {
    const terminal = createTestTerminal();
    const command = new Command();
    const load = async () => ({ relyingParty });
    doctorOf({ title: party.title, trustFile: '', example: '', load })(
      command,
      createContext(terminal),
    );
    try {
      await command.parseAsync(['--issuer', issuer, '--token', argument, ...extra], {
        from: 'user',
      });
      return { code: 0, ...terminal.text };
    } catch (thrown) {
      return { code: report(thrown, terminal), ...terminal.text };
    }
  }

  test('is 0 where nothing fails, whatever else is said', async () => {
    const [argument] = await keep();
    const { code, stdout, stderr } = await doctor(argument);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^nothing failed\n\nwarning {2}late: it is late\n/);
    expect(stdout).toMatch(/\n0 failed, 1 warning, 2 cannot be known from here, 3 passed\n$/);
  });

  test('counts a rule once, for however many reasons it fails', async () => {
    const [argument] = await keep();
    const file = join(folder, 'any.json');
    await writeFile(file, '{}');
    const reason = { at: 'a', seen: 'no', wanted: 'yes', fix: 'Say yes.' };
    const reasons = [reason, { ...reason, at: 'b' }] as const;
    const { code, stdout, stderr } = await doctor(argument, ['--trust', file], {
      ...party,
      evaluate: () => ({ verdict: 'refused', reasons }),
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/\n1 failed, 1 warning, 1 cannot be known from here, 3 passed\n$/);
    expect(stderr).toContain('1 of 6 rules failed (trust), for 2 reasons');
  });

  test('is 1 where something does', async () => {
    const [argument] = await keep({ iss: 'https://other.example' });
    const { code, stdout, stderr } = await doctor(argument);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^failed {3}issuer: the iss of the token is "https:\/\/other\.example", and the issuer given here is "http:/,
    );
    expect(stderr).toContain('the party refuses this: 1 of 6 rules failed (issuer)');
  });
});
