import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, type Log, toDrawbridgeError } from '@drawbridge/core';
import { dataError, folderKeeper } from '@drawbridge/node';
import {
  createTokenSource,
  endTokens,
  keptTokens,
  replaceTokens,
  sealedKeeper,
  type TokenGrant,
  type TokenKeeper,
  type TokenSet,
  type TokenSource,
} from '@drawbridge/oauth';
import { isRenewable, type SignInSettings } from '../../login-settings.ts';
import type { LoginPlace } from './login-place.ts';
import type { SecretPlace } from './sealed-text.ts';
import type { Vault } from './vault.ts';

/** The tokens of sign-ins, each in a folder of its own. */
export interface SignIns {
  /** Keeps tokens in the place of any that are there. @throws {DrawbridgeError} `data_unusable` */
  keep(id: string, place: SecretPlace, tokens: TokenSet): Promise<void>;
  /** The newest, good or not; `undefined` where they were ended. @throws {DrawbridgeError} `data_unusable` */
  peek(id: string, place: SecretPlace): Promise<TokenSet | undefined>;
  /** Fresh ones by a grant. @throws {DrawbridgeError} what a token source does */
  fresh(id: string, place: SecretPlace, grant: () => TokenGrant): Promise<TokenSet>;
  /**
   * @param why - for those who ask for them later
   * @returns the newest that were kept, to be revoked
   * @throws {DrawbridgeError} `data_unusable`
   */
  end(id: string, place: SecretPlace, why: string): Promise<TokenSet | undefined>;
  close(): Promise<void>;
}

/**
 * Names a sign-in: of one person, at one client of one provider, for one set of scopes. Another person who signs in
 * at the same client has another, and never gets the tokens of the first. Nor has a flow without a refresh token that of
 * one with: its tokens would take the place of a refresh token that is good.
 */
export function signInId(
  { issuer, clientId, scope, flow }: SignInSettings & { readonly clientId: string },
  subject: string,
): string {
  const scopes = [...new Set(scope.split(' '))].toSorted();
  const kind = isRenewable(flow) ? 'drawbridge sign-in' : `drawbridge sign-in by ${flow}`;
  const text = JSON.stringify([kind, issuer, clientId, scopes, subject]);
  return createHash('sha256').update(text).digest('hex');
}

/** Milliseconds that one refresh may take: what a process leaves that is killed over it is waited for half as long again. */
const ATTEMPT_TIMEOUT = 10_000;

export function openSignIns(place: LoginPlace, vault: Vault, log: Log, clock: Clock): SignIns {
  const sources = new Map<string, TokenSource>();

  const folderOf = (id: string) => join(place.signIns, id);

  function keeperOf(id: string, secret: SecretPlace): TokenKeeper {
    const folder = folderOf(id);
    return sealedKeeper(folderKeeper(folder), vault.sealer(secret, folder), `sign-in ${id}`);
  }

  async function forget(id: string, source: TokenSource): Promise<void> {
    if (sources.get(id) === source) sources.delete(id);
    await source.close();
  }

  return {
    async keep(id, secret, tokens) {
      try {
        await replaceTokens(keeperOf(id, secret), tokens);
      } catch (thrown) {
        if (toDrawbridgeError(thrown).code !== 'data_unusable') throw thrown;
        // It cannot be read any more, and is worth nothing to anybody.
        await rm(folderOf(id), { recursive: true, force: true }).catch((cause: unknown) => {
          throw dataError(cause, folderOf(id));
        });
        await replaceTokens(keeperOf(id, secret), tokens);
      }
    },
    peek: (id, secret) => keptTokens(keeperOf(id, secret)),
    async fresh(id, secret, grant) {
      let source = sources.get(id);
      if (source === undefined) {
        source = createTokenSource({
          grant: grant(),
          keeper: keeperOf(id, secret),
          attemptTimeout: ATTEMPT_TIMEOUT,
          clock,
          log,
        });
        sources.set(id, source);
      }
      try {
        return await source.get();
      } catch (thrown) {
        // The person may have signed in again when it is asked for the next time.
        if (toDrawbridgeError(thrown).code === 'sign_in_needed') await forget(id, source);
        throw thrown;
      }
    },
    async end(id, secret, why) {
      const source = sources.get(id);
      if (source !== undefined) await forget(id, source);
      return endTokens(keeperOf(id, secret), { why, clock });
    },
    async close() {
      await Promise.all([...sources.values()].map((source) => source.close()));
    },
  };
}
