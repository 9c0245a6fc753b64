import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DEBIAN_PACKAGES, missingPackages } from './debian-packages.mjs';
import { providePackages } from './provide-packages.mjs';

interface Setting {
  readonly mayInstall?: boolean;
  readonly absent?: readonly string[];
  /** The command of apt-get that fails. */
  readonly failing?: string;
}

function provide({ mayInstall = true, absent = ['fish', 'zsh'], failing = '' }: Setting) {
  const calls: (readonly string[])[] = [];
  const lines: string[] = [];
  providePackages({
    mayInstall,
    missing: () => absent,
    aptGet(args) {
      calls.push(args);
      return args[0] !== failing;
    },
    say: (line) => lines.push(line),
  });
  return { calls, lines };
}

const INSTALL = ['install', '--quiet', '--yes', '--no-install-recommends'];

describe('providePackages', () => {
  test('lists all packages first, and which are missing, on one line', () => {
    const { lines } = provide({});
    expect(lines).toHaveLength(1);
    for (const name of Object.keys(DEBIAN_PACKAGES)) expect(lines[0]).toContain(name);
    expect(lines[0]).toMatch(/\(missing: fish, zsh\)$/);
  });

  test('installs those that are missing and no others, after one update', () => {
    const { calls } = provide({});
    expect(calls.map(([command]) => command)).toEqual(['update', 'install']);
    expect(calls[1]?.slice(0, INSTALL.length)).toEqual(INSTALL);
    expect(calls[1]?.slice(-2)).toEqual(['fish', 'zsh']);
    expect(calls[1]).not.toContain('openssl');
  });

  test('runs nothing when nothing is missing', () => {
    const { calls, lines } = provide({ absent: [] });
    expect(calls).toEqual([]);
    expect(lines).toEqual([expect.stringMatching(/\(all there\)$/)]);
  });

  test('runs nothing where it may not install', () => {
    const { calls, lines } = provide({ mayInstall: false });
    expect(calls).toEqual([]);
    expect(lines).toHaveLength(1);
  });

  test('installs although the update failed', () => {
    const { calls, lines } = provide({ failing: 'update' });
    expect(calls).toHaveLength(2);
    expect(lines).toHaveLength(1);
  });

  test('says that they could not be installed, and goes on', () => {
    const { lines } = provide({ failing: 'install' });
    expect(lines.at(-1)).toBe('The missing packages could not be installed.');
  });
});

test('a package is missing when its file is', () => {
  const here = fileURLToPath(import.meta.url);
  expect(missingPackages({ here, gone: `${here}.gone`, there: here })).toEqual(['gone']);
});

test('the workflow installs the same packages, and awscli by its link: its runners are not root', async () => {
  const path = new URL('../.github/workflows/ci.yml', import.meta.url);
  const text = await readFile(path, 'utf8');
  const [, list = ''] = /apt-get install .*--no-install-recommends ([^\n]+)/.exec(text) ?? [];
  expect(text).toContain(`sudo ln -s "$(command -v aws)" ${DEBIAN_PACKAGES.awscli}\n`);
  expect(['awscli', ...list.split(' ')]).toEqual(Object.keys(DEBIAN_PACKAGES));
});
