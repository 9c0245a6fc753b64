// Bundles the command `drawbridge` from its sources into packages/cli/dist: a file for each part of it that is loaded on
// its own. Node takes half a millisecond to load a module, however small, and a service has four hundred.
// See docs/decisions/0013-the-command-is-a-bundle.md.

import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { gatherNotices } from './gather-notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'packages/cli');
const output = join(cli, 'dist');

/** Of all commands. What so many need is one file: apart, it would be thirty small ones, each of them loaded by most commands. */
const MOST = 0.8;

/** What leads to all other files. */
const ENTRIES = new Set(['main.js', 'vouch-proxy.js']);

/** vitest calls this before the tests that start the command: they never meet an old one. */
export { bundleCommand as setup };

/** Writes the bundle, if it is not there already: other processes may be running the one that is. */
export async function bundleCommand() {
  const files = await bundle();
  await mkdir(output, { recursive: true });
  // Some may be on their way from another process: see `replace`.
  const present = (await readdir(output)).filter((name) => !name.endsWith('.new'));
  const stale = new Set(present);
  // What leads to the others comes last, so that it never leads to one that is not there.
  const order = [...files].toSorted(([a], [b]) => Number(ENTRIES.has(a)) - Number(ENTRIES.has(b)));
  for (const [name, content] of order) {
    stale.delete(name);
    await replace(join(output, name), content);
  }
  for (const name of stale) {
    await rm(join(output, name), { recursive: true, force: true });
  }
}

/** @returns {Promise<Map<string, string>>} the files of the bundle by their names */
async function bundle() {
  const [external, commands] = await Promise.all([readExternal(), countCommands()]);
  const [command, alone] = await Promise.all([
    // The program of the image in deploy/vouch shares all that it needs with the command.
    build(['src/main.ts', 'src/vouch-proxy.ts'], external, {
      format: 'esm',
      codeSplitting: {
        groups: [
          {
            name: 'shared',
            // Completion, which shells wait for, needs the quoting of words and nothing else of them.
            test: /packages[/\\](?:core|node)[/\\]src[/\\](?!encoding[/\\]shell-quote)/,
            minShareCount: Math.ceil(commands * MOST),
          },
        ],
      },
    }),
    // It is on its own, and CommonJS: what Node does before the first line of an ES module takes as long as the whole of it.
    build(['src/credential-process.ts'], external, {
      format: 'cjs',
      entryFileNames: '[name].cjs',
      codeSplitting: false,
    }),
  ]);
  const files = new Map([...command.files, ...alone.files]);
  return files.set('THIRD-PARTY-NOTICES.txt', await gatherNotices(command.modules));
}

/**
 * @param {readonly string[]} entries
 * @param {readonly string[]} external
 * @param {import('rolldown').OutputOptions} options
 * @returns {Promise<{ files: Map<string, string>, modules: string[] }>}
 */
async function build(entries, external, options) {
  const made = await rolldown({
    input: entries.map((entry) => join(cli, entry)),
    cwd: root,
    platform: 'node',
    external: (id) => external.some((name) => id === name || id.startsWith(`${name}/`)),
    resolve: { conditionNames: ['@drawbridge/source', 'node', 'import', 'default'] },
    onLog(level, log) {
      // What is left out by mistake would be found where it is installed.
      if (level === 'warn') throw new Error(log.message);
    },
  });
  try {
    const { output: chunks } = await made.generate({ comments: { legal: false }, ...options });
    /** @type {Map<string, string>} */
    const files = new Map();
    /** @type {string[]} */
    const modules = [];
    for (const chunk of chunks) {
      if (chunk.type !== 'chunk') throw new Error(`${chunk.fileName} is no code`);
      files.set(chunk.fileName, chunk.code);
      modules.push(...chunk.moduleIds);
    }
    return { files, modules };
  } finally {
    await made.close();
  }
}

/** How many commands there are: each is loaded on its own. The `index.ts` of a folder lists those of it. */
async function countCommands() {
  const folder = join(cli, 'src/commands');
  const names = await readdir(folder, { recursive: true });
  const tables = names.filter((name) => basename(name) === 'index.ts');
  const texts = await Promise.all(tables.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.join('').match(/load: \(\) => import\(/g)?.length ?? 1;
}

/**
 * The packages that are installed beside the command and loaded only by who needs them.
 *
 * @returns {Promise<string[]>}
 */
async function readExternal() {
  const manifest = JSON.parse(await readFile(join(cli, 'package.json'), 'utf8'));
  const { optionalDependencies = {}, peerDependencies = {} } = manifest;
  return Object.keys({ ...optionalDependencies, ...peerDependencies });
}

/**
 * @param {string} path
 * @param {string} content
 */
async function replace(path, content) {
  const present = await readFile(path, 'utf8').catch(() => undefined);
  if (present === content) return;
  const fresh = join(dirname(path), `.${process.pid}.new`);
  await writeFile(fresh, content);
  await rename(fresh, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCommand();
