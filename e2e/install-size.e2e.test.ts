import { readFile, readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from '../tools/run.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

async function manifestAt(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** What npm installs with a package: everything but peers that are optional. */
function installedWith(manifest: Manifest): readonly string[] {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
  const peers = Object.keys(peerDependencies ?? {}).filter(
    (name) => peerDependenciesMeta?.[name]?.optional !== true,
  );
  return [...Object.keys(dependencies ?? {}), ...Object.keys(optionalDependencies ?? {}), ...peers];
}

/** The folder of a package, as the package in another folder finds it. */
async function folderOf(name: string, from: string): Promise<string> {
  for (const place of createRequire(join(from, 'package.json')).resolve.paths(name) ?? []) {
    const folder = join(place, name);
    if (await stat(join(folder, 'package.json')).catch(() => undefined)) return folder;
  }
  throw new Error(`${name} is not installed for ${from}`);
}

/** Every package that comes with one, itself among them: its name and where it is. */
async function closure(folder: string, found = new Map<string, string>()) {
  const manifest = await manifestAt(folder);
  if (found.has(manifest.name)) return found;
  found.set(manifest.name, folder);
  for (const name of installedWith(manifest)) await closure(await folderOf(name, folder), found);
  return found;
}

/** Bytes of the files of a package, as they are once it is unpacked. */
async function sizeOf(name: string, folder: string): Promise<number> {
  if (!name.startsWith('@drawbridge/')) return sizeOfFolder(folder);
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [packed] = JSON.parse(await run('npm', args, folder)) as { unpackedSize: number }[];
  return packed?.unpackedSize ?? Number.NaN;
}

async function sizeOfFolder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

describe('npm install @drawbridge/guard', () => {
  it('brings three packages and two megabytes at most', async () => {
    const packages = await closure(join(root, 'packages/guard'));
    expect([...packages.keys()]).toEqual(['@drawbridge/guard', '@drawbridge/core', 'jose']);
    const sizes = await Promise.all([...packages].map((entry) => sizeOf(...entry)));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const told = [...packages.keys()].map((name, index) => `${name} ${sizes[index]}`).join(', ');
    expect(total, told).toBeGreaterThan(200_000);
    expect(total, told).toBeLessThanOrEqual(2_000_000);
  });
});
