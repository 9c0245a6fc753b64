import { once } from 'node:events';
import { lstat, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@drawbridge/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listenAtPath } from './listen-at-path.ts';

let folder: string;
const servers: { close(): unknown }[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-socket-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(folder, { recursive: true });
});

async function start(path: string, bits: { mode?: number; gid?: number } = {}) {
  const server = createServer((_request, response) => response.end('ok'));
  servers.push(server);
  await listenAtPath(server, silentLog, { path, ...bits });
  return server;
}

it('makes a file for its owner alone, and removes it at the end', async () => {
  const path = join(folder, 'a.sock');
  const mask = process.umask();
  const server = await start(path);
  expect(process.umask()).toBe(mask);
  expect((await lstat(path)).mode & 0o777).toBe(0o600);
  const socket = connect(path);
  await once(socket, 'connect');
  socket.destroy();
  server.close();
  await once(server, 'close');
  await expect(lstat(path)).rejects.toThrow('ENOENT');
});

it('opens it to a group that is named, and to others, as it is told', async () => {
  const path = join(folder, 'a.sock');
  const gid = process.getgid?.() ?? 0;
  await start(path, { mode: 0o660, gid });
  const found = await lstat(path);
  expect([found.mode & 0o777, found.gid]).toEqual([0o660, gid]);
});

it.skipIf(process.getuid?.() === 0)('lets go of it where the group is not to be had', async () => {
  const path = join(folder, 'a.sock');
  await expect(start(path, { gid: 0 })).rejects.toMatchObject({
    code: 'address_unavailable',
    message: expect.stringContaining('its group and mode cannot be set (EPERM)'),
  });
});

it('replaces the file of a process that is gone', async () => {
  const path = join(folder, 'a.sock');
  const place = join(folder, 'b.sock');
  const gone = createTcpServer().listen(place);
  await once(gone, 'listening');
  // The file stays, for it is not where the server made it.
  await rename(place, path);
  gone.close();
  await once(gone, 'close');
  expect((await lstat(path)).isSocket()).toBe(true);
  await start(path);
});

it('leaves the file of a process that lives', async () => {
  const path = join(folder, 'a.sock');
  await start(path);
  await expect(start(path)).rejects.toMatchObject({
    code: 'address_unavailable',
    message: expect.stringContaining('something listens there'),
  });
  const socket = connect(path);
  await once(socket, 'connect');
  socket.destroy();
});

it('leaves a file that is no socket', async () => {
  const path = join(folder, 'a.sock');
  await writeFile(path, 'x');
  await expect(start(path)).rejects.toMatchObject({ code: 'address_unavailable' });
  expect((await lstat(path)).size).toBe(1);
});

it.each([
  ['in a folder that is not there', 'none/a.sock', 'there is no folder'],
  ['that is too long for the kernel', `${'x'.repeat(120)}.sock`, 'bytes'],
])('refuses a path %s', async (_, name, why) => {
  await expect(start(join(folder, name))).rejects.toMatchObject({
    code: 'address_unavailable',
    message: expect.stringContaining(why),
  });
});
