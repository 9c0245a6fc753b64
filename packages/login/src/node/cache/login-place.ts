import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where in a data folder logins are kept. */
export interface LoginPlace {
  readonly folder: string;
  /** The secret that files are sealed with, where no keyring has it. */
  readonly secretFile: string;
  /** Of the logins, a file each. */
  readonly logins: string;
  /** Of the sign-ins, a folder each. */
  readonly signIns: string;
  /** Of the clients that were registered, a file each. */
  readonly clients: string;
  /** Of locks, a folder each. */
  readonly locks: string;
}

/** The places of a data folder. */
export function loginPlace(data: string): LoginPlace {
  const folder = join(data, 'login');
  return {
    folder,
    secretFile: join(folder, 'secret'),
    logins: join(folder, 'logins'),
    signIns: join(folder, 'sign-ins'),
    clients: join(folder, 'clients'),
    locks: join(folder, 'locks'),
  };
}

/**
 * A name of a file for a name of any kind: names that differ have others, also where a file system does not tell upper
 * and lower case apart, or takes `con` for a device.
 *
 * @returns 64 hexadecimal characters
 */
export function safeName(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

/** What the file of a login is sealed for. @param file - its name */
export function loginContext(file: string): string {
  return `login ${file}`;
}
