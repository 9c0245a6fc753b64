import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

const good = `version: 1
exchange:
  issuer: https://bridge.example.com
  upstreams:
    - issuer: https://gitlab.internal
      audiences: [https://bridge.example.com]
  rules:
    - name: web
      match: { issuer: https://gitlab.internal }
      grant: { audience: sts.amazonaws.com }
`;

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  file = join(folder, 'drawbridge.yaml');
  await writeFile(file, good);
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('config check', () => {
  test('says in a line what is configured', async () => {
    const { code, stdout, stderr } = await testRun(['config', 'check', '--config', file]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      `${file} is valid: the exchange https://bridge.example.com with 1 upstream and 1 rule\n`,
    );
  });

  test('takes the environment alone', async () => {
    const env = {
      DRAWBRIDGE_EXCHANGE__ISSUER: 'https://bridge.example.com',
      DRAWBRIDGE_EXCHANGE__UPSTREAMS__0__ISSUER: 'https://gitlab.internal',
      DRAWBRIDGE_EXCHANGE__UPSTREAMS__0__AUDIENCES__0: 'a',
      DRAWBRIDGE_EXCHANGE__RULES:
        '[{"name":"r","match":{"issuer":"https://gitlab.internal"},"grant":{"audience":"x"}}]',
    };
    const { code, stdout } = await testRun(['config', 'check'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^the environment is valid: the exchange https:/);
  });

  test("refuses listeners that would take each other's address, whatever their sections", async () => {
    const listening = (documents: string) =>
      `${good}  documents: { listen: '${documents}' }\nmetrics: { listen: 127.0.0.1:9464 }\n`;
    for (const [documents, other] of [
      ['127.0.0.1:8080', 'exchange.listen'],
      ['0.0.0.0:9464', 'metrics.listen'],
    ] as const) {
      const clash = await write('clash.yaml', listening(documents));
      const { code, stderr } = await testRun(['config', 'check', '--config', clash]);
      expect(code).toBe(2);
      expect(stderr).toContain(
        `exchange.documents.listen (${clash}:11:16) is an address that ${other} takes`,
      );
    }
  });

  test('says when no part is configured', async () => {
    const bare = await write('bare.yaml', 'version: 1\n');
    const { stdout } = await testRun(['config', 'check', '--config', bare]);
    expect(stdout).toBe(`${bare} is valid: no part is configured\n`);
  });

  test('tells every fault, with exit code 2', async () => {
    const bad = await write('bad.yaml', good.replace('issuer: https://b', 'isuer: https://b'));
    const env = { DRAWBRIDGE_EXCHANGE__LISTEN: 'x:y', DRAWBRIDGE_EXCHANGE_ISSUER: 'x' };
    const { code, stdout, stderr } = await testRun(['config', 'check', '--config', bad], { env });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.split('\n')).toEqual([
      'drawbridge: the configuration has 4 faults:',
      '  DRAWBRIDGE_EXCHANGE_ISSUER is not a setting (did you mean DRAWBRIDGE_EXCHANGE__ISSUER?)',
      expect.stringMatching(
        /^ {2}exchange.listen \(DRAWBRIDGE_EXCHANGE__LISTEN\) is not HOST:PORT/,
      ),
      `  exchange.issuer (${bad}:2:1) is missing`,
      `  exchange (${bad}:3:3) has an unknown member: isuer (did you mean issuer?)`,
      '',
    ]);
  });

  test('tells what no schema sees, as JSON too', async () => {
    const odd = await write(
      'odd.yaml',
      good.replace('{ issuer: https://git', '{ issuer: https://other.git'),
    );
    const { code, stdout, stderr } = await testRun(['config', 'check', '--json', '--config', odd]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      valid: false,
      faults: [
        {
          path: 'exchange.rules[0].match.issuer',
          message: 'is not one of the upstreams, so the rule can never match',
          place: `${odd}:9:16`,
        },
      ],
    });
    expect(stderr).toContain(`exchange.rules[0].match.issuer (${odd}:9:16) is not one of`);
    const fine = await testRun(['config', 'check', '--json', '--config', file]);
    expect(JSON.parse(fine.stdout)).toEqual({ valid: true, faults: [] });
  });

  test('with nothing to check says what to give', async () => {
    const { code, stderr } = await testRun(['config', 'check']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^drawbridge: there is no configuration to check\nGive a file with --c/);
  });
});

describe('config explain', () => {
  test.each([
    ['{ driver: lmdb }', ['store.driver']],
    ['{ driver: memory }', ['store.driver']],
    [
      "{ driver: redis, url: 'redis://127.0.0.1:1/0' }",
      ['store.driver', 'store.url', 'store.prefix', 'store.timeout'],
    ],
  ])('shows of the store %s what holds for its driver', async (store, paths) => {
    const config = await write('store.yaml', `version: 1\nstore: ${store}\n`);
    const { stdout } = await testRun(['config', 'explain', '--json', '--config', config]);
    const settings = JSON.parse(stdout) as readonly { readonly path: string }[];
    expect(settings.map(({ path }) => path).filter((path) => path !== 'data')).toEqual(paths);
  });

  const env = { DRAWBRIDGE_EXCHANGE__LISTEN: '127.0.0.1:0', XDG_STATE_HOME: '/state' };

  test('shows each setting with its origin', async () => {
    const { code, stdout, stderr } = await testRun(['config', 'explain', '--config', file], {
      env,
    });
    expect([code, stderr]).toEqual([0, '']);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    expect(rows).toContainEqual(['data', '/state/drawbridge', 'default']);
    expect(rows).toContainEqual([
      'exchange.issuer',
      'https://bridge.example.com',
      `file ${file}:3:3`,
    ]);
    expect(rows).toContainEqual([
      'exchange.listen',
      '127.0.0.1:0',
      'environment DRAWBRIDGE_EXCHANGE__LISTEN',
    ]);
    expect(rows).toContainEqual(['exchange.rules[0].grant.lifetime', '600', 'default']);
  });

  test('tells text from what it looks like', async () => {
    const text = good.replace('name: web', 'name: "true"').replace('sts.amazonaws.com', '"600"');
    const odd = await write('text.yaml', text);
    const { stdout } = await testRun(['config', 'explain', '--config', odd]);
    expect(stdout).toMatch(/rules\[0\]\.name +"true" /);
    expect(stdout).toMatch(/audience +"600" /);
    expect(stdout).toMatch(/lifetime +600 /);
  });

  test('shows a flag, and all as JSON', async () => {
    const args = ['config', 'explain', '--json', '--config', file, '--data', '/srv'];
    const { stdout } = await testRun(args, { env });
    const settings = JSON.parse(stdout) as { path: string }[];
    expect(settings.find(({ path }) => path === 'data')).toEqual({
      path: 'data',
      value: '/srv',
      origin: { layer: 'flag', name: '--data' },
    });
    expect(settings.find(({ path }) => path === 'exchange.issuer')).toEqual({
      path: 'exchange.issuer',
      value: 'https://bridge.example.com',
      origin: { layer: 'file', place: `${file}:3:3` },
    });
  });

  test('shows the data folder where nothing is configured', async () => {
    const { code, stdout } = await testRun(['config', 'explain'], {
      env: { XDG_STATE_HOME: '/s' },
    });
    expect([code, stdout]).toEqual([0, 'data  /s/drawbridge  default\n']);
  });

  test('lets no control character of a value through', async () => {
    const odd = await write('esc.yaml', good.replace('name: web', String.raw`name: "a\eb"`));
    const { code, stdout } = await testRun(['config', 'explain', '--config', odd]);
    expect(code).toBe(0);
    expect(stdout).not.toContain('\u001b');
  });
});
