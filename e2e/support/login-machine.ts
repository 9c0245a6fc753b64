import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningCommand } from './command.ts';
import { readPage } from './read-page.ts';
import { NATIVE_CLIENT, type SignInProvider } from './sign-in-provider.ts';
import type { Stage } from './stage.ts';

/** The machine of a person who signs in by the command. */
export interface LoginMachine {
  readonly home: string;
  /** For all commands there. */
  readonly env: Readonly<Record<string, string>>;
  /** Of AWS's files: `config` or `credentials`. */
  file(name: string): Promise<string>;
  /** Starts `drawbridge login`, with a port that is free. */
  login(...args: string[]): Promise<RunningCommand>;
  /** The same, for a person who types. */
  loginTyping(...args: string[]): Promise<RunningCommand>;
}

/**
 * Makes one, until the stage is cleared.
 *
 * @param stsUrl - all of AWS, for its commands
 */
export async function createLoginMachine(
  stage: Stage,
  stsUrl: string,
  more: Readonly<Record<string, string>> = {},
): Promise<LoginMachine> {
  const home = await stage.folder();
  const env = {
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    AWS_ENDPOINT_URL_STS: stsUrl,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...more,
  };
  return {
    home,
    env,
    file: (name) => readFile(join(home, '.aws', name), 'utf8'),
    login: (...args) => stage.start(['login', '--port', '0', ...args], { env }),
    loginTyping: (...args) =>
      stage.start(['login', '--port', '0', ...args], { env, isTypedTo: true }),
  };
}

/** The flags of a sign-in by the public client, for one role and profile. */
export function signInFlags(
  { issuer }: Pick<SignInProvider, 'issuer'>,
  role: string,
  profile = 'dev',
): readonly string[] {
  const flags = {
    '--issuer': issuer,
    '--client-id': NATIVE_CLIENT,
    '--role': role,
    '--profile': profile,
  };
  return Object.entries(flags).flat();
}

/** Where a command sends the browser. */
export async function addressOf(command: RunningCommand): Promise<string> {
  return (await command.waitFor('stderr', /^ {2}(http\S+)$/m))[1] ?? '';
}

/** Is the browser: signs in and comes back. @returns the page that it is shown */
export async function browse(command: RunningCommand, provider: SignInProvider): Promise<string> {
  const back = await provider.signInByFetch(await addressOf(command));
  return readPage(await fetch(back));
}
