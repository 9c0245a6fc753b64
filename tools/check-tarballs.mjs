// Packs every package that is published, judges the tarballs, and uses them as a stranger would:
// installed from the tarballs in an empty project, each exported path imported, the command started; and the command
// installed globally.
// Needs a build.

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listFaults } from './list-faults.mjs';
import { run } from './run.mjs';
import { tryCommand } from './try-command.mjs';
import { useGlobally } from './use-globally.mjs';

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {boolean} [private]
 * @property {Record<string, unknown>} [exports]
 * @property {string[]} [workspaces]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 *
 * @typedef {object} Packed
 * @property {Manifest} manifest
 * @property {string} tarball
 * @property {string[]} files
 */

/** Imports each path. What needs a package that its own is an optional peer of may lack that, and nothing else. */
const IMPORT_ALL = `
  for (const { path, peers } of JSON.parse(process.argv[2])) {
    try {
      await import(path);
      console.log('imported ' + path);
    } catch (error) {
      const [, missing] = /Cannot find package '([^']+)'/.exec(error.message) ?? [];
      if (error.code !== 'ERR_MODULE_NOT_FOUND' || !peers.includes(missing)) throw error;
      console.log('imported ' + path + ' as far as its peer ' + missing);
    }
  }
`;

const root = fileURLToPath(new URL('..', import.meta.url));
const place = await mkdtemp(join(tmpdir(), 'drawbridge-tarballs-'));
try {
  const packed = await packAll();
  const faults = (await Promise.all(packed.map(judge))).flat();
  if (faults.length > 0) throw new Error(faults.join('\n'));
  await useThem(packed);
  const command = packed.find(({ manifest }) => manifest.name === '@drawbridge/cli');
  await useGlobally(command?.tarball ?? '', place);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(place, { recursive: true, force: true });
}

/** @returns {Promise<Packed[]>} */
async function packAll() {
  const { workspaces = [] } = await readManifest(root);
  /** @type {Packed[]} */
  const packed = [];
  for (const workspace of workspaces) {
    // The examples: none of them is published.
    if (workspace.endsWith('/*')) continue;
    const manifest = await readManifest(join(root, workspace));
    if (manifest.private) continue;
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', place];
    const [answer] = JSON.parse(await run('npm', args, join(root, workspace)));
    const files = answer.files.map((/** @type {{ path: string }} */ { path }) => path);
    packed.push({ manifest, tarball: join(place, answer.filename), files });
  }
  return packed;
}

/**
 * What is wrong with one tarball: its files, its manifest, its types.
 *
 * @param {Packed} packed
 * @returns {Promise<string[]>}
 */
async function judge({ manifest, tarball, files }) {
  const bundled = exportedPaths(manifest).length === 0;
  const faults = listFaults(files, { bundled }).map((fault) => `${manifest.name}: ${fault}`);
  await run(tool('publint'), ['run', '--strict', tarball], root).catch(note);
  if (!bundled) {
    const args = [tarball, '--profile', 'esm-only', '--no-color', '--no-emoji'];
    await run(tool('attw'), args, root).catch(note);
  }
  console.log(`${manifest.name}: ${files.length} files`);
  return faults;

  /** @param {Error} error */
  function note(error) {
    faults.push(`${manifest.name}: ${error.message}`);
  }
}

/**
 * Installs all tarballs but the optional try-out system, and uses them.
 *
 * @param {readonly Packed[]} packed
 */
async function useThem(packed) {
  const project = join(place, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  const wanted = packed.filter(({ manifest }) => manifest.name !== '@drawbridge/dev');
  const install = ['install', '--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', [...install, ...wanted.map(({ tarball }) => tarball)], project);
  if (existsSync(join(project, 'node_modules/@drawbridge/dev'))) {
    throw new Error('@drawbridge/dev was installed: it must stay an optional peer');
  }

  const paths = wanted.flatMap(({ manifest }) =>
    exportedPaths(manifest).map((path) => ({ path, peers: optionalPeers(manifest) })),
  );
  await writeFile(join(project, 'import-all.js'), IMPORT_ALL);
  const told = await run(process.execPath, ['import-all.js', JSON.stringify(paths)], project);
  console.log(told.trim());

  const help = await run('npx', ['--no', 'drawbridge', '--', '--help'], project);
  if (help.trim() === '') throw new Error('drawbridge --help prints nothing');
  console.log('drawbridge --help works');

  await useWithoutOptional(project);

  const dev = packed.filter(({ manifest }) => manifest.name === '@drawbridge/dev');
  await run('npm', [...install, ...dev.map(({ tarball }) => tarball)], project);
  const shown = /** @param {string} stdout */ (stdout) => stdout.includes('"exchangedToken"');
  const bin = join(project, 'node_modules/.bin/drawbridge');
  await tryCommand(bin, ['dev', '--json', '--data', join(place, 'try-out')], shown);
  console.log('drawbridge dev takes a token across');
}

/**
 * Takes away the packages that need not be installed everywhere: the command must work, and a store must say what it lacks.
 *
 * @param {string} project
 */
async function useWithoutOptional(project) {
  for (const name of ['lmdb', '@redis/client']) {
    await rm(join(project, 'node_modules', name), { recursive: true });
  }
  await run('npx', ['--no', 'drawbridge', '--', '--help'], project);
  const source = `
    import { silentLog, systemClock } from '@drawbridge/core';
    import { openStore } from '@drawbridge/node';
    const options = { data: 'data', clock: systemClock, log: silentLog, env: {} };
    for (const section of [undefined, { driver: 'redis', url: 'redis://127.0.0.1:1' }]) {
      const fault = await openStore(section, options).catch((thrown) => thrown);
      console.log(fault.code + ': ' + fault.hint);
    }
  `;
  const said = await run(process.execPath, ['--input-type=module', '--eval', source], project);
  const faults = said.trim().split('\n');
  if (
    faults.some(
      (fault) => !/^config_invalid: Run `npm install (?:lmdb|@redis\/client)`/.test(fault),
    )
  ) {
    throw new Error(`without optional packages: ${said}`);
  }
  console.log('drawbridge works without the optional packages');
}

/**
 * @param {Manifest} manifest
 * @returns {string[]}
 */
function exportedPaths({ name, exports = {} }) {
  return Object.keys(exports)
    .filter((path) => path !== './package.json')
    .map((path) => name + path.slice(1));
}

/**
 * @param {Manifest} manifest
 * @returns {string[]}
 */
function optionalPeers({ peerDependenciesMeta = {} }) {
  return Object.keys(peerDependenciesMeta).filter((name) => peerDependenciesMeta[name]?.optional);
}

/**
 * @param {string} folder
 * @returns {Promise<Manifest>}
 */
async function readManifest(folder) {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
}

/** @param {string} name */
function tool(name) {
  return join(root, 'node_modules/.bin', name);
}
