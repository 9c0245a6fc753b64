import { describe } from 'vitest';
import { type DebianPackage, missingPackages } from './debian-packages.mjs';
import { noteSkip } from './skips.mjs';

/**
 * `describe` for tests that need packages of Debian. Where one is missing they are skipped, and
 * `npm test` names them at its end.
 */
export function describeWith(
  packages: readonly DebianPackage[],
  title: string,
  body: () => void,
): void {
  const all = missingPackages();
  const missing = packages.filter((name) => all.includes(name));
  if (missing.length > 0) noteSkip(title, missing);
  describe.skipIf(missing.length > 0)(title, body);
}
