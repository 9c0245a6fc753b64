import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The licences of the packages that modules are from, as whoever passes on their code must pass them on.
 *
 * @param {readonly string[]} modules - names of files
 * @returns {Promise<string>}
 * @throws {Error} for a package that has no file of a licence
 */
export async function gatherNotices(modules) {
  const folders = new Set(modules.flatMap((path) => folderOf(path) ?? []));
  const notices = await Promise.all([...folders].map(readNotice));
  return ['The command drawbridge has code of these packages in it.\n', ...notices.toSorted()].join(
    '\n',
  );
}

/** @param {string} path */
function folderOf(path) {
  return /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(path)?.[0];
}

/** @param {string} folder */
async function readNotice(folder) {
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no file with its licence`);
  const text = await readFile(join(folder, file), 'utf8');
  return `${name} ${version} (${license})\n\n${text.trim().replaceAll(/^(?=.)/gm, '    ')}\n`;
}
