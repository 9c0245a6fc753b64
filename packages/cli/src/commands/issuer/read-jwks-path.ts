import { jwksPathFault } from '@drawbridge/issuer';
import { InvalidArgumentError } from 'commander';

/**
 * Reads `--jwks-path`.
 *
 * @throws {InvalidArgumentError} for a path that no JWK Set can have
 */
export function readJwksPath(value: string): string {
  const fault = jwksPathFault(value);
  if (fault !== undefined) throw new InvalidArgumentError(`It ${fault}.`);
  return value;
}
