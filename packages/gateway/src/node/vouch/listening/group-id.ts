import { readFile } from 'node:fs/promises';

/**
 * The number of a group of this machine.
 *
 * @param name - a name of `/etc/group`, or a number
 * @returns `undefined` where there is none of that name
 */
export async function groupId(name: string): Promise<number | undefined> {
  if (/^\d{1,10}$/.test(name)) return Number(name);
  const groups = await readFile('/etc/group', 'utf8').catch(() => '');
  for (const line of groups.split('\n')) {
    const [known, , id] = line.split(':');
    if (known === name && id !== undefined && /^\d{1,10}$/.test(id)) return Number(id);
  }
  return undefined;
}
