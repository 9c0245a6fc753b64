import { parseRoleArn } from '@drawbridge/clouds/aws';
import {
  type DrawbridgeError,
  epochSeconds,
  type JsonObject,
  printable,
  systemClock,
} from '@drawbridge/core';
import type { KeptLogin } from '@drawbridge/login';
import { personOf } from '@drawbridge/login/node';
import { shellWord, showTime } from '@drawbridge/node';
import { type Page, signedInPage, signInFailedPage } from '@drawbridge/pages';
import { print, tell, type Terminal } from '../../terminal.ts';
import { NOT_RENEWED } from './is-renewed.ts';

/** What a sign-in left. */
export interface LeftBehind {
  readonly kept: KeptLogin;
  /** Files of AWS that were written. */
  readonly files: readonly string[];
  /** Seconds since 1970 up to which the profile has this program renew its credentials: for ever, or as long as the ID token holds. */
  readonly renewedUntil?: number;
  /** Why the profile was not written, where it was to be. */
  readonly fault?: DrawbridgeError;
}

/** The page that says so in the browser. */
export function pageOf({ kept, files, fault }: LeftBehind): Page {
  if (fault !== undefined) {
    const { message: what, hint, code } = fault;
    return signInFailedPage({
      what,
      next: hint === undefined ? [] : [hint],
      code,
      isSignedIn: true,
    });
  }
  const { name, person, settings, credentials } = kept;
  const last = settings.aws?.chain?.at(-1) ?? settings.aws?.role;
  return signedInPage({
    who: whoOf(kept),
    issuer: person.issuer,
    role: last,
    account: last === undefined ? undefined : parseRoleArn(last).account,
    profile: settings.aws === undefined ? undefined : name,
    files,
    ...(credentials !== undefined && {
      until: { expiresAt: credentials.expiresAt, now: epochSeconds(systemClock) },
    }),
    next: nextCommands(kept, files),
  });
}

/** The page for a person whose role is yet to be chosen. @param claims - of the ID token */
export function roleToChoosePage(claims: JsonObject): Page {
  const person = personOf(claims);
  return signedInPage({
    who: whoOf({ person }),
    issuer: person.issuer,
    toDo: 'You have several roles. Choose one in your terminal.',
  });
}

/** The lines that say so in the terminal. */
export function tellSignedIn(left: LeftBehind, terminal: Terminal): void {
  const { kept, files } = left;
  const { name, person, settings, credentials } = kept;
  const roles = [settings.aws?.role, ...(settings.aws?.chain ?? [])].filter(Boolean);
  const rows = [
    ['who', whoOf(kept)],
    ['provider', person.issuer],
    ['role', roles.join(', then ')],
    ['profile', files.length === 0 ? name : `${name}, in ${files.join(' and ')}`],
    ['credentials', credentials === undefined ? '' : hold(credentials.expiresAt, left)],
  ] as const;
  const shown = rows.filter(([, value]) => value !== '');
  const width = Math.max(...shown.map(([label]) => label.length));
  for (const [label, value] of shown) {
    print(terminal, printable(`${label.padEnd(width)}  ${value}`).replaceAll('\n', ' '));
  }
  for (const command of nextCommands(kept, files)) tell(terminal, `Next: ${printable(command)}`);
}

/** Until when, and what comes then. */
function hold(expiresAt: number, { renewedUntil }: LeftBehind): string {
  const now = epochSeconds(systemClock);
  const until = `until ${showTime(expiresAt, now)}`;
  if (renewedUntil === undefined) return until;
  if (renewedUntil === Infinity) return `${until}, then renewed by the profile itself`;
  if (renewedUntil <= expiresAt) return `${until}, ${NOT_RENEWED}`;
  return `${until}, renewed until ${showTime(renewedUntil, now)}, then ${NOT_RENEWED}`;
}

/** A person, as a person would say it. */
export function whoOf({ person }: Pick<KeptLogin, 'person'>): string {
  return person.email ?? person.name ?? person.subject;
}

function nextCommands({ name, settings }: KeptLogin, files: readonly string[]): readonly string[] {
  if (settings.aws === undefined) return ['drawbridge whoami'];
  const profile = shellWord(name);
  const isWritten = files.length > 0;
  return isWritten ? [`aws sts get-caller-identity --profile ${profile}`] : [];
}
