import type { SecretReference } from '@drawbridge/node/config';
import type { ClientProof } from '../../client/client-proof.ts';
import type { Flow, LoginSettings } from '../../login-settings.ts';
import { givenText } from './given.ts';
import { isOfProvider } from './is-of-provider.ts';
import type { LoginInputs } from './name-login.ts';
import type { ResolvedProvider } from './resolve-provider.ts';
import { SECRET_FLAGS } from './setting-rows.ts';

/** The secret of a client, or where it is. */
export type ClientSecret =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly reference: SecretReference }
  /** With how the provider took it. */
  | { readonly kind: 'kept'; readonly proof: ClientProof };

/** As which client a login is made. */
export interface ResolvedClient {
  /** Not given: one is to be registered. */
  readonly clientId?: string;
  readonly clientSecret?: ClientSecret;
}

/**
 * The client of a login, with its secret where it has one, if it can be that of a flow. A secret that is kept or configured
 * goes with the client that it is of, to its provider, and with none other.
 *
 * @param faults - is told what is wrong
 * @param warnings - is told of a secret that others can see
 */
export function resolveClient(
  inputs: LoginInputs,
  { issuer, kept }: ResolvedProvider,
  flow: Flow,
  faults: string[],
  warnings: string[],
): ResolvedClient {
  const clientId = clientOf(inputs, kept, faults);
  const proof = kept?.clientId === clientId ? kept?.clientProof : undefined;
  const clientSecret =
    secretOf(inputs, faults, warnings) ??
    configuredSecret(inputs.section, issuer, clientId) ??
    (proof && ({ kind: 'kept', proof } as const));
  const fault = flowFault(flow, { clientId, clientSecret });
  if (fault !== undefined) faults.push(fault);
  return {
    ...(clientId !== undefined && { clientId }),
    ...(clientSecret !== undefined && { clientSecret }),
  };
}

/** Why a client cannot be that of a flow: one that is registered by itself is a public one, for the flows of a person. */
function flowFault(
  flow: Flow,
  { clientId, clientSecret }: { readonly [Key in keyof ResolvedClient]: unknown },
): string | undefined {
  if (flow === 'implicit' && clientId === undefined) {
    return 'the implicit flow needs --client-id: a client that is registered by itself has the code flow';
  }
  if (flow !== 'client-credentials') return undefined;
  const missing = [
    ...(clientId === undefined ? ['--client-id'] : []),
    ...(clientSecret === undefined ? [SECRET_FLAGS.file] : []),
  ];
  if (missing.length === 0) return undefined;
  return `a client that gets tokens for itself needs ${missing.join(' and ')}`;
}

/** The client, unless one is to be registered. One that was is not held to: the provider may have forgotten it. */
function clientOf(
  inputs: LoginInputs,
  kept: LoginSettings | undefined,
  faults: string[],
): string | undefined {
  const { flags, section } = inputs;
  const given = givenText('clientId', inputs, faults);
  const isAnew = flags['--register'] === true;
  const clientId = given?.value ?? section?.clientId;
  if (isAnew && clientId !== undefined) {
    faults.push(
      `--register has a client registered, and ${given?.by ?? 'login.clientId'} gives one`,
    );
  }
  const isHeldTo = !isAnew && kept?.isRegistered !== true;
  return clientId ?? (isHeldTo ? kept?.clientId : undefined);
}

function secretOf(
  { flags, env }: LoginInputs,
  faults: string[],
  warnings: string[],
): ClientSecret | undefined {
  const { file, text, variable } = SECRET_FLAGS;
  const [path, shown] = [flags[file], flags[text]];
  if (path !== undefined && shown !== undefined)
    faults.push(`${file} and ${text} do not go together`);
  for (const flag of [file, text]) if (flags[flag] === '') faults.push(`${flag} is empty`);
  if (typeof shown === 'string') {
    warnings.push(
      `other users of this machine can see what stands behind ${text}: give it by ${file}, or by the variable ${variable}`,
    );
    return { kind: 'text', text: shown };
  }
  if (typeof path === 'string') return { kind: 'reference', reference: { file: path } };
  return env[variable] ? { kind: 'reference', reference: { env: variable } } : undefined;
}

/** The secret of the configuration, for the provider and the client that it names, where it does. */
function configuredSecret(
  section: LoginInputs['section'],
  issuer: string,
  clientId: string | undefined,
): ClientSecret | undefined {
  if (section?.clientSecret === undefined) return undefined;
  const isItsProvider =
    section.issuer === undefined || isOfProvider({ issuer: section.issuer }, issuer);
  const isItsClient = section.clientId === undefined || section.clientId === clientId;
  if (!isItsProvider || !isItsClient) return undefined;
  return { kind: 'reference', reference: section.clientSecret };
}
