import * as fc from 'fast-check';
import { anyCharacter } from './any-character.ts';

/**
 * A URL of the web with a host, and maybe a port, a path, a query and a fragment. It stands for fast-check's own `webUrl`,
 * which makes a table of a million characters first: that takes seconds.
 */
export function anyWebUrl(schemes: readonly string[] = ['http', 'https']): fc.Arbitrary<string> {
  const part = fc.string({ unit: anyCharacter, maxLength: 8 }).map(encodeURIComponent);
  const after = (mark: string) =>
    fc.oneof(
      fc.constant(''),
      part.map((text) => mark + text),
    );
  const path = fc
    .array(part, { maxLength: 3 })
    .map((parts) => parts.map((one) => `/${one}`).join(''));
  return fc
    .tuple(
      fc.constantFrom(...schemes),
      fc.webAuthority({ withPort: true }),
      path,
      after('?'),
      after('#'),
    )
    .map(([scheme, authority, ...rest]) => `${scheme}://${authority}${rest.join('')}`);
}
