import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import {
  type Clock,
  decodeToken,
  DrawbridgeError,
  epochSeconds,
  type Log,
  quoteForShell,
  silentLog,
  systemClock,
  toDrawbridgeError,
} from '@drawbridge/core';
import { type HttpClient, withFileLock } from '@drawbridge/node';
import { endingWithIdToken } from '../kept/ending-with-id-token.ts';
import type { KeptLogin } from '../kept/kept-login.ts';
import type { Forgotten, Logins, NewLogin } from '../kept/logins.ts';
import type { AwsSettings } from '../login-settings.ts';
import { type Keyring, systemKeyring } from './cache/keyring.ts';
import { type FoundLogin, openLoginFiles } from './cache/login-files.ts';
import { loginPlace, safeName } from './cache/login-place.ts';
import { personOf } from './cache/person.ts';
import { openSignIns, signInId } from './cache/sign-ins.ts';
import { type CacheKind, openVault } from './cache/vault.ts';
import { createCredentialRenewal } from './renewal/credential-renewal.ts';
import { freshTokens } from './renewal/fresh-tokens.ts';
import { mayShareGrant, revokeReplaced } from './renewal/revoke-replaced.ts';
import { revokeTokens } from './renewal/revoke-tokens.ts';
import { roleCredentials } from './renewal/role-credentials.ts';
import { signInCommand } from './sign-in-command.ts';

/** What logins are opened with. */
export interface OpenLoginsOptions {
  /** The data folder. */
  readonly data: string;
  /** Opens the way out. Called at most once, when somebody is to be asked; closed with the logins. */
  readonly http: () => Promise<HttpClient>;
  /** `AWS_REGION` and others count where a login was made without. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Where new logins are kept. What is there says itself where its secret is. Default: `auto`. */
  readonly cache?: CacheKind;
  /** Default: that of the system. */
  readonly keyring?: Keyring;
  readonly log?: Log;
  readonly clock?: Clock;
}

/** Milliseconds that one waits for another process that signs in: as long as a device code lasts. */
const PATIENCE = 900_000;

/** Opens the logins of a data folder. Nothing is read yet. */
export function openLogins(options: OpenLoginsOptions): Logins {
  const { env, log = silentLog, clock = systemClock, cache = 'auto' } = options;
  const data = resolve(options.data);
  const place = loginPlace(data);
  const vault = openVault(place, cache, options.keyring ?? systemKeyring(), log);
  const files = openLoginFiles(place, vault, log);
  const signIns = openSignIns(place, vault, log, clock);
  const command = signInCommand(data, env);
  let opened: Promise<HttpClient> | undefined;
  let revoking: Promise<unknown> = Promise.resolve();
  const http = () => (opened ??= options.http());
  const renewing = { signIns, command, http, clock };

  async function find(name: string): Promise<FoundLogin> {
    const found = await files.read(name);
    if (found !== undefined) return found;
    const names = (await files.list()).map(({ record }) => quoteForShell(record.name));
    const others = names.length === 0 ? 'and none is kept' : `those kept are ${names.join(', ')}`;
    throw command.needed(name, `there is no sign-in for ${quoteForShell(name)}, ${others}`);
  }

  /** Does something with a login, and again where that failed after another sign-in took the place of the one it had. */
  async function withLogin<T>(name: string, work: (login: FoundLogin) => Promise<T>): Promise<T> {
    for (;;) {
      const login = await find(name);
      try {
        return await work(login);
      } catch (thrown) {
        const now = await files.read(name).catch(() => undefined);
        if (now === undefined || now.record.signIn === login.record.signIn) throw thrown;
      }
    }
  }

  const credentials = createCredentialRenewal({
    files,
    locks: place.locks,
    find,
    withLogin,
    clock,
    log,
    async idTokenOf(login) {
      requireRole(login);
      return (await freshTokens(login, renewing)).idToken;
    },
    async ask(login, idToken, deadline) {
      const aws = requireRole(login);
      const obtainedAt = epochSeconds(clock);
      const given = await roleCredentials(aws, idToken, { http: await http(), env, deadline });
      return { ...given, obtainedAt };
    },
  });

  function keep({ name, settings, clientProof, tokens, credentials: given }: NewLogin) {
    if (name === '') throw new DrawbridgeError('usage_invalid', { detail: 'a login needs a name' });
    const { claims } = decodeToken(tokens.idToken, tokens.idToken.length);
    const person = personOf(claims);
    const signIn = signInId(settings, person.subject);
    const obtainedAt = epochSeconds(clock);
    const record = {
      name,
      made: randomUUID(),
      settings,
      signIn,
      person,
      ...(clientProof !== undefined && { clientProof }),
      ...(given !== undefined && { credentials: { ...given, obtainedAt } }),
    };
    return files.alone(async () => {
      // What cannot be read any more cannot be ended either.
      const before = await files.read(name).catch(() => undefined);
      const login = { record, place: await vault.choose() };
      // A refresh token that is there already is not revoked: it is of one grant with the new one, which might end too.
      await signIns.keep(signIn, login.place, endingWithIdToken(tokens));
      await files.write(login);
      if (before !== undefined && before.record.signIn !== signIn) await endReplaced(before);
      return toKept(login);
    });
  }

  /** Ends the sign-in of a login that another took the place of. Nobody waits for the provider, before the logins are closed. */
  async function endReplaced(before: FoundLogin): Promise<void> {
    try {
      const { others, tokens } = await endUnused(before, 'somebody signed in anew for the login');
      if (tokens === undefined || others.some((other) => mayShareGrant(other, before.record))) {
        return;
      }
      const revoked = revokeReplaced(tokens, before.record, { http, clock, log });
      revoking = Promise.all([revoking, revoked]);
    } catch (thrown) {
      const detail = toDrawbridgeError(thrown).message;
      log.warn('the sign-in that this login had before could not be ended', { detail });
    }
  }

  /** Ends what is kept of a sign-in that no login uses. One process at a time, or it may be that of a new login by then. */
  async function endUnused({ record: { signIn }, place: secret }: FoundLogin, why: string) {
    const others = (await files.list()).map(({ record }) => record);
    const users = others.filter((other) => other.signIn === signIn).map(({ name }) => name);
    const tokens = users.length > 0 ? undefined : await signIns.end(signIn, secret, why);
    return { others, users, tokens };
  }

  async function forget(name: string): Promise<Forgotten> {
    let unread: DrawbridgeError | undefined;
    const { found, sharedWith, tokens } = await files.alone(async () => {
      // What cannot be read any more is removed as well.
      const login = await files.read(name).catch((thrown: unknown) => {
        unread = toDrawbridgeError(thrown);
        return undefined;
      });
      await files.remove(name);
      if (login === undefined) return { sharedWith: [] };
      const ended = await endUnused(login, 'the person has signed out');
      return { found: login, sharedWith: ended.users, tokens: ended.tokens };
    });
    if (found === undefined) return { ...(unread && { unread }), sharedWith, revocations: [] };
    const revocations =
      tokens === undefined ? [] : await revokeTokens(tokens, found.record, { http, clock });
    return { login: toKept(found), sharedWith, revocations };
  }

  return {
    keep: async (login) => keep(login),
    read: (name) =>
      command.named(name, async () => {
        const found = await files.read(name);
        return found && toKept(found);
      }),
    settings: (name) =>
      command.named(name, async () => {
        const record = (await files.read(name))?.record;
        if (record === undefined) return undefined;
        const { settings, clientProof } = record;
        return { ...settings, ...(clientProof !== undefined && { clientProof }) };
      }),
    list: async () => (await files.list()).map(toKept),
    peek: (name) =>
      command.named(name, async () => {
        const found = await files.read(name);
        return found && signIns.peek(found.record.signIn, found.place);
      }),
    tokens: (name) =>
      command.named(name, () => withLogin(name, (login) => freshTokens(login, renewing))),
    credentials: (name) => command.named(name, () => credentials(name)),
    forget,
    alone(name, work) {
      const what = `the sign-in of ${quoteForShell(name)}`;
      return withFileLock(
        join(place.locks, safeName(`sign-in ${name}`)),
        { what, patience: PATIENCE, isLong: true },
        (_, waited) => work(waited),
      );
    },
    async close() {
      await revoking;
      await signIns.close();
      // Where no way out could be opened, whoever asked for it was told.
      const client = await opened?.catch(() => undefined);
      await client?.close();
    },
  };
}

function toKept({ record, place }: FoundLogin): KeptLogin {
  const { name, settings, signIn, person, credentials } = record;
  return {
    name,
    settings,
    signIn,
    person,
    keptIn: place.kind,
    ...(credentials !== undefined && { credentials }),
  };
}

function requireRole({ record: { name, settings } }: FoundLogin): AwsSettings {
  if (settings.aws !== undefined) return settings.aws;
  throw new DrawbridgeError('usage_invalid', {
    detail: `the login ${quoteForShell(name)} is for no role of AWS`,
    hint: 'Sign in again with --role ARN.',
  });
}
