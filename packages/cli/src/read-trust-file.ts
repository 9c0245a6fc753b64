import { DrawbridgeError, hasDuplicateMembers } from '@drawbridge/core';
import { parseYaml } from '@drawbridge/node';
import { readStartOfFile } from './read-start-of-file.ts';

/** Bytes: an account of AWS with a thousand roles prints some megabytes. */
const MOST = 32 * 1024 * 1024;

/** How `--trust` is described where a relying party's own words for the file follow. */
export const TRUST_HELP = 'what it was set up with, as JSON or YAML';

/**
 * Reads the file that `--trust` names: JSON, or YAML.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readTrustFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readStartOfFile(path, MOST);
  } catch (cause) {
    throw new DrawbridgeError('usage_invalid', {
      detail: `the file ${path} of --trust cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      hint: 'Give an existing file, such as the policy that the relying party prints.',
      cause,
    });
  }
  if (text.trim() === '') {
    throw new DrawbridgeError('usage_invalid', {
      detail: `the file ${path} of --trust is empty`,
      hint: 'The command that wrote it may have failed: run it again.',
    });
  }
  const json = parseJson(text);
  if (json !== undefined) {
    // YAML's reader refuses these by itself.
    if (!hasDuplicateMembers(text, json)) return json;
    throw new DrawbridgeError('usage_invalid', {
      detail: `the file ${path} of --trust has a member twice in one object`,
      hint: 'Readers differ in which of the two they take, or refuse it: leave one.',
    });
  }
  const parsed = await parseYaml(text);
  if (parsed.faults === undefined && typeof parsed.value === 'object') return parsed.value;
  const [first] = parsed.faults ?? [];
  const at = first?.position === undefined ? '' : ` at line ${first.position}`;
  throw new DrawbridgeError('usage_invalid', {
    detail: `the file ${path} of --trust is neither JSON nor YAML${at}: ${first?.message ?? 'it holds no object'}`,
    hint: 'Save what the relying party prints as it is. Terraform, flags and shell commands are not read: of what "drawbridge … trust" prints, give that of --format json.',
  });
}

/** @returns `undefined` for what is no JSON: YAML, or neither */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
