import { type GatewaySection, type Reader, readersOf } from '@drawbridge/gateway/node';
import { usage } from '../keys/key-options.ts';

/**
 * Who tells of a person: by name, by the `iss` of claims, or the only one.
 *
 * @throws {DrawbridgeError} `usage_invalid`, where that is none or several
 */
export function readerFor(
  section: GatewaySection,
  provider: string | undefined,
  issuer?: unknown,
): Reader {
  const readers = readersOf(section);
  const meant = readers.filter(
    (reader) =>
      (provider === undefined || reader.provider === provider) &&
      (issuer === undefined || reader.issuer === issuer),
  );
  const names = [...new Set(meant.map((reader) => reader.provider))];
  const [first] = meant;
  if (first !== undefined && names.length === 1) return first;
  const all = [...new Set(readers.map((reader) => reader.provider))].join(', ');
  throw usage(
    first === undefined
      ? 'the configuration has no provider of that name or issuer'
      : 'it is not said which of the providers is meant',
    `Give one with --provider: ${all}.`,
  );
}
