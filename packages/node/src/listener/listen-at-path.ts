import { chmod, chown, lstat, stat, unlink } from 'node:fs/promises';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { DrawbridgeError, type Log } from '@drawbridge/core';
import { startListening } from './open-server.ts';

/** What a path may be long, in bytes: the kernel has no room for more, and libuv would cut it off. */
const MAX_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;

/** A socket file to listen at. */
export interface SocketPlace {
  readonly path: string;
  /** Its permissions, such as 0o660. Default: 0o600, which is its owner's alone. */
  readonly mode?: number;
  /** The number of the group that it is given to. Default: that of the process. */
  readonly gid?: number | undefined;
}

/**
 * Lets a server listen at the path of a socket file. The file is its owner's alone from the moment that it is there, until it
 * is opened to others. One that a process left behind that is gone is replaced; the server removes its own when it closes.
 *
 * @param setting - where the path comes from, for who must choose another
 * @throws {DrawbridgeError} `address_unavailable` where something else is there, somebody listens, or it may not be made
 */
export async function listenAtPath(
  server: Server,
  log: Log,
  { path, mode, gid }: SocketPlace,
  setting?: string,
): Promise<void> {
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
    throw unavailable(
      path,
      `its path has more than ${MAX_PATH_BYTES} bytes`,
      'Choose a shorter one.',
    );
  }
  await requireFolder(path);
  await removeStale(path);
  await startListening(server, log, path, () => listenPrivately(server, path), setting);
  try {
    if (gid !== undefined) await chown(path, process.getuid?.() ?? -1, gid);
    if (mode !== undefined) await chmod(path, mode);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    server.close();
    throw unavailable(
      path,
      `its group and mode cannot be set (${code})`,
      'Choose a group that this user is in.',
    );
  }
}

/** Node makes the file before `listen` comes back, so nothing else is made with this mask. */
function listenPrivately(server: Server, path: string): void {
  const mask = process.umask(0o177);
  try {
    server.listen({ path, exclusive: true });
  } finally {
    process.umask(mask);
  }
}

/** The kernel says that there is none, and libuv, which is like Windows here, that it may not be used. */
async function requireFolder(path: string): Promise<void> {
  const folder = dirname(path);
  const found = await stat(folder).catch(({ code }: NodeJS.ErrnoException) => code);
  if (found === 'ENOENT') {
    throw unavailable(path, `there is no folder ${folder}`, 'Make it, or choose another path.');
  }
}

async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isSocket()) {
    throw unavailable(path, 'there is a file that is no socket', 'Choose another path.');
  }
  if (await isServed(path)) {
    throw unavailable(path, 'something listens there', 'Stop it, or choose another path.');
  }
  await unlink(path).catch(() => undefined);
}

/** Who may not even ask does not know, and leaves it. */
function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT');
    });
  });
}

function unavailable(path: string, reason: string, hint: string): DrawbridgeError {
  return new DrawbridgeError('address_unavailable', {
    detail: `cannot listen on ${path}: ${reason}`,
    hint,
  });
}
