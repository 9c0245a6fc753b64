import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Variable } from '@drawbridge/clouds/aws';
import { serverWords } from '@drawbridge/core';
import { farVariables, keepScript, MARK, runScript } from './far-script.ts';
import { askMaster, openMaster } from './run-ssh.ts';
import { requireForwardable, sshFault } from './ssh-fault.ts';

/** What is carried where. */
export interface ForwardOptions {
  /** As for `ssh`: a name, `USER@HOST`, or a `Host` of its configuration. */
  readonly host: string;
  /** The endpoint of this machine. */
  readonly agent: { readonly port: number; readonly path: string };
  /** What decides whose credentials one gets there. A secret. */
  readonly token: string;
  readonly region?: string;
  /** What `run` runs on the other machine. Empty: a login shell. */
  readonly command: readonly string[];
  /** A configuration of `ssh` in the place of the person's. */
  readonly configFile?: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Default: that of this process. */
  readonly platform?: NodeJS.Platform;
}

/** An endpoint of credentials that another machine reaches on a loopback port of its own. */
export interface Forward {
  /** On the other machine, chosen by its server. */
  readonly port: number;
  /** A file of the other machine with the token, for its user alone. */
  readonly tokenFile: string;
  /** The variables for the other machine, but the token. */
  readonly variables: readonly Variable[];
  /** The command line here that runs the command there. @param onTerminal - whether it has one there */
  command(onTerminal: boolean): readonly string[];
  /** Fulfilled when the connection has ended. */
  readonly ended: Promise<void>;
  /** Ends it. What was put there is gone. */
  close(): Promise<void>;
}

/** The folder is a word of a command line of any shell: it has no character that one of them could obey. */
const FOLDER = new RegExp(String.raw`^${MARK}(/[\w./+@-]+)\r?\n`, 'm');
/** Seconds between two questions whether the other side is there; after three without an answer it is not. */
const ALIVE = 15;

/**
 * Carries an endpoint of credentials to another machine by `ssh`. The token goes there by the input of a program, into a
 * file for its user alone, and is in no command line on either side. However this process ends, the file goes.
 *
 * @throws {DrawbridgeError} `usage_invalid` for a host that is none, or on Windows; `remote_unreachable`
 */
export async function openForward(options: ForwardOptions): Promise<Forward> {
  const { host, agent, token, region, command, configFile, env } = options;
  requireForwardable(host, options.platform ?? process.platform);
  const here = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  const socket = join(here, 's');
  const away = () => rm(here, { recursive: true, force: true });
  const run = runScript({ path: agent.path, command, ...(region !== undefined && { region }) });
  const sizes = { token: Buffer.byteLength(token), run: Buffer.byteLength(run) };
  const own = configFile === undefined ? [] : ['-F', configFile];
  // Where there is no connection to share, none is made: it would know nothing of the port.
  const shared = ['-S', socket, '-o', 'ProxyCommand=false'];

  try {
    const master = await openMaster(
      {
        args: [
          '-M',
          '-S',
          socket,
          '-T',
          '-o',
          'ControlPersist=no',
          '-o',
          'RemoteCommand=none',
          '-o',
          'ClearAllForwardings=yes',
          '-o',
          `ServerAliveInterval=${ALIVE}`,
          ...own,
          '--',
          host,
          keepScript(sizes),
        ],
        env,
      },
      token + run,
      FOLDER,
    );
    const close = async () => {
      await master.close();
      await away();
    };
    try {
      const [, folder = ''] = master.found;
      const port = await forwardPort(shared, agent.port, { host, env });
      return {
        port,
        tokenFile: `${folder}/token`,
        variables: farVariables(port, agent.path, region),
        command: (onTerminal) => [
          'ssh',
          ...shared,
          ...own,
          onTerminal ? '-t' : '-T',
          '-o',
          'RemoteCommand=none',
          '-o',
          'ClearAllForwardings=yes',
          '--',
          host,
          `exec sh ${folder}/run ${port}`,
        ],
        ended: master.ended,
        close,
      };
    } catch (thrown) {
      await close();
      throw thrown;
    }
  } catch (thrown) {
    await away();
    throw thrown;
  }
}

/** Has a port of the other machine lead here. */
async function forwardPort(
  shared: readonly string[],
  port: number,
  { host, env }: Pick<ForwardOptions, 'host' | 'env'>,
): Promise<number> {
  // Without a configuration: the forwards that it may have for this host are not asked for here.
  const args = [
    ...shared,
    '-F',
    '/dev/null',
    '-O',
    'forward',
    '-R',
    `127.0.0.1:0:127.0.0.1:${port}`,
    '--',
    host,
  ];
  const { code, stdout, stderr } = await askMaster({ args, env });
  const [, found] = /^(\d{1,5})\s*$/m.exec(stdout) ?? [];
  if (code === 0 && found !== undefined) return Number(found);
  const said = serverWords(stderr, []) ?? `ssh ended with ${code}`;
  throw sshFault(
    `the other machine gives no port that leads here: ${said}`,
    'Its sshd has to allow it: AllowTcpForwarding yes or remote, no DisableForwarding, and where there is a PermitListen, 127.0.0.1:*.',
  );
}
