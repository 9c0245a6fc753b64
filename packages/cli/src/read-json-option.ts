import { DrawbridgeError, type JsonObject, parseJsonObject } from '@drawbridge/core';
import { readStartOfFile } from './read-start-of-file.ts';

/**
 * Reads a file that an option names: a JSON object.
 *
 * @param option - `--jwks`
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readJsonOption(option: string, path: string): Promise<JsonObject> {
  const text = await readStartOfFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new DrawbridgeError('usage_invalid', {
      detail: `the file ${path} of ${option} cannot be read (${cause.code})`,
      hint: 'Give an existing file.',
      cause,
    });
  });
  const value = parseJsonObject(Buffer.from(text));
  if (value !== undefined) return value;
  throw new DrawbridgeError('usage_invalid', {
    detail: `the file ${path} of ${option} is no JSON object`,
    hint: 'Save it as it was printed or fetched.',
  });
}
