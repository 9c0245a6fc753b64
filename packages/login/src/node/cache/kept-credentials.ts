import { join } from 'node:path';
import { createSealer } from '@drawbridge/core';
import type { KeptCredentials } from '../../kept/kept-login.ts';
import { areDue, areGood } from './credential-terms.ts';
import type { Keyring } from './keyring.ts';
import { loginContext, loginPlace, safeName } from './login-place.ts';
import { parseRecord } from './login-record.ts';
import { readOwnFile } from './read-own-file.ts';
import { contextOf, parseSealed, PURPOSE } from './sealed-text.ts';
import { isSecret } from './sealing-secret.ts';
import { readSecretFile } from './secret-file.ts';

/**
 * The credentials that are kept of a login, if they need not be renewed now. It reads two files, or one and the
 * keyring, and loads nothing that it takes to ask anybody: for a program that has no time.
 *
 * @param now - seconds since the epoch
 * @returns `undefined` where it takes more to answer
 * @throws {DrawbridgeError} `data_unusable`
 */
export async function keptCredentials(
  data: string,
  name: string,
  keyring: Pick<Keyring, 'get'>,
  now: number,
): Promise<KeptCredentials | undefined> {
  const { logins, secretFile } = loginPlace(data);
  const file = safeName(name);
  const path = join(logins, file);
  const kept = readOwnFile(path);
  if (kept === undefined) return undefined;
  const { place, sealed } = parseSealed(kept, path);
  const secret =
    place.kind === 'file' ? readSecretFile(secretFile) : await keyring.get(place.account);
  if (secret === undefined || !isSecret(secret)) return undefined;
  const sealer = createSealer([secret], { purpose: PURPOSE });
  const text = await sealer.open(sealed, contextOf(place, loginContext(file)));
  if (text === undefined) return undefined;
  const { credentials, retryAt = 0, name: own } = parseRecord(text);
  if (own !== name || credentials === undefined || !areGood(credentials, now)) return undefined;
  return areDue(credentials, now) && now >= retryAt ? undefined : credentials;
}
