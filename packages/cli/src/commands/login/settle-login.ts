import { parseRoleArn, stsEndpoint } from '@drawbridge/clouds/aws';
import { type DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';
import type { KeptSettings, Logins, RoleRules, WantedAws } from '@drawbridge/login';
import {
  type LoginInputs,
  nameLogin,
  resolveLogin,
  type ResolvedLogin,
} from '@drawbridge/login/node';
import { readProfilePlace } from '../../aws/read-profile-place.ts';
import type { Terminal } from '../../terminal.ts';
import { chooseRole } from './choose-role.ts';

/** A login with its role chosen. */
export interface SettledLogin extends ResolvedLogin {
  /** Not there: tokens are all that is wanted, or the role is yet to be chosen. */
  readonly aws?: WantedAws;
  /** Where the role is chosen once it is known who signed in. */
  readonly choice?: LaterChoice;
}

/** A choice that what the ID token says is needed for. */
export interface LaterChoice {
  readonly rules: RoleRules;
  /** @param role - its name in the configuration, or its ARN */
  settle(role: string): Promise<SettledLogin>;
}

/**
 * Settles what is asked for: by flags, the environment, the configuration, what is kept, and a person.
 *
 * @throws {DrawbridgeError} `usage_invalid`, with all that is wrong
 */
export async function settleLogin(
  inputs: LoginInputs,
  logins: Pick<Logins, 'settings'>,
  terminal: Terminal,
): Promise<SettledLogin> {
  const { kept, fault } = await readKept(logins, nameLogin(inputs));
  const login = resolveLogin(inputs, kept, fault?.message);
  if (login.role.kind !== 'choose') return chosen(login);
  const { names, when } = login.role;
  const { section = {}, flags } = inputs;
  const withRole = (role: string) => ({ ...inputs, flags: { ...flags, '--role': role } });
  if (when === 'after') {
    // What is kept under the role's name is of another sign-in: this one stays what it was.
    const settle = async (role: string) => chosen(resolveLogin(withRole(role), kept));
    return { ...login, choice: { rules: section, settle } };
  }
  const offers = names.map((role) => ({ role, hint: section.roles?.[role]?.arn ?? '' }));
  return settleLogin(withRole(await chooseRole(offers, terminal)), logins, terminal);
}

function chosen(login: ResolvedLogin): SettledLogin {
  return login.role.kind === 'role' ? { ...login, aws: login.role.aws } : login;
}

/** What is kept under the name. What cannot be read any more is about to be replaced: why is told to who needs it. */
async function readKept(
  logins: Pick<Logins, 'settings'>,
  name: string,
): Promise<{ readonly kept?: KeptSettings; readonly fault?: DrawbridgeError }> {
  try {
    const kept = await logins.settings(name);
    return { ...(kept !== undefined && { kept }) };
  } catch (thrown) {
    return { fault: toDrawbridgeError(thrown) };
  }
}

/**
 * The role, with where STS is asked for it: credentials are renewed later by programs that have another environment.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export async function withPlace(
  aws: WantedAws,
  name: string,
  env: Readonly<NodeJS.ProcessEnv>,
): Promise<WantedAws> {
  const profile = await readProfilePlace({ ...env, AWS_PROFILE: name }, 'STS');
  const { endpointUrl: before, ...rest } = aws;
  const { region } = rest;
  const role = parseRoleArn(aws.role);
  // No flag names the address: the one that is kept was found at a sign-in, and counts where there is none by now.
  const place = { ...(before !== undefined && { endpointUrl: before }), ...profile };
  const endpoint = stsEndpoint({ role, region, env, profile: place });
  return {
    ...rest,
    region: endpoint.region,
    ...(region === undefined && { isRegionFound: true }),
    ...(endpoint.isCustom && { endpointUrl: endpoint.url }),
  };
}
