import { DrawbridgeError } from '@drawbridge/core';

/** Why nothing can be carried to a host. */
export function sshFault(detail: string, hint: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('remote_unreachable', { detail, hint, cause });
}

/**
 * Judges the host of a command line, and this machine, before anything is opened.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export function requireForwardable(host: string, platform: NodeJS.Platform): void {
  if (host.startsWith('-') || !/^[\x21-\x7e]+$/.test(host)) {
    throw new DrawbridgeError('usage_invalid', {
      detail: 'the host begins with a -, is empty, or has a character that no host name has',
      hint: 'Give it as for ssh: HOST, USER@HOST, or a Host of its configuration.',
    });
  }
  if (platform !== 'win32') return;
  throw new DrawbridgeError('usage_invalid', {
    detail:
      'the ssh of Windows cannot share a connection (ControlMaster), by which the token is kept out of command lines',
    hint: 'Run it within WSL, after drawbridge login there.',
  });
}
