import { once } from 'node:events';
import { lstat, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { request as send } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@drawbridge/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../http/client.ts';
import { listenProxy } from './listen-proxy.ts';
import { createProxyStage, passAll } from './proxy.fixture.ts';
import { createProxy } from './proxy.ts';

const stage = createProxyStage();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-proxy-'));
});
afterEach(async () => {
  await stage.clear();
  await rm(folder, { recursive: true });
});

async function start(path: string) {
  const origin = await stage.upstream((request, response) => request.pipe(response));
  const http = createHttpClient();
  const remote = http.remote();
  const proxy = createProxy({ policy: passAll(origin), remoteOf: () => remote, log: silentLog });
  const listener = await listenProxy(proxy, { path }, silentLog, { setting: 'inject.socket' });
  stage.cleanUps.push(
    () => http.close(),
    () => listener.close({ patience: 0 }),
  );
  return listener;
}

async function askAt(socketPath: string): Promise<string> {
  const request = send({ socketPath, method: 'POST', headers: { host: 'localhost' } });
  request.end('hello');
  const [response] = await once(request, 'response');
  const [chunk] = await once(response, 'data');
  return String(chunk);
}

describe('a proxy at the path of a socket file', () => {
  it('serves its owner alone, and removes the file at its end', async () => {
    const path = join(folder, 'a.sock');
    const listener = await start(path);
    expect([listener.url, listener.address]).toEqual([`unix:${path}`, undefined]);
    expect((await lstat(path)).mode & 0o777).toBe(0o600);
    expect(await askAt(path)).toBe('hello');
    await listener.close();
    await listener.close();
    await expect(lstat(path)).rejects.toThrow('ENOENT');
    await start(path);
    expect(await askAt(path)).toBe('hello');
  });

  it('takes the place of one that was killed', async () => {
    const [path, place] = [join(folder, 'a.sock'), join(folder, 'b.sock')];
    const gone = createServer().listen(place);
    await once(gone, 'listening');
    // The file stays, for it is not where the server made it.
    await rename(place, path);
    gone.close();
    await once(gone, 'close');
    await start(path);
    expect(await askAt(path)).toBe('hello');
  });

  it('does not take the place of one that lives, or of a file', async () => {
    const path = join(folder, 'a.sock');
    await start(path);
    await expect(start(path)).rejects.toMatchObject({
      code: 'address_unavailable',
      message: expect.stringContaining('something listens there'),
    });
    expect(await askAt(path)).toBe('hello');
    const file = join(folder, 'file');
    await writeFile(file, 'kept');
    await expect(start(file)).rejects.toMatchObject({ code: 'address_unavailable' });
    expect((await lstat(file)).size).toBe(4);
  });

  it('is not where the kernel would cut its path off', async () => {
    const path = join(folder, `${'x'.repeat(120)}.sock`);
    await expect(start(path)).rejects.toMatchObject({
      code: 'address_unavailable',
      hint: expect.stringContaining('shorter'),
    });
    await expect(lstat(path.slice(0, 107))).rejects.toThrow('ENOENT');
  });
});
