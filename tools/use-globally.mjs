import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { run } from './run.mjs';
import { tryCommand } from './try-command.mjs';

/**
 * Installs the command as the guide says, `npm install -g`, and serves an exchange that needs its store.
 *
 * @param {string} tarball
 * @param {string} place - an empty folder
 */
export async function useGlobally(tarball, place) {
  const prefix = join(place, 'global');
  await mkdir(prefix);
  const options = ['--no-audit', '--no-fund', '--prefer-offline', '--prefix', prefix];
  await run('npm', ['install', '--global', ...options, tarball], place);
  const command = join(prefix, 'bin/drawbridge');
  const data = join(place, 'data');
  const port = await freePort();
  const config = join(place, 'drawbridge.yaml');
  await writeFile(config, JSON.stringify(configuration(data, port)));
  const args = ['serve', 'exchange', '--config', config];

  await tryCommand(command, args, async () => {
    const reply = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    return reply?.status === 200;
  });
  if (!existsSync(join(data, 'store'))) throw new Error('the exchange was ready without its store');
  console.log('drawbridge, installed globally, serves an exchange with its store');

  await rm(join(prefix, 'lib/node_modules/@drawbridge/cli/node_modules/lmdb'), { recursive: true });
  const fault = await run(command, args, place).then(
    () => new Error('the exchange ended by itself'),
    (/** @type {Error} */ thrown) => thrown,
  );
  if (!fault.message.includes('Run `npm install lmdb`')) throw fault;
}

/**
 * An exchange that takes each token once. Its upstream is never asked.
 *
 * @param {string} data
 * @param {number} port
 */
function configuration(data, port) {
  const issuer = 'http://127.0.0.1:1';
  return {
    version: 1,
    data,
    exchange: {
      issuer: 'https://bridge.example.com',
      listen: `127.0.0.1:${port}`,
      upstreams: [{ issuer, audiences: ['bridge'] }],
      rules: [{ name: 'once', match: { issuer }, grant: { audience: 'aws', once: true } }],
    },
  };
}

/** @returns {Promise<number>} a TCP port of 127.0.0.1 that nobody listens on now */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {{ port: number }} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}
