import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Certificate } from '../../tools/certify.ts';
import { type RunningCommand, start } from './command.ts';
import { freePort } from './free-port.ts';
import type { Stage } from './stage.ts';

const run = promisify(execFile);

/** A real proxy on 127.0.0.1. */
export interface RunningProxy {
  readonly port: number;
  /** What it wrote about the requests that it had. */
  log(): Promise<string>;
}

/** Who may use it. */
export interface ProxyUser {
  readonly user: string;
  readonly password: string;
}

/** Starts tinyproxy, which opens tunnels to some ports alone. */
export async function startTinyproxy(
  stage: Stage,
  { user, password }: ProxyUser,
  ports: readonly number[],
): Promise<RunningProxy> {
  const folder = await stage.folder();
  const [config, log] = [join(folder, 'tinyproxy.conf'), join(folder, 'log')];
  const port = await freePort();
  const lines = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'Allow 127.0.0.1',
    `BasicAuth ${user} ${password}`,
    ...ports.map((allowed) => `ConnectPort ${allowed}`),
    `LogFile "${log}"`,
    'LogLevel Connect',
  ];
  await writeFile(config, lines.join('\n'));
  await untilListening(stage, start('/usr/bin/tinyproxy', ['-d', '-c', config]), port);
  return { port, log: () => readFile(log, 'utf8') };
}

/** What else squid is started with. */
export interface SquidOptions extends ProxyUser {
  /** Names that it takes for 127.0.0.1. */
  readonly names: readonly string[];
  /** Also listens over TLS. */
  readonly certificate: Certificate;
}

/** Starts squid, over TCP and over TLS. */
export async function startSquid(
  stage: Stage,
  { user, password, names, certificate }: SquidOptions,
): Promise<RunningProxy & { readonly tlsPort: number }> {
  const folder = await stage.folder();
  const path = (name: string) => join(folder, name);
  const [port, tlsPort] = [await freePort(), await freePort()];
  const { stdout: digest } = await run('openssl', ['passwd', '-apr1', password]);
  const lines = [
    `http_port 127.0.0.1:${port}`,
    `https_port 127.0.0.1:${tlsPort} tls-cert=${path('proxy.pem')} tls-key=${path('proxy.key')}`,
    `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${path('users')}`,
    'auth_param basic children 1',
    'acl known proxy_auth REQUIRED',
    'http_access allow known',
    'http_access deny all',
    `hosts_file ${path('hosts')}`,
    `access_log stdio:${path('access.log')}`,
    `cache_log ${path('cache.log')}`,
    `pid_filename ${path('squid.pid')}`,
    `coredump_dir ${folder}`,
    'cache deny all',
    'cache_mem 8 MB',
    'pinger_enable off',
    'shutdown_lifetime 0 seconds',
    `visible_hostname squid.test`,
  ];
  await Promise.all([
    writeFile(path('squid.conf'), lines.join('\n')),
    writeFile(path('hosts'), names.map((name) => `127.0.0.1 ${name}\n`).join('')),
    writeFile(path('users'), `${user}:${digest}`),
    writeFile(path('proxy.pem'), certificate.cert),
    writeFile(path('proxy.key'), certificate.key),
  ]);
  // Started by root, it goes on as a user of its own.
  await chmod(folder, 0o777);
  // Its name is that of what it shares in memory: several may run.
  const args = ['-N', '-n', `drawbridge${port}`, '-f', path('squid.conf')];
  const squid = start('/usr/sbin/squid', args);
  await untilListening(stage, squid, port);
  return { port, tlsPort, log: () => readFile(path('access.log'), 'utf8') };
}

/** Waits until a proxy takes connections. It is ended when the stage is cleared. */
export async function untilListening(
  stage: Stage,
  proxy: RunningCommand,
  port: number,
): Promise<void> {
  const state = { ended: false };
  void proxy.exited.then(() => (state.ended = true));
  stage.later(() => proxy.stop());
  const until = Date.now() + 60_000;
  while (!(await accepts(port))) {
    if (state.ended || Date.now() > until) {
      throw new Error(`the proxy does not listen\n${proxy.stdout()}\n${proxy.stderr()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
