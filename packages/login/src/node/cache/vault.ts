import {
  createSealer,
  DrawbridgeError,
  type Log,
  type Sealer,
  toDrawbridgeError,
} from '@drawbridge/core';
import { type Keyring, unusable } from './keyring.ts';
import { type LoginPlace, safeName } from './login-place.ts';
import { openSecretFile, readSecretFile } from './secret-file.ts';
import {
  contextOf,
  damaged,
  formatSealed,
  parseSealed,
  PURPOSE,
  type SecretPlace,
} from './sealed-text.ts';
import { isSecret, newSecret } from './sealing-secret.ts';

/** Where secrets for sealing are kept: `auto` takes the keyring where it does what it is for. */
export type CacheKind = 'auto' | 'keyring' | 'file';

/** Seals texts, and opens what any of its secrets sealed. */
export interface Vault {
  /**
   * The place of the secret that a new sign-in is sealed with; the secret is made where there is none. Where a keyring
   * does not do what it is for and a file has to, that is logged as a warning.
   */
  choose(): Promise<SecretPlace>;
  /** @param name - where the text belongs: it is opened for that name alone */
  seal(place: SecretPlace, text: string, name: string): Promise<string>;
  /**
   * @param path - for messages
   * @throws {DrawbridgeError} `data_unusable`, saying what is wrong with it
   */
  open(text: string, name: string, path: string): Promise<OpenedText>;
  /** Seals with the secret of one place, as a `sealedKeeper` wants it. */
  sealer(place: SecretPlace, path: string): Sealer;
}

interface OpenedText {
  readonly text: string;
  readonly place: SecretPlace;
}

/** Opens the vault of a data folder. */
export function openVault(
  { folder, secretFile, locks }: LoginPlace,
  cache: CacheKind,
  keyring: Keyring,
  log: Log,
): Vault {
  /** Of this folder: another has another. */
  const account = safeName(folder).slice(0, 16);
  const sealers = new Map<string, Promise<Sealer>>();

  async function readSecret(place: SecretPlace): Promise<string> {
    const secret =
      place.kind === 'file' ? readSecretFile(secretFile) : await keyring.get(place.account);
    if (secret !== undefined && isSecret(secret)) return secret;
    const where = place.kind === 'file' ? `the file ${secretFile}` : 'the keyring of the system';
    const what = secret === undefined ? 'is gone: it was' : 'is damaged: it is';
    throw new DrawbridgeError('data_unusable', {
      detail: `the secret that the login is sealed with ${what} in ${where}`,
    });
  }

  function sealerOf(place: SecretPlace): Promise<Sealer> {
    const name = place.kind === 'file' ? '' : place.account;
    const known = sealers.get(name);
    if (known !== undefined) return known;
    const made = readSecret(place).then((secret) => createSealer([secret], { purpose: PURPOSE }));
    sealers.set(name, made);
    // It may be there the next time: a keyring is unlocked, say.
    made.catch(() => sealers.delete(name));
    return made;
  }

  /** Judges the keyring by a round trip: one that answers may be of a kind that keeps nothing. */
  async function tryKeyring(): Promise<SecretPlace> {
    const known = await keyring.get(account);
    if (known !== undefined && isSecret(known)) return { kind: 'keyring', account };
    const secret = newSecret();
    await keyring.set(account, secret);
    if ((await keyring.get(account)) === secret) return { kind: 'keyring', account };
    throw unusable('it does not give back what it was given');
  }

  async function seal(place: SecretPlace, text: string, name: string): Promise<string> {
    const sealed = await (await sealerOf(place)).seal(text, contextOf(place, name));
    return formatSealed({ place, sealed });
  }

  async function open(kept: string, name: string, path: string): Promise<OpenedText> {
    const { place, sealed } = parseSealed(kept, path);
    const text = await (await sealerOf(place)).open(sealed, contextOf(place, name));
    if (text === undefined) throw damaged(path);
    return { text, place };
  }

  return {
    async choose() {
      if (cache !== 'file') {
        try {
          return await tryKeyring();
        } catch (thrown) {
          if (cache === 'keyring') throw thrown;
          const detail = toDrawbridgeError(thrown).message;
          log.warn('the login is kept in sealed files alone', { detail });
        }
      }
      await openSecretFile({ secretFile, locks });
      return { kind: 'file' };
    },
    seal,
    open,
    sealer: (place, path) => ({
      seal: (text, name) => seal(place, text, name),
      open: async (kept, name) => (await open(kept, name, path)).text,
    }),
  };
}
