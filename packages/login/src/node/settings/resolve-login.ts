import { DrawbridgeError } from '@drawbridge/core';
import type { KeptSettings } from '../../kept/logins.ts';
import type { Flow } from '../../login-settings.ts';
import { givenText } from './given.ts';
import { type LoginInputs, nameLogin } from './name-login.ts';
import { type ResolvedClient, resolveClient } from './resolve-client.ts';
import { resolveFlow } from './resolve-flow.ts';
import { resolveProvider, type ResolvedProvider } from './resolve-provider.ts';
import { type Redirect, resolveRedirect } from './resolve-redirect.ts';
import { type ResolvedRequest, resolveRequest } from './resolve-request.ts';
import { resolveRole, type RoleChoice } from './resolve-role.ts';

/** All that a sign-in is made with. */
export interface ResolvedLogin extends Omit<ResolvedProvider, 'kept'>, ResolvedClient {
  /** Also that of the AWS profile. */
  readonly name: string;
  readonly flow: Flow;
  /** Not given: what the provider needs. */
  readonly scope?: string;
  readonly role: RoleChoice;
  readonly request: ResolvedRequest;
  readonly redirect: Redirect;
  /** For standard error. */
  readonly warnings: readonly string[];
}

/**
 * Settles each setting of a login: a flag goes before a variable, that before the configuration, that before what is kept
 * under the name, that before the default. What is kept of another provider is no part of it, but for the role.
 *
 * @param kept - what is kept under the name that `nameLogin` gives
 * @param unread - a clause: why that could not be read
 * @throws {DrawbridgeError} `usage_invalid`, with all that is wrong
 */
export function resolveLogin(
  inputs: LoginInputs,
  kept: KeptSettings | undefined,
  unread?: string,
): ResolvedLogin {
  const faults: string[] = [];
  const warnings: string[] = [];
  const name = nameLogin(inputs);
  const provider = resolveProvider(inputs, kept, { name, unread }, faults);
  const { kept: mine, ...asked } = provider;
  const flow = resolveFlow(inputs, mine?.flow, faults, warnings);
  const client = resolveClient(inputs, provider, flow, faults, warnings);
  const scope = givenText('scope', inputs, faults)?.value ?? inputs.section?.scope ?? mine?.scope;
  const role = resolveRole(inputs, name, kept?.aws, faults);
  const request = resolveRequest(inputs, faults);
  const redirect = resolveRedirect(inputs, faults);
  if (faults.length > 0) {
    throw new DrawbridgeError('usage_invalid', {
      detail: [...new Set(faults)].join('\n'),
      hint: provider.issuer === '' ? wholeLogin(unread) : 'See drawbridge login --help.',
    });
  }
  return {
    name,
    ...asked,
    ...client,
    flow,
    ...(scope !== undefined && { scope }),
    role,
    request,
    redirect,
    warnings,
  };
}

/** For who was told to run `drawbridge login --profile NAME`, where nothing is kept under that name, or cannot be read. */
function wholeLogin(unread: string | undefined): string {
  const when =
    unread === undefined
      ? 'The first time, all of it is given'
      : 'Where it cannot be had back, all of it is given once more';
  return `${when}: drawbridge login --issuer https://id.example.com --client-id ID --role ARN --profile NAME`;
}
