import { DrawbridgeError, usageError } from '@drawbridge/core';
import { createSettingReader } from '@drawbridge/node/config';
import type { ClientAuthentication } from '@drawbridge/oauth';
import { filled } from '../../option-values.ts';

/** How the place of a secret is given, for help. */
export const SECRET_WHERE =
  '@FILE reads a file, anything else is the name of an environment variable';

/** How a client's secret is described in help. */
export const SECRET_HELP = `the client's secret: ${SECRET_WHERE}`;

/** The fault of a place of a secret that is none. */
export const NO_SECRET_THERE =
  'names no environment variable that has something in it; a file is given as @FILE';

/** What is given of a client on the command line. */
interface ClientOptions {
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/**
 * The client of the options `--client-id` and `--client-secret`. The secret itself is never on the command
 * line, where other users of the machine may see it; should it be, no message repeats it.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readClient(
  { clientId, clientSecret }: ClientOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ClientAuthentication | undefined> {
  if (clientSecret === undefined) {
    return clientId === undefined ? undefined : { method: 'none', clientId };
  }
  if (clientId === undefined) {
    throw new DrawbridgeError('usage_invalid', {
      detail: '--client-secret is given without --client-id',
      hint: 'Give the client identifier too: a secret is that of a client.',
    });
  }
  const secret = await readSecret(clientSecret, env);
  return { method: 'client_secret_basic', clientId, clientSecret: secret };
}

async function readSecret(
  given: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  if (!given.startsWith('@')) {
    const secret = env[given];
    if (secret) return secret;
    throw usageError([{ path: '--client-secret', message: NO_SECRET_THERE }]);
  }
  const hint = 'Give a file that this user can read, with the secret in it.';
  const reader = createSettingReader(env, (faults) => usageError(faults, hint));
  const secret = await reader.secret({ file: given.slice(1) }, '--client-secret');
  reader.finish();
  return secret;
}

/** The value of `--client-secret`, as far as it can be judged without reading. */
export function secretPlace(value: string): string {
  return filled(value === '@' ? '' : value);
}
