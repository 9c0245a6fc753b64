import { keepSecret, type SecretPlace, type Secrets } from '../secret-files.ts';
import type { Settings } from './settings.ts';

/**
 * Puts a reference in the place of a secret: to its variable where it comes from one, and to a file else.
 *
 * @returns `undefined` where the option is not given
 */
export function placeSecret(
  settings: Settings,
  name: string,
  { folder, files }: Secrets,
): SecretPlace | undefined {
  const text = settings.text(name);
  if (text === undefined) return undefined;
  const where = settings.given.get(name)?.where ?? '';
  if (where.startsWith('OAUTH2_PROXY_')) return { env: where };
  return keepSecret({ folder, files }, name, text);
}
