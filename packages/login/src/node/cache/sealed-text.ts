import { DrawbridgeError } from '@drawbridge/core';

/** Where a secret is that texts are sealed with: in a file beside them, or in the keyring of the system under a name. */
export type SecretPlace =
  | { readonly kind: 'file' }
  | { readonly kind: 'keyring'; readonly account: string };

/** A text that was sealed, as it is kept: its head says what it takes to open it, so that no configuration needs to. */
export interface SealedText {
  readonly place: SecretPlace;
  /** What a `Sealer` of core wrote. */
  readonly sealed: string;
}

/** `login1`, where the secret is, and the seal. */
const TEXT = /^login(\d+)\.(file|keyring-[0-9a-f]{16})\.(v1\.[\w.-]+)\s*$/;
const VERSION = 1;

/** What seals are for: the same secret seals nothing else. */
export const PURPOSE = 'logins';

export function formatSealed({ place, sealed }: SealedText): string {
  return `${headOf(place)}.${sealed}`;
}

/**
 * @param path - of the file, for the message
 * @throws {DrawbridgeError} `data_unusable`
 */
export function parseSealed(text: string, path: string): SealedText {
  const [, version, kind = '', sealed] = TEXT.exec(text) ?? [];
  const written = version ?? /^login(\d{1,9})\./.exec(text)?.[1];
  if (written !== undefined && Number(written) > VERSION) {
    throw new DrawbridgeError('data_unusable', {
      detail: `${path} was written by a newer release of Drawbridge`,
      hint: 'Use that release.',
    });
  }
  if (sealed === undefined || Number(version) !== VERSION) throw damaged(path);
  const account = kind === 'file' ? undefined : kind.slice('keyring-'.length);
  return { sealed, place: account === undefined ? { kind: 'file' } : { kind: 'keyring', account } };
}

/** What a text is sealed for: a file is good in its own place alone, and with its own head. */
export function contextOf(place: SecretPlace, name: string): string {
  return `${headOf(place)} ${name}`;
}

/** The fault of a file that is cut, changed, or another one's. */
export function damaged(path: string): DrawbridgeError {
  return new DrawbridgeError('data_unusable', {
    detail: `${path} is damaged, or was made for something else: it was changed since Drawbridge wrote it`,
  });
}

function headOf(place: SecretPlace): string {
  const where = place.kind === 'file' ? 'file' : `keyring-${place.account}`;
  return `login${VERSION}.${where}`;
}
