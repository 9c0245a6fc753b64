import { credentialVariables, type Variable } from '@drawbridge/clouds/aws';
import type { Logins } from '@drawbridge/login';

/**
 * The variables of AWS for a login: fresh credentials, and the region that it was made with.
 *
 * @throws {DrawbridgeError} as `Logins.credentials`
 */
export async function loginVariables(
  logins: Pick<Logins, 'credentials' | 'read'>,
  name: string,
): Promise<readonly Variable[]> {
  const credentials = await logins.credentials(name);
  const login = await logins.read(name);
  return credentialVariables(credentials, login?.settings.aws?.region);
}
