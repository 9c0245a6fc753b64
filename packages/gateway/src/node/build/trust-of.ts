import { readAuthorities, type RemoteOptions } from '@drawbridge/node';
import type { SettingReader } from '@drawbridge/node/config';

/**
 * Reads whose certificates are trusted, as the ways out of the HTTP client take it. What is wrong with the file, the reader is told.
 *
 * @param at - the setting that `caFile` is of
 */
export async function trustOf(
  caFile: string | undefined,
  at: string,
  reader: SettingReader,
): Promise<Pick<RemoteOptions, 'ca' | 'caSetting'>> {
  if (caFile === undefined) return {};
  const caSetting = `${at}.caFile`;
  const ca = await readAuthorities(caFile, caSetting, reader);
  return ca === '' ? {} : { ca, caSetting };
}
