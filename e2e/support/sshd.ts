import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { start } from './command.ts';
import type { Stage } from './stage.ts';

/** The server of OpenSSH on loopback, run as this user, who alone can sign in. */
export interface TestSshd {
  /** A configuration of `ssh` by which it is the host `far`. */
  readonly config: string;
  /** Where programs of the far side make their temporary files. */
  readonly temporary: string;
}

/**
 * Starts one with keys of its own. It ends with the stage.
 *
 * @param lines - further lines of its configuration, which count before the others
 */
export async function startSshd(stage: Stage, lines: readonly string[] = []): Promise<TestSshd> {
  const folder = await stage.folder();
  const temporary = join(folder, 'far');
  await mkdir(temporary);
  for (const name of ['host', 'user']) {
    const { code, stderr } = await stage.shell(
      `ssh-keygen -q -t ed25519 -N '' -f ${join(folder, name)}`,
    );
    if (code !== 0) throw new Error(stderr);
  }
  // What Debian's unit makes for a server that runs as root.
  if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true });
  const port = await freePort();
  const server = join(folder, 'sshd_config');
  await writeFile(
    server,
    [
      ...lines,
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${join(folder, 'host')}`,
      `AuthorizedKeysFile ${join(folder, 'user.pub')}`,
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin yes',
      'PidFile none',
      `SetEnv TMPDIR=${temporary}`,
      '',
    ].join('\n'),
  );
  const config = join(folder, 'ssh_config');
  await writeFile(
    config,
    [
      'Host far',
      '  HostName 127.0.0.1',
      `  Port ${port}`,
      `  User ${userInfo().username}`,
      `  IdentityFile ${join(folder, 'user')}`,
      '  IdentitiesOnly yes',
      '  BatchMode yes',
      '  StrictHostKeyChecking accept-new',
      `  UserKnownHostsFile ${join(folder, 'known_hosts')}`,
      '  LogLevel ERROR',
      '',
    ].join('\n'),
  );
  const sshd = start('/usr/sbin/sshd', ['-D', '-e', '-f', server]);
  stage.later(() => sshd.stop());
  await sshd.waitFor('stderr', /Server listening/);
  return { config, temporary };
}
