import type { RelyingParty } from '@drawbridge/clouds/doctor';
import { decodeUtf8, DrawbridgeError, NO_JSON, oddNumber, readJson } from '@drawbridge/core';
import { parseYaml, readStart, type ReadPlain } from '@drawbridge/node';
import { KUBERNETES_HINT } from './other-kubernetes-file.ts';
import { otherTrustFile } from './other-trust-file.ts';
import { readCommonPlain, readPlainAsGo } from './plain-scalars.ts';

const MIB = 1024 * 1024;
/** Bytes: an account of AWS with a thousand roles prints some megabytes. */
const MOST = 32 * MIB;
/** Characters: YAML takes seconds for each megabyte. */
const MOST_YAML = 2 * MIB;

/** How `--trust` is described where a relying party's own words for the file follow. */
export const TRUST_HELP = 'what it was set up with, as JSON or YAML';

const AS_PRINTED = 'Save what the relying party prints as it is, as JSON where it can print that.';
const AS_JSON =
  'Save what the relying party prints as it is. Terraform, flags and shell commands are not read: of what "drawbridge … trust" prints, give that of --format json.';
/** What is wrong with a number that Vault prints and finds in no token. */
const COMPARED = ', and Vault compares numbers letter by letter';
const AS_COMPARED =
  'Have the role say 1, and not 1.0 or 1e0: of a claim Vault makes the shortest whole number, and finds it among no others.';

const AS_UTF8 = 'Save it as UTF-8. In PowerShell: … | Out-File -Encoding utf8 FILE.';

/**
 * Reads the file that `--trust` names: JSON, or YAML in which nothing may be read in two ways.
 *
 * @param reader - whose file it is. What Kubernetes reads is read as API servers do, where `on` is true; the others write YAML, and read
 * JSON
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readTrustFile(path: string, reader: RelyingParty['name']): Promise<unknown> {
  const isOfKubernetes = reader === 'kubernetes';
  const isOfVault = reader === 'vault';
  const text = textOf(path, await bytesOf(path));
  const json = readJson(text);
  if (json.fault === undefined) {
    const number = isOfVault ? oddNumber(text) : undefined;
    if (number === undefined) return requireMeant(json.value);
    throw refused(path, `has the number ${number.slice(0, 40)}${COMPARED}`, AS_COMPARED);
  }
  if (json.fault !== NO_JSON) throw refused(path, json.fault, AS_PRINTED);
  // As apimachinery/pkg/util/yaml `IsJSONBuffer` tells them apart.
  if (isOfKubernetes && text.trimStart().startsWith('{')) {
    throw refused(
      path,
      'begins with { and is no JSON, and an API server reads such a file as JSON',
      KUBERNETES_HINT,
    );
  }
  if (text.length > MOST_YAML) {
    throw refused(
      path,
      `is no JSON, and YAML of more than ${MOST_YAML / MIB} MiB is not read`,
      AS_PRINTED,
    );
  }
  const line = isOfKubernetes ? lineOfTrouble(text) : undefined;
  if (line !== undefined) {
    throw refused(
      path,
      `has a character in line ${line} that YAML 1.1 does not take, or takes for a line end`,
      'Write it as an escape in double quotes: "\\u0085".',
    );
  }
  const parsed = await parseYaml(
    text,
    isOfKubernetes ? readPlainAsGo : isOfVault ? readPlainAsVault : readCommonPlain,
  );
  const [first] = parsed.faults ?? [];
  if (parsed.faults === undefined && typeof parsed.value === 'object' && parsed.value !== null) {
    return requireMeant(parsed.value);
  }
  requireMeant(undefined);
  const at = first?.position === undefined ? '' : ` at line ${first.position}`;
  if (first === undefined) throw refused(path, 'holds neither an object nor a list', AS_JSON);
  const isCut = /^\s*[{[]/.test(text);
  throw refused(
    path,
    `${isCut ? 'begins as JSON and is none; as YAML it ' : ''}cannot be read${at}: ${first.message}`,
    isCut ? `Is it whole? ${AS_PRINTED}` : AS_JSON,
  );

  function requireMeant(value: unknown): unknown {
    const other = otherTrustFile(text, value, reader);
    if (other !== undefined) throw refused(path, other.fault, other.hint);
    return value;
  }
}

/** A number goes to Vault as JSON, in the letters that it has or in others: who knows. */
const readPlainAsVault: ReadPlain = (text) => {
  const read = readCommonPlain(text);
  const isOdd =
    read.fault === undefined && typeof read.value === 'number' && oddNumber(text) !== undefined;
  return isOdd ? { fault: `has the number ${text.slice(0, 40)}${COMPARED}` } : read;
};

async function bytesOf(path: string): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readStart(path, MOST);
  } catch (cause) {
    throw refused(
      path,
      `cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      'Give an existing file, such as the policy that the relying party prints.',
      cause,
    );
  }
  if (bytes !== undefined) return bytes;
  throw refused(
    path,
    `is longer than ${MOST / MIB} MiB`,
    'No relying party prints as much of one trust: give the part that is asked about.',
  );
}

function textOf(path: string, bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const text = isWide ? undefined : decodeUtf8(bytes);
  if (text === undefined) throw refused(path, `is ${isWide ? 'UTF-16' : 'no UTF-8'}`, AS_UTF8);
  if (text.includes('\0')) {
    throw refused(path, 'has a null character, as no text has', AS_UTF8);
  }
  // Programs of Windows write a mark at the beginning of UTF-8.
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (plain.trim() === '') {
    throw refused(path, 'is empty', 'The command that wrote it may have failed: run it again.');
  }
  return plain;
}

/** YAML 1.1, section 5.1 and 5.4: what is no character of it, and line ends that YAML 1.2 has not. @returns the line, from 1 */
function lineOfTrouble(text: string): number | undefined {
  const at = text.search(
    /[^\t\n\r\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u,
  );
  return at < 0 ? undefined : text.slice(0, at).split('\n').length;
}

function refused(path: string, fault: string, hint: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', {
    detail: `the file ${path} of --trust ${fault}`,
    hint,
    ...(cause !== undefined && { cause }),
  });
}
