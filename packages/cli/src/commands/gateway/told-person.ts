import { encodeUtf8, type JsonObject, member, parseJsonObject } from '@drawbridge/core';
import { personOf, userOf } from '@drawbridge/gateway';
import type { GatewaySection } from '@drawbridge/gateway/node';
import type { AccessPerson } from '@drawbridge/rules';
import type { Terminal } from '../../terminal.ts';
import { readTokenArgument } from '../../token-argument.ts';
import { usage } from '../keys/key-options.ts';
import { readerFor } from './reader-for.ts';

/** What a command line says of a person. */
export interface PersonOptions {
  readonly provider?: string;
  readonly user?: string;
  readonly email?: string;
  readonly group?: readonly string[];
  /** `false`: `--no-groups`. */
  readonly groups?: boolean;
  readonly claim?: ReadonlyMap<string, unknown>;
  readonly claims?: string;
}

/**
 * Makes a person of what is told, read as the gateway reads an ID token of that provider. Of groups that nobody speaks of nothing
 * is known.
 *
 * @returns `undefined` where nothing is told: nobody is signed in
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function toldPerson(
  section: GatewaySection,
  options: PersonOptions,
  terminal: Terminal,
): Promise<AccessPerson | undefined> {
  const { user, email, group, groups, claim = NO_CLAIMS, claims: given } = options;
  const saysNothing = [options.provider, user, email, group, given].every((it) => it === undefined);
  if (group !== undefined && groups === false) {
    throw usage(
      '--group and --no-groups say two things of one person',
      'Give --group for each group, or --no-groups for who is in none.',
    );
  }
  if (saysNothing && groups !== false && claim.size === 0) return undefined;
  const token = given === undefined ? {} : await readClaims(given, terminal);
  const reader = readerFor(section, options.provider, member(token, 'iss'));
  const subject = user?.includes('@') === false || email !== undefined ? user : undefined;
  const mail = email ?? (subject === undefined ? user : undefined);
  const said = groups === false ? [] : group;
  const claims: JsonObject = {
    ...token,
    ...Object.fromEntries(claim),
    ...(subject !== undefined && { sub: subject }),
    ...(mail !== undefined && { email: mail, email_verified: true }),
    ...(said !== undefined && { [reader.groups.claim]: said }),
  };
  const read = userOf({ issuer: reader.issuer, claims }, reader);
  if (mail !== undefined && read.email === undefined) {
    throw usage(
      'what is given as the email of the person is none that the gateway would take',
      'Give one such as alice@example.com. A subject that has an @ is given as "sub" with --claims.',
    );
  }
  if (read.email === undefined && read.subject === '') {
    throw usage('it is not said who the person is', 'Give --user, or claims with their sub.');
  }
  const { subject: known, ...person } = personOf(read);
  return {
    ...person,
    ...(known !== '' && { subject: known }),
    // With all the claims of a token, that there are no groups says what it says there.
    ...(said === undefined && given === undefined && !claim.has(reader.groups.claim) && UNTOLD),
  };
}

const NO_CLAIMS: ReadonlyMap<string, unknown> = new Map();

const UNTOLD = {
  groups: { kind: 'unknown', reason: 'nothing was said of them, by --group or --no-groups' },
} as const;

async function readClaims(argument: string, terminal: Terminal): Promise<JsonObject> {
  const claims = parseJsonObject(encodeUtf8(await readTokenArgument(argument, terminal, 'claims')));
  if (claims !== undefined) return claims;
  throw usage(
    'what is given with --claims is no JSON object',
    'Give the claims of an ID token, as drawbridge token decode or drawbridge login claims prints them.',
  );
}
