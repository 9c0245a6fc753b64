import { usageError } from '@drawbridge/core';
import { authenticationOf, secretMethods } from '@drawbridge/login';
import type { ClientSecret, ResolvedLogin } from '@drawbridge/login/node';
import { createSettingReader } from '@drawbridge/node/config';
import type { ClientAuthentication, Provider } from '@drawbridge/oauth';

/**
 * The client of a login. One with a secret sends it as the provider takes it.
 *
 * @throws {DrawbridgeError} `usage_invalid` for a secret that cannot be read; `sign_in_unavailable` where the provider takes none
 */
export async function clientOf(
  clientId: string,
  { clientSecret }: Pick<ResolvedLogin, 'clientSecret'>,
  provider: Provider,
  env: Readonly<NodeJS.ProcessEnv>,
): Promise<ClientAuthentication> {
  if (clientSecret === undefined) return authenticationOf(clientId, undefined);
  const methods = secretMethods(provider);
  if (clientSecret.kind !== 'kept') {
    const [method] = methods;
    return authenticationOf(clientId, { method, clientSecret: await textOf(clientSecret, env) });
  }
  const { proof } = clientSecret;
  // Unless the provider does not take it so any more.
  const method = methods.find((each) => each === proof.method) ?? methods[0];
  return authenticationOf(clientId, { ...proof, method });
}

async function textOf(place: GivenSecret, env: Readonly<NodeJS.ProcessEnv>): Promise<string> {
  if (place.kind === 'text') return place.text;
  const reader = createSettingReader(env, (faults) =>
    usageError(faults, 'Give a file that this user can read, with the secret in it.'),
  );
  const secret = await reader.secret(place.reference, 'the client secret');
  reader.finish();
  return secret;
}

type GivenSecret = Exclude<ClientSecret, { readonly kind: 'kept' }>;
