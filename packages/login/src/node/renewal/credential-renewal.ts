import { join } from 'node:path';
import {
  type Clock,
  epochSeconds,
  type Log,
  quoteForShell,
  toDrawbridgeError,
} from '@drawbridge/core';
import { withFileLock } from '@drawbridge/node';
import type { KeptCredentials } from '../../kept/kept-login.ts';
import { areDue, areGood } from '../cache/credential-terms.ts';
import type { FoundLogin, LoginFiles } from '../cache/login-files.ts';
import { safeName } from '../cache/login-place.ts';
import type { LoginRecord } from '../cache/login-record.ts';

/** What credentials are renewed with. */
export interface CredentialRenewalOptions {
  readonly files: LoginFiles;
  /** The folder of locks. */
  readonly locks: string;
  /** @throws {DrawbridgeError} `sign_in_needed`, where there is none of that name */
  readonly find: (name: string) => Promise<FoundLogin>;
  /** Does something with what is found, and again where that failed for a login that was replaced meanwhile. */
  readonly withLogin: <T>(name: string, work: (login: FoundLogin) => Promise<T>) => Promise<T>;
  /** An ID token that is good now. */
  readonly idTokenOf: (login: FoundLogin) => Promise<string>;
  /** Asks for others with it. @param deadline - milliseconds */
  readonly ask: (login: FoundLogin, idToken: string, deadline: number) => Promise<KeptCredentials>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Milliseconds that renewing them may take, also by another process... */
const DEADLINE = 60_000;
/** ...and where there are some that last yet. */
const DEADLINE_AHEAD = 5_000;
/** Seconds after which it is tried again to renew some that last yet. */
const RETRY_AFTER = 60;

/**
 * Makes what answers the credentials of logins: those that are kept, or others, asked for by one process for all. Some
 * that last are never withheld because there are no others: those who have some wait for no other process,
 * and a minute passes between two attempts that fail.
 */
export function createCredentialRenewal(
  options: CredentialRenewalOptions,
): (name: string) => Promise<KeptCredentials> {
  const { files, locks, find, withLogin, idTokenOf, ask, clock, log } = options;
  const flights = new Map<string, Promise<KeptCredentials>>();

  const lasting = ({ credentials }: LoginRecord) =>
    credentials !== undefined && areGood(credentials, epochSeconds(clock))
      ? credentials
      : undefined;

  /** Those that need not be renewed now. */
  function standing(record: LoginRecord): KeptCredentials | undefined {
    const now = epochSeconds(clock);
    const found = lasting(record);
    if (found === undefined || now < (record.retryAt ?? 0)) return found;
    return areDue(found, now) ? undefined : found;
  }

  /**
   * Whether a login is still the one that was found. A new sign-in keeps its tokens before the login itself, which has
   * credentials already: who has seen the tokens waits here until both are there.
   */
  const isStill = ({ name, made }: LoginRecord) =>
    files.alone(async () => (await files.read(name))?.record.made === made);

  /** Changes a login, unless it was forgotten or made anew meanwhile. @returns whether it was changed */
  function change(
    { name, made }: LoginRecord,
    how: (record: LoginRecord) => LoginRecord,
  ): Promise<boolean> {
    return files.alone(async () => {
      const now = await files.read(name);
      if (now?.record.made !== made) return false;
      await files.write({ record: how(now.record), place: now.place });
      return true;
    });
  }

  async function askOnce(name: string, deadline: number): Promise<KeptCredentials> {
    for (;;) {
      const given = await withLogin(name, async (found) => {
        const good = standing(found.record);
        if (good !== undefined) return good;
        const idToken = await idTokenOf(found);
        if (!(await isStill(found.record))) return undefined;
        const credentials = await ask(found, idToken, deadline);
        const renewed = { credentials, retryAt: 0 };
        const isKept = await change(found.record, (record) => ({ ...record, ...renewed }));
        return isKept ? credentials : undefined;
      });
      if (given !== undefined) return given;
    }
  }

  async function renew(name: string, { record }: FoundLogin): Promise<KeptCredentials> {
    const last = lasting(record);
    const folder = join(locks, safeName(`credentials ${name}`));
    const what = `the credentials of ${quoteForShell(name)}`;
    const [deadline, patience] = last === undefined ? [DEADLINE, DEADLINE] : [DEADLINE_AHEAD, 0];
    try {
      return await withFileLock(folder, { what, patience, isLong: true }, () =>
        askOnce(name, deadline),
      );
    } catch (thrown) {
      const fault = toDrawbridgeError(thrown);
      if (last === undefined) throw fault;
      log.warn('the credentials could not be renewed: those that last yet are used', {
        detail: fault.message,
      });
      const retryAt = epochSeconds(clock) + RETRY_AFTER;
      await change(record, (now) => ({ ...now, retryAt })).catch(() => undefined);
      return last;
    }
  }

  return async (name) => {
    const found = await find(name);
    const good = standing(found.record);
    if (good !== undefined) return good;
    const known = flights.get(name);
    if (known !== undefined) return known;
    const flight = renew(name, found).finally(() => flights.delete(name));
    flights.set(name, flight);
    return flight;
  };
}
