import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

/** How a server is started. */
export interface RedisOptions {
  /** Whether it writes each change to the disk before it answers. Default: it keeps nothing. */
  readonly durable?: boolean;
  /** Further words of its command line: `['--requirepass', '…']`. */
  readonly words?: readonly string[];
  /** Whether its port takes TLS alone. `words` name the certificate. Default: false. */
  readonly tls?: boolean;
}

/** A redis-server of a test's own. */
export interface TestRedis {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Kills it, as a machine that fails does. */
  kill(): Promise<void>;
  /** Starts it again, with the same port and folder. */
  start(): Promise<void>;
  /** Sends a command on a connection of its own, without waiting for what is answered. */
  send(...command: readonly string[]): Promise<void>;
  /** Ends it, and removes its folder. */
  clear(): Promise<void>;
}

/** Milliseconds that a start may take on a busy machine. */
const PATIENCE = 30_000;

/** Starts a redis-server that nobody else uses. */
export async function startRedis({
  durable = false,
  words = [],
  tls = false,
}: RedisOptions = {}): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-redis-'));
  let port = await freePort();
  let child: ChildProcess | undefined;

  async function launch(): Promise<boolean> {
    const ports = tls ? ['--port', '0', '--tls-port', `${port}`] : ['--port', `${port}`];
    const keep = durable ? ['--appendonly', 'yes', '--appendfsync', 'always'] : [];
    const fixed = ['--bind', '127.0.0.1', '--save', '', '--dir', folder, '--daemonize', 'no'];
    const own = ['--enable-debug-command', 'yes'];
    const args = [...ports, ...fixed, ...keep, ...own, ...words];
    const started = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    child = started;
    return new Promise((resolve, reject) => {
      let said = '';
      const timer = setTimeout(() => {
        started.kill('SIGKILL');
        reject(new Error(`redis-server is not up:\n${said}`));
      }, PATIENCE);
      started.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        said += chunk;
        if (said.includes('Ready to accept connections')) settle(() => resolve(true));
      });
      started.once('exit', () => {
        if (said.includes('Address already in use')) settle(() => resolve(false));
        else settle(() => reject(new Error(`redis-server has ended:\n${said}`)));
      });
      function settle(act: () => void): void {
        clearTimeout(timer);
        act();
      }
    });
  }

  async function kill(): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  // Somebody may have taken the port since it was found free.
  for (let tries = 0; !(await launch()); tries++) {
    if (tries === 5) throw new Error('no port is free');
    port = await freePort();
  }

  return {
    host: '127.0.0.1',
    port,
    kill,
    async start() {
      if (!(await launch())) throw new Error(`port ${port} was taken meanwhile`);
    },
    async send(...command) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      const parts = command.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
      socket.write(`*${command.length}\r\n${parts.join('')}`);
      socket.unref();
    },
    async clear() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
