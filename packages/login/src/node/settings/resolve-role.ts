import { isSessionName, roleArnFault, SESSION_LIMITS } from '@drawbridge/clouds/aws';
import { quote } from '@drawbridge/core';
import type { AwsSettings, WantedAws } from '../../login-settings.ts';
import type { LoginSection } from '../section/login-section.ts';
import { givenText } from './given.ts';
import type { LoginInputs } from './name-login.ts';

/** The role that a login is for. */
export type RoleChoice =
  | { readonly kind: 'role'; readonly aws: WantedAws }
  /** There are several, and nobody said which. Where a claim lists them too, they are known after the sign-in. */
  | {
      readonly kind: 'choose';
      readonly names: readonly string[];
      readonly when: 'before' | 'after';
    }
  /** Tokens are all that is wanted. */
  | { readonly kind: 'none' };

type ConfiguredRole = NonNullable<LoginSection['roles']>[string];

/**
 * The role of a login: by flag or variable, an ARN or a name of the configuration; else that of the login's name in the
 * configuration, else the one that is kept, else the only one there is.
 *
 * @param before - what is kept under the name
 * @param faults - is told what is wrong
 */
export function resolveRole(
  inputs: LoginInputs,
  name: string,
  before: AwsSettings | undefined,
  faults: string[],
): RoleChoice {
  const { section } = inputs;
  const kept = before && withoutFound(before);
  const roles = section?.roles ?? {};
  const names = Object.keys(roles);
  const text = (setting: 'role' | 'region' | 'duration' | 'sessionName') =>
    givenText(setting, inputs, faults);
  const given = text('role');
  const configured = named(roles, given?.value ?? name);
  const when = section?.rolesClaim === undefined ? 'before' : 'after';
  const [only] = names.length === 1 && when === 'before' ? names : [];

  let base: WantedAws | undefined;
  if (configured !== undefined) base = ofSection(configured);
  else if (given !== undefined) {
    // What else is kept was for that role, and none other.
    base = given.value === kept?.role ? kept : { role: given.value };
    const fault = roleFault(given.value, names);
    if (fault !== undefined) faults.push(`${given.by}: ${fault}`);
  } else if (kept !== undefined) base = kept;
  else if (only !== undefined) base = ofSection(roles[only] as ConfiguredRole);

  const region = text('region')?.value;
  const seconds = text('duration');
  const duration = seconds === undefined ? undefined : secondsOf(seconds.value);
  if (seconds !== undefined && duration === undefined) {
    const { shortest, longest } = SESSION_LIMITS;
    faults.push(
      `${seconds.by} is not ${shortest} to ${longest} seconds, such as 900, 15m or 1h, nor max`,
    );
  }
  const session = text('sessionName');
  if (session !== undefined && !isSessionName(session.value)) {
    faults.push(`${session.by} is not 2 to 64 letters, digits or characters of _+=,.@-`);
  }
  if (base === undefined) {
    const isOpen = names.length > 1 || when === 'after';
    return isOpen ? { kind: 'choose', names, when } : { kind: 'none' };
  }
  return {
    kind: 'role',
    aws: {
      ...base,
      ...(region !== undefined && { region }),
      ...(duration !== undefined && { duration }),
      ...(session !== undefined && { sessionName: session.value }),
    },
  };
}

/** Seconds of a length (`3600`, `60m`, `1h`) that AWS may take, or `max`. */
function secondsOf(text: string): number | 'max' | undefined {
  if (text === 'max') return text;
  const [, digits, unit = ''] = /^(\d{1,9})([smh]?)$/.exec(text) ?? [];
  const length = Number(digits) * ({ m: 60, h: 3600 }[unit] ?? 1);
  const { shortest, longest } = SESSION_LIMITS;
  return length >= shortest && length <= longest ? length : undefined;
}

/** A region that nobody named is no choice to hold to: it would come before the one that the profile has by now. */
function withoutFound({ region, isRegionFound, ...aws }: AwsSettings): AwsSettings {
  return isRegionFound === true || region === undefined ? aws : { ...aws, region };
}

function named(
  roles: Readonly<Record<string, ConfiguredRole>>,
  name: string,
): ConfiguredRole | undefined {
  return Object.hasOwn(roles, name) ? roles[name] : undefined;
}

function ofSection({ arn, region, duration, chain, sessionName }: ConfiguredRole): WantedAws {
  return {
    role: arn,
    ...(region !== undefined && { region }),
    ...(duration !== undefined && { duration }),
    ...(chain !== undefined && { chain }),
    ...(sessionName !== undefined && { sessionName }),
  };
}

/** What is wrong with a role that the configuration does not have. */
function roleFault(text: string, names: readonly string[]): string | undefined {
  const fault = roleArnFault(text);
  if (fault === undefined || text.startsWith('arn:')) return fault;
  const known = names.length === 0 ? 'no login.roles' : `no other than ${names.join(', ')}`;
  return `${quote(text)} is not an ARN, such as arn:aws:iam::123456789012:role/NAME, and the configuration has ${known}`;
}
