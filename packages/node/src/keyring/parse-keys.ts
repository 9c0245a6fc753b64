import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { hasDuplicateMembers, isJsonObject, type JsonObject, member } from '@drawbridge/core';

/** A key of a file, as a JWK whatever it was written as. */
export interface ParsedKey {
  /** With its private members, where it has some. A secret then. */
  readonly jwk: JsonObject;
  readonly isPrivate: boolean;
}

/** How many keys a file may have. */
const MAX_KEYS = 100;

/**
 * Reads the keys of a text: a PEM block (PKCS #8 of RFC 5208, PKCS #1 of RFC 8017, SEC 1 of RFC 5915, or a
 * public key of RFC 7468 section 13), a JWK, or a JWK Set (RFC 7517).
 *
 * @param passphrase - for an encrypted PEM block
 * @throws {TypeError} with a sentence that holds nothing of the text
 */
export function parseKeys(text: string, passphrase?: string): readonly ParsedKey[] {
  const content = text.trim();
  if (content === '') throw new TypeError('it is empty');
  if (content.startsWith('{')) return parseJson(content);
  if (content.includes('-----BEGIN ')) return [parsePem(content, passphrase)];
  throw new TypeError('it is neither PEM nor a JWK nor a JWK Set');
}

function parseJson(text: string): readonly ParsedKey[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The cause is left out: it quotes its input.
    throw new TypeError('it is not well-formed JSON, or cut off');
  }
  // Of two, we would take the one and the tool that the key comes from the other.
  if (hasDuplicateMembers(text, value)) throw new TypeError('two of its members share a name');
  const document = value as JsonObject;
  const keys = member(document, 'keys') ?? [document];
  if (!Array.isArray(keys) || !keys.every(isJsonObject)) {
    throw new TypeError('its member keys is not a list of keys');
  }
  if (keys.length === 0) throw new TypeError('it has no keys');
  if (keys.length > MAX_KEYS) throw new TypeError(`it has more than ${MAX_KEYS} keys`);
  return keys.map((jwk) => ({ jwk, isPrivate: member(jwk, 'd') !== undefined }));
}

/** A line that begins or ends a block. */
const BOUNDARY = /-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----/g;

interface Block {
  readonly label: string;
  /** With its first and last line. */
  readonly pem: string;
}

/** The blocks of a text, found in one pass: a search for the end of each would take minutes where none has one. */
function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly label: string; readonly from: number } | undefined;
  for (const { 0: line, 1: kind, 2: label = '', index } of text.matchAll(BOUNDARY)) {
    const fits = kind === 'BEGIN' ? open === undefined : open?.label === label;
    if (!fits) break;
    if (open === undefined) {
      open = { label, from: index };
    } else {
      blocks.push({ label, pem: text.slice(open.from, index + line.length) });
      open = undefined;
    }
  }
  if (open !== undefined) throw new TypeError('it is cut off: the END line of its PEM is missing');
  return blocks;
}

function parsePem(text: string, passphrase: string | undefined): ParsedKey {
  // OpenSSL writes the parameters of a curve before its key; the key names them as well.
  const blocks = blocksOf(text).filter(({ label }) => label !== 'EC PARAMETERS');
  const [block, ...others] = blocks;
  if (block === undefined) throw new TypeError('it is cut off: it has no whole PEM block');
  if (others.length > 0) throw new TypeError('it has more than one PEM block: give a file a key');
  const { pem, label } = block;
  if (label === 'CERTIFICATE') throw new TypeError('it is a certificate, not a key');
  const isPrivate = label.endsWith('PRIVATE KEY');
  if (!isPrivate && !label.endsWith('PUBLIC KEY')) {
    throw new TypeError('its PEM block is not a key');
  }
  const encrypted = pem.includes('ENCRYPTED');
  if (encrypted && passphrase === undefined) {
    throw new TypeError('it is encrypted: give the file of its passphrase with --passphrase-file');
  }
  return { jwk: toJwk(readKey(pem, isPrivate, encrypted ? passphrase : undefined)), isPrivate };
}

function readKey(pem: string, isPrivate: boolean, passphrase: string | undefined): KeyObject {
  try {
    return isPrivate
      ? createPrivateKey({
          key: pem,
          format: 'pem',
          ...(passphrase !== undefined && { passphrase }),
        })
      : createPublicKey({ key: pem, format: 'pem' });
  } catch {
    throw new TypeError(
      passphrase === undefined
        ? 'its PEM block is not a well-formed key, or cut off'
        : 'its PEM block cannot be decrypted: is the file of --passphrase-file the right one?',
    );
  }
}

function toJwk(key: KeyObject): JsonObject {
  try {
    const jwk: object = key.export({ format: 'jwk' });
    return { ...jwk };
  } catch {
    throw new TypeError(
      `its type ${key.asymmetricKeyType ?? ''} has no algorithm here`.replace('  ', ' '),
    );
  }
}
