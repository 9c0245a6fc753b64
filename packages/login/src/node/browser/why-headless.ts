import { isIP } from 'node:net';

/** What is known of the place that a person sits at. */
export interface Place {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly platform: NodeJS.Platform;
  /** Whether a file exists, by its absolute path. */
  readonly exists: (path: string) => boolean;
}

/**
 * Why there is no browser here that could come back to this machine, as a clause such as `this is an SSH session`;
 * `undefined` where one may be opened.
 */
export function whyHeadless({ env, platform, exists }: Place): string | undefined {
  const isSet = (name: string) => (env[name] ?? '') !== '';
  if (isSet('CODESPACES')) return 'this is a codespace of GitHub (CODESPACES is set)';
  if (isSet('CLOUD_SHELL')) return 'this is a cloud shell (CLOUD_SHELL is set)';
  if (isSet('CI') && !['false', '0'].includes(env['CI'] as string)) {
    return 'this is a CI job (CI is set)';
  }
  const ssh = ['SSH_CONNECTION', 'SSH_TTY', 'SSH_CLIENT'].find(isSet);
  if (ssh !== undefined) return `this is an SSH session (${ssh} is set)`;
  const sign = ['/.dockerenv', '/run/.containerenv'].find(exists);
  if (sign !== undefined) return `this is a container (${sign} exists)`;
  if (platform !== 'linux' || ['DISPLAY', 'WAYLAND_DISPLAY'].some(isSet)) return undefined;
  // Windows has the desktop there; and who names a browser has one that needs none.
  if (['WSL_DISTRO_NAME', 'BROWSER'].some(isSet)) return undefined;
  return 'this machine has no desktop (neither DISPLAY nor WAYLAND_DISPLAY is set)';
}

/**
 * The line to type on the machine in front of a person, so that its browser comes back to a port of this one. Only in
 * an SSH session, whose `SSH_CONNECTION` tells by which address this machine was reached.
 */
export function sshForwardLine(
  { SSH_CONNECTION = '', USER = '' }: Readonly<NodeJS.ProcessEnv>,
  port: number,
): string | undefined {
  const [, , host = '', sshPort = ''] = SSH_CONNECTION.split(' ');
  // A link-local address has its zone behind it.
  const [address = '', zone = ''] = host.split('%');
  if (isIP(address) === 0 || !/^\w*$/.test(zone) || !/^\d{1,5}$/.test(sshPort)) return undefined;
  const user = /^[A-Za-z_][\w.-]*$/.test(USER) ? `${USER}@` : '';
  const at = sshPort === '22' ? '' : `-p ${sshPort} `;
  return `ssh ${at}-L ${port}:127.0.0.1:${port} ${user}${address}`;
}
