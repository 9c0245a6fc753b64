import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ERRORS } from '@drawbridge/core';
import { signInHint } from '@drawbridge/login';
import { afterAll, describe, expect, it } from 'vitest';
import { getJson, readyAt } from './support/exchange.ts';
import { listPages, readBlocks, readPage, ROOT, tableRows } from './support/documents.ts';
import { createStage } from './support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

describe('README.md', () => {
  it('has the two commands on its first screen', async () => {
    const screen = (await readPage('README.md')).split('\n').slice(0, 30).join('\n');
    expect(screen).toContain('\nnpm ci && npm start\n');
    expect(screen).toContain('\nnpm ci && npm test\n');
  });

  it('shows a command that serves, and the rule that it prints', async () => {
    const blocks = await readBlocks('README.md');
    const { text = '' } = blocks.find(({ mark }) => mark === 'serve') ?? {};
    const rule = blocks.find(({ language }) => language === 'text')?.text ?? '-';
    const folder = await stage.folder();
    // As it stands there, but for the port, which may be taken.
    const words = text.replaceAll('\\\n', ' ').trim().split(/\s+/).slice(2);
    const command = await stage.start([...words, '--listen', '127.0.0.1:0'], { cwd: folder });
    const url = await readyAt(command);
    expect(command.stderr()).toContain(rule);
    expect(await getJson(`${url}/.well-known/openid-configuration`)).toMatchObject({
      issuer: 'https://bridge.example.com',
    });
    expect(existsSync(join(folder, 'bridge-data', 'keys'))).toBe(true);
  });
});

/** The secrets that examples refer to. */
const SECRETS = {
  RELEASE_RUNNERS_SECRET: 'for the example alone',
  BUILD_KEYS_AUTHORIZATION: 'Bearer for the example alone',
};

const CONFIGURED = ['README.md', 'docs/configuration.md', 'docs/rules.md'];

describe.each(CONFIGURED)('the configuration in %s', (page) => {
  it('serves', async () => {
    const examples = (await readBlocks(page)).filter(({ mark }) => mark === 'config');
    expect(examples).not.toEqual([]);
    for (const { text } of examples) {
      const folder = await stage.folder();
      const file = join(folder, 'drawbridge.yaml');
      await writeFile(file, text);
      const options = { '--config': file, '--listen': '127.0.0.1:0', '--data': folder };
      const args = ['serve', 'exchange', ...Object.entries(options).flat()];
      const command = await stage.start(args, { env: SECRETS });
      await readyAt(command);
      await command.stop();
    }
  });
});

describe.each(['docs/service.md', 'docs/drawbridge.yaml'])('the configuration in %s', (page) => {
  // It names files of /etc, so it is not started.
  it('is valid', async () => {
    const examples = page.endsWith('.yaml')
      ? [await readPage(page)]
      : (await readBlocks(page)).filter(({ mark }) => mark === 'config').map(({ text }) => text);
    expect(examples).not.toEqual([]);
    const file = join(await stage.folder(), 'drawbridge.yaml');
    for (const text of examples) {
      await writeFile(file, text);
      expect(await stage.run(['config', 'check', '--config', file])).toMatchObject({ code: 0 });
    }
  });
});

describe('docs/rules.md', () => {
  it('has cases that its own rules decide as expected', async () => {
    const blocks = await readBlocks('docs/rules.md');
    const folder = await stage.folder();
    for (const name of ['config', 'cases']) {
      const { text = '' } = blocks.find(({ mark }) => mark === name) ?? {};
      await writeFile(join(folder, `${name}.yaml`), text);
    }
    const config = join(folder, 'config.yaml');
    const cases = join(folder, 'cases.yaml');
    const { code, stdout } = await stage.run(['rules', 'test', cases, '--config', config]);
    expect(stdout).toMatch(/\n3 passed, 0 failed\n$/);
    expect(code).toBe(0);
  });

  it('has a role of which it tells who can become it', async () => {
    const blocks = await readBlocks('docs/rules.md');
    const textOf = (name: string) => blocks.find(({ mark }) => mark === name)?.text ?? '';
    const folder = await stage.folder();
    await writeFile(join(folder, 'drawbridge.yaml'), textOf('config'));
    await writeFile(join(folder, 'roles.json'), textOf('roles'));
    const [program, ...words] = textOf('reach').trim().split(' ');
    expect(program).toBe('drawbridge');
    const args = words.map((word) => (/\.(?:json|yaml)$/.test(word) ? join(folder, word) : word));
    const { code, stdout } = await stage.run(args);
    expect(stdout.trim()).toBe(textOf('reached').trim());
    expect(code).toBe(0);
  });
});

describe('docs/errors.md', () => {
  it('lists every fault with its status and error, and no other', async () => {
    const rows = tableRows(await readPage('docs/errors.md'))
      .filter(([code]) => code !== 'code')
      .map(([code, status, error]) => ({ code, status: Number(status), error }));
    const wanted = Object.entries(ERRORS).map(([code, { status, error }]) => ({
      code,
      status,
      error: error ?? 'none',
    }));
    expect(sortedByCode(rows)).toEqual(sortedByCode(wanted));
  });

  it('says of each what to do', async () => {
    for (const row of tableRows(await readPage('docs/errors.md'))) {
      expect(row[3], row[0]).toMatch(/\w/);
    }
  });
});

describe('docs/commands.md', () => {
  it('has the exit codes that help has', async () => {
    const { stdout } = await stage.run(['--help']);
    const told = [...stdout.matchAll(/^ {2}(\d+) +(.+)$/gm)].map(([, code, text]) => [code, text]);
    expect(told.length).toBeGreaterThan(3);
    const rows = tableRows(await readPage('docs/commands.md'));
    expect(rows.filter(([code]) => /^\d+$/.test(code ?? ''))).toEqual(told);
  });
});

describe('docs/login.md', () => {
  it('tells of codes that there are, and that have a hint', async () => {
    const content = await readPage('docs/login.md');
    const [, table = ''] = /## When it does not work\n([^]*?)\n## /.exec(content) ?? [];
    const named = [...table.matchAll(/`([a-z]+(?:_[a-z]+)+|AADSTS\d+)`/g)].map(
      ([, code = '']) => code,
    );
    expect(named.length).toBeGreaterThan(8);
    for (const code of named) {
      if (Object.hasOwn(ERRORS, code) || code === 'offline_access') continue;
      const isEntra = code.startsWith('AADSTS');
      const fault = isEntra ? { error: 'x', description: `${code}: y` } : { error: code };
      expect(signInHint(fault), code).toBeDefined();
    }
  });
});

describe('pages', () => {
  it('link to what is there', async () => {
    for (const page of await listPages()) {
      const content = await readPage(page);
      for (const [, target = ''] of content.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)) {
        expect(existsSync(join(ROOT, dirname(page), target)), `${page} -> ${target}`).toBe(true);
      }
    }
  });

  it('name tests of attacks that others had by titles that are there', async () => {
    const content = await readPage('docs/threat-model.md');
    const [, section = ''] = /^## Attacks that others had\n([^]*?)^## /m.exec(content) ?? [];
    const rows = tableRows(section).slice(1);
    expect(rows.length).toBeGreaterThanOrEqual(27);
    for (const [what = '', , shown = ''] of rows) {
      const named = [...shown.matchAll(/(\S+\.test\.ts): “([^”]+)”/g)];
      expect(named.length, what).toBeGreaterThan(0);
      expect(named.map(([text]) => text).join('; '), what).toBe(shown);
      for (const [, file = '', title = ''] of named) {
        const source = await readPage(file);
        expect(source.includes(`'${title}'`), `${file}: ${title}`).toBe(true);
      }
    }
  });

  it('name tests that are there', async () => {
    const content = await readPage('docs/threat-model.md');
    const named = [...content.matchAll(/`([\w-]+\/)?([\w-]+\.test\.ts)`/g)].map(
      ([, folder = '', file = '']) => folder + file,
    );
    const pages = await stage.shell(
      `cd '${ROOT}' && git ls-files -co --exclude-standard '*.test.ts'`,
    );
    for (const name of named) expect(pages.stdout, name).toContain(`/${name}`);
  });
});

function sortedByCode<T extends { readonly code: string | undefined }>(rows: readonly T[]): T[] {
  return rows.toSorted((a, b) => String(a.code).localeCompare(String(b.code)));
}
