import { usageError } from '@drawbridge/core';
import type { ResolvedLogin } from '@drawbridge/login/node';
import { createSettingReader } from '@drawbridge/node/config';
import type { ClientAuthentication } from '@drawbridge/oauth';

/**
 * The client of a login. One with a secret sends it by Basic, which RFC 6749 section 2.3.1 has every server take.
 *
 * @throws {DrawbridgeError} `usage_invalid` for a secret that cannot be read
 */
export async function clientOf(
  clientId: string,
  { clientSecret }: Pick<ResolvedLogin, 'clientSecret'>,
  env: Readonly<NodeJS.ProcessEnv>,
): Promise<ClientAuthentication> {
  if (clientSecret === undefined) return { method: 'none', clientId };
  const method = 'client_secret_basic';
  if (clientSecret.kind === 'text') return { method, clientId, clientSecret: clientSecret.text };
  const reader = createSettingReader(env, (faults) =>
    usageError(faults, 'Give a file that this user can read, with the secret in it.'),
  );
  const secret = await reader.secret(clientSecret.reference, 'the client secret');
  reader.finish();
  return { method, clientId, clientSecret: secret };
}
