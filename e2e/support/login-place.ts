import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startStsStub, type StsStub } from './clouds/sts-stub.ts';
import type { RunningCommand } from './command.ts';
import { readPage } from './read-page.ts';
import {
  NATIVE_CLIENT,
  type SignInProvider,
  SIGNED_IN,
  startSignInProvider,
} from './sign-in-provider.ts';
import type { Stage } from './stage.ts';

/** The machine of a person who signs in by the command. */
export interface LoginMachine {
  readonly home: string;
  /** For all commands there. */
  readonly env: Readonly<Record<string, string>>;
  /** Of AWS's files: `config` or `credentials`. */
  file(name: string): Promise<string>;
  /** Starts `drawbridge login`, with a port that is free. */
  login(...args: readonly string[]): Promise<RunningCommand>;
  /** The same, for a person who types. */
  loginTyping(...args: readonly string[]): Promise<RunningCommand>;
}

/** Where people sign in by the command: a provider, and a role that its tokens are for. */
export interface LoginPlace {
  readonly provider: SignInProvider;
  /** Its ARN. */
  readonly role: string;
  /** Makes a machine, until the stage is cleared. */
  machine(more?: Readonly<Record<string, string>>): Promise<LoginMachine>;
  /** The flags of a sign-in by the public client, for the role. @param profile - default: `dev` */
  flags(profile?: string): readonly string[];
  /** Is the browser: signs in and comes back. @returns the page that it is shown */
  browse(command: RunningCommand): Promise<string>;
}

/**
 * Makes such a place of what is there.
 *
 * @param stsUrl - all of AWS, for the commands of its machines
 */
export function loginPlaceOf(
  stage: Stage,
  { provider, role, stsUrl }: Pick<LoginPlace, 'provider' | 'role'> & { readonly stsUrl: string },
): LoginPlace {
  return {
    provider,
    role,
    async machine(more = {}) {
      const home = await stage.folder();
      const env = { ...machineEnv(home, stsUrl), ...more };
      const words = ['login', '--port', '0'];
      return {
        home,
        env,
        file: (name) => readFile(join(home, '.aws', name), 'utf8'),
        login: (...args) => stage.start([...words, ...args], { env }),
        loginTyping: (...args) => stage.start([...words, ...args], { env, isTypedTo: true }),
      };
    },
    flags(profile = 'dev') {
      const flags = {
        '--issuer': provider.issuer,
        '--client-id': NATIVE_CLIENT,
        '--role': role,
        '--profile': profile,
      };
      return Object.entries(flags).flat();
    },
    browse: (command) => browseAt(provider, command),
  };
}

/** Whom a role is for: who signs in, by the public client. */
export function signedInAt({ issuer }: SignInProvider) {
  return { issuer, audience: NATIVE_CLIENT, subject: SIGNED_IN };
}

/**
 * Makes such a place of a provider and a stub of AWS, until the stage is cleared. Its role is `developer`.
 *
 * @param maxSession - of the role, in seconds; default: an hour
 */
export async function createLoginPlace(
  stage: Stage,
  { maxSession = 3600 }: { readonly maxSession?: number } = {},
): Promise<LoginPlace & { readonly sts: StsStub }> {
  const [provider, sts] = await Promise.all([startSignInProvider(stage), startStsStub(stage)]);
  const role = await sts.trust({ role: 'developer', maxSession, ...signedInAt(provider) });
  return { ...loginPlaceOf(stage, { provider, role, stsUrl: sts.url }), sts };
}

/** The variables of a machine whose person has this home. */
export function machineEnv(home: string, stsUrl: string): Readonly<Record<string, string>> {
  return {
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    AWS_ENDPOINT_URL_STS: stsUrl,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Is the browser of a command: signs in at the provider and comes back. @returns the page that it is shown */
export async function browseAt(provider: SignInProvider, command: RunningCommand): Promise<string> {
  const back = await provider.signInByFetch(await addressOf(command));
  return readPage(await fetch(back));
}

/** Where a command sends the browser. */
export async function addressOf(command: RunningCommand): Promise<string> {
  return (await command.waitFor('stderr', /^ {2}(http\S+)$/m))[1] ?? '';
}
