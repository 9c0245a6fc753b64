import { profileNameFault } from '@drawbridge/clouds/aws';
import { DrawbridgeError } from '@drawbridge/core';
import type { LoginSection } from '../section/login-section.ts';
import { givenText, type Spoken } from './given.ts';

/** What is known before anything was read that is kept under the login's name. */
export interface LoginInputs extends Spoken {
  readonly section: LoginSection | undefined;
}

/** The name of a login if nobody gives one: that of AWS for a profile that nobody names. */
const DEFAULT_NAME = 'default';

/**
 * The name of a login, which is also that of its AWS profile: what is given, else the name of the role, where that is one
 * of the configuration, else `AWS_PROFILE`.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export function nameLogin({ flags, env, section }: LoginInputs): string {
  const faults: string[] = [];
  const given = givenText('name', { flags, env }, faults);
  const role = givenText('role', { flags, env: {} }, faults)?.value;
  const isNamed = role !== undefined && Object.hasOwn(section?.roles ?? {}, role);
  const name = given?.value ?? (isNamed ? role : env['AWS_PROFILE'] || DEFAULT_NAME);
  const fault = profileNameFault(name);
  if (fault !== undefined) throw new DrawbridgeError('usage_invalid', { detail: fault });
  return name;
}
