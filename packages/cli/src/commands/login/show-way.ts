import { existsSync } from 'node:fs';
import { printable } from '@drawbridge/core';
import { openBrowser, sshForwardLine, whyHeadless } from '@drawbridge/login/node';
import type { DeviceCode } from '@drawbridge/oauth';
import { tell, type Terminal } from '../../terminal.ts';

/** Whom the browser is sent to, and where it comes back to. */
export interface Errand {
  readonly issuer: string;
  readonly clientId: string;
  /** Whether the client was registered for the redirect URI. */
  readonly isRegistered: boolean;
  readonly redirectUri: string;
  /** Where it is listened for, 0 for any: by another port, something else hands on what comes. */
  readonly ports: readonly number[];
}

/** Why no browser is opened here, in a clause; `undefined` where one is. What a person set by `BROWSER` is tried anywhere. */
export function whyNoBrowser(env: Readonly<NodeJS.ProcessEnv>): string | undefined {
  if (env['BROWSER']) return undefined;
  return whyHeadless({ env, platform: process.platform, exists: existsSync });
}

/**
 * Takes a person to the provider: opens a browser, or says how one gets there; and says what must be registered for it to
 * come back.
 *
 * @param headless - why no browser is opened
 * @throws {DrawbridgeError} `sign_in_unavailable` for an address that no browser may be sent to
 */
export async function showAddress(
  url: string,
  { issuer, clientId, isRegistered, redirectUri, ports }: Errand,
  headless: string | undefined,
  terminal: Terminal,
): Promise<void> {
  const { env } = terminal;
  const say = (text: string) => tell(terminal, printable(text));
  if (headless === undefined) {
    say(`Sign in at ${issuer} in your browser. If it does not open, open this address:`);
  } else {
    say(`Sign in at ${issuer}. No browser is opened, for ${headless}. Open this address in yours:`);
  }
  say(`\n  ${url}\n`);
  const must = isRegistered ? 'is' : 'must be';
  say(`It comes back to ${redirectUri}, which ${must} registered for the client ${clientId}.`);
  if (headless !== undefined) {
    const port = Number(new URL(redirectUri).port);
    const isOurs = ports.includes(port) || ports.includes(0);
    const line = isOurs ? sshForwardLine(env, port) : undefined;
    if (line !== undefined) {
      say(`For it to reach this machine, run this on yours first:\n\n  ${line}\n`);
    }
    say('Or paste here the address that the browser ends at, though it shows no page there.');
  }
  say('There are two minutes for it. Ctrl-C calls it off.');
  if (headless !== undefined) return;
  const opened = await openBrowser(url, { env });
  if (!opened.started) say(`No browser was opened: ${opened.why}.`);
}

/** Says where to enter the code of a device, and whose page that must be. */
export function showDeviceCode(
  { userCode, verificationUri, verificationHost, verificationUriComplete, expiresIn }: DeviceCode,
  terminal: Terminal,
): void {
  const say = (text: string) => tell(terminal, printable(text));
  say(`Open this address in a browser, on any machine:\n\n  ${verificationUri}\n`);
  say(`and enter the code  ${userCode}`);
  if (verificationUriComplete !== undefined)
    say(`\nOr, with the code in it: ${verificationUriComplete}`);
  say(
    `\nEnter it at ${verificationHost} alone, and only since you began this sign-in yourself: whoever sends you such a code wants to be you. It holds for ${Math.ceil(expiresIn / 60)} minutes.`,
  );
}
