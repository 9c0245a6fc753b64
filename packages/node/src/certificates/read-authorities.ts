import type { SettingReader } from '../config/setting-reader.ts';
import { certificatesFault } from './certificates-fault.ts';

/**
 * Reads a file with the certificates of authorities to trust.
 *
 * @param at - the setting that names it
 * @returns PEM; empty when there is nothing in it to trust, which `reader` then tells
 */
export async function readAuthorities(
  path: string,
  at: string,
  reader: SettingReader,
): Promise<string> {
  const text = await reader.file(path, at);
  const fault = text === '' ? undefined : certificatesFault(text);
  if (fault === undefined) return text;
  reader.fault(at, `is the file ${path}, which ${fault}`);
  return '';
}
