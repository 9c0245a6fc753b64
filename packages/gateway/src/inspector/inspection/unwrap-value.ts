import {
  decodeBase64Url,
  decodeUtf8,
  type JsonObject,
  parseJsonObject,
  toDrawbridgeError,
} from '@drawbridge/core';
import { type UnpackedVouchValue, unpackVouchValue } from '@drawbridge/oauth';
import { readCilogonToken } from './cilogon-token.ts';
import { cilogonLayer } from './cilogon-layer.ts';
import { HEADER_PARAMETERS } from './claims-table.ts';
import { countCharacters } from './count-characters.ts';
import { base64Facts, gzipLayer, toBase64Url } from './encoding-layers.ts';
import { explainClaims } from './explain-claims.ts';
import type { Layer } from './inspection.ts';
import { noteUnreadable } from './note-unreadable.ts';
import { base64Step } from './steps.ts';
import { unwrapJwt } from './unwrap-jwt.ts';
import type { Walk } from './walk.ts';

/** Core's sealer: format, key, and what is sealed. */
const SEALED = /^v1\.[\w-]{11}\.[\w-]{37,}$/;
/** How gzip begins in base64. */
const GZIP = 'H4sI';
const CUT =
  'It begins as a cookie of Vouch Proxy does, and its end is missing or changed. Copy all of it.';
const BASE64 = /^[\w+/-]+={0,2}$/;

/** Whether something can be told of a value beside its length. */
export function isReadable(value: string): boolean {
  return (
    SEALED.test(value) ||
    value.startsWith(GZIP) ||
    readCilogonToken(value) !== undefined ||
    (value.includes('.') && headerOf(value) !== undefined)
  );
}

/** What a person gave by mistake, where it shows. */
function slipOf(value: string): string | undefined {
  if (/^(?!H4sI)[\w-]{1,64}=$/.test(value)) {
    return 'It reads as the name of a cookie whose value is missing. Copy all of it.';
  }
  if (/\.{3}|…/.test(value)) {
    return 'It was shortened where it was copied from: dots stand in the place of the rest. Copy all of it.';
  }
  if (/^\$\{?\w+\}?$/.test(value)) {
    return 'It is the name of a variable, and not its value: a shell puts that in between double quotation marks alone.';
  }
  return undefined;
}

/** Takes a value apart, and notes each layer. @param path - where it is */
export async function unwrapValue(
  walk: Walk,
  value: string,
  path: readonly string[],
): Promise<void> {
  const slip = slipOf(value);
  if (slip !== undefined) {
    noteUnreadable(walk, value, path, { about: slip, why: slip });
    return;
  }
  const { layers } = walk;
  const of = path.length === 0 ? 'the value' : `the value of ${path.join('.')}`;
  if (SEALED.test(value)) {
    layers.push(sealedLayer(value, path));
    return;
  }
  if (value.split('.', 6).length === 5 && headerOf(value) !== undefined) {
    layers.push(encryptedLayer(walk, value, path));
    return;
  }
  if (value.includes('.')) return unwrapJwt(walk, value, path, of);
  const cilogon = readCilogonToken(value);
  if (cilogon !== undefined) {
    layers.push(await cilogonLayer(walk, value, path, of, cilogon));
    return;
  }
  const text = toBase64Url(value);
  const bytes = BASE64.test(value) ? decodeBase64Url(text.replace(/=+$/, '')) : undefined;
  if (bytes === undefined) {
    const isCut = value.startsWith(GZIP) && BASE64.test(value);
    noteUnreadable(walk, value, path, {
      about: isCut ? CUT : 'It is neither a JWT nor base64.',
      why: isCut ? CUT : 'Nothing can be told of it but its length.',
    });
    return;
  }
  layers.push({
    kind: 'base64url',
    path,
    title: 'Bytes written as base64url',
    about:
      'Cookies hold plain characters alone, so bytes are written as A to Z, a to z, 0 to 9, - and _, with = at the end. It hides nothing: anybody can decode it.',
    facts: base64Facts(value, bytes.length),
    steps: [base64Step(of)],
  });
  await unwrapBytes(walk, text, bytes, path);
}

async function unwrapBytes(
  walk: Walk,
  text: string,
  bytes: Uint8Array,
  path: readonly string[],
): Promise<void> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const inner = isGzip ? undefined : decodeUtf8(bytes);
  if (inner !== undefined && headerOf(inner) !== undefined) {
    return unwrapJwt(walk, inner, path, 'what was decoded');
  }
  if (!isGzip) {
    noteUnreadable(walk, text, path, {
      about:
        'Decoded it is neither gzip nor a JWT: it may be encrypted, or belong to another program.',
      why: 'What was decoded tells nothing: Vouch Proxy would have written gzip, which begins with H4sI.',
    });
    return;
  }
  let unpacked: UnpackedVouchValue;
  try {
    unpacked = await unpackVouchValue(text);
  } catch (thrown) {
    const { code, message } = toDrawbridgeError(thrown);
    noteUnreadable(walk, text, path, {
      about: 'It begins as gzip does, and cannot be decompressed.',
      why: message,
      code: code === 'token_too_large' ? 'too_large' : 'unreadable',
    });
    return;
  }
  const { jwt, gzip } = unpacked;
  if (gzip !== undefined) walk.layers.push(gzipLayer(path, gzip));
  await unwrapJwt(walk, jwt, path, 'what was decompressed');
}

/** The header of what may be a JWT or a JWE; nothing else of it is looked at. */
function headerOf(text: string): JsonObject | undefined {
  const [first = ''] = text.split('.', 1);
  const bytes = first === text ? undefined : decodeBase64Url(first.replace(/=+$/, ''));
  return bytes && parseJsonObject(bytes);
}

function sealedLayer(value: string, path: readonly string[]): Layer {
  const [, key = ''] = value.split('.');
  return {
    kind: 'sealed',
    path,
    title: 'Sealed by Drawbridge',
    about:
      'The gateway of Drawbridge encrypted this for itself (AES-256-GCM) and for this place alone: nobody can read it who has not the keys of its cookies, and no change to it goes unnoticed.',
    facts: [
      { name: 'length', value: countCharacters(value) },
      { name: 'key', value: `${key} (which of the keys, not the key itself)` },
    ],
    steps: [],
  };
}

function encryptedLayer({ now, mask }: Walk, value: string, path: readonly string[]): Layer {
  return {
    kind: 'jwe',
    path,
    title: 'An encrypted token (JWE)',
    about:
      'It has five parts, of which the first alone can be read: only the party that it was encrypted for has the key to the rest (RFC 7516).',
    facts: [{ name: 'length', value: countCharacters(value) }],
    header: explainClaims(headerOf(value) ?? {}, { now, mask, tables: [HEADER_PARAMETERS] }),
    steps: [],
  };
}
