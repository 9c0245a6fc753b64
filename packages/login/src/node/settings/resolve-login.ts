import { documentUrlFault, DrawbridgeError, quoteForShell } from '@drawbridge/core';
import type { SecretReference } from '@drawbridge/node/config';
import type { ClientProof } from '../../client/client-proof.ts';
import type { KeptSettings } from '../../kept/logins.ts';
import type { Flow, LoginSettings } from '../../login-settings.ts';
import { type Given, givenText, listOf } from './given.ts';
import { isOfProvider } from './is-of-provider.ts';
import { type LoginInputs, nameLogin } from './name-login.ts';
import { type Redirect, resolveRedirect } from './resolve-redirect.ts';
import { resolveRole, type RoleChoice } from './resolve-role.ts';
import { FLOW_FLAGS, SECRET_FLAGS, type SettingName } from './setting-rows.ts';

/** Where the secret of a client is. */
export type SecretPlace =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly reference: SecretReference }
  /** With how the provider took it. */
  | { readonly kind: 'kept'; readonly proof: ClientProof };

/** All that a sign-in is made with. */
export interface ResolvedLogin {
  /** Also that of the AWS profile. */
  readonly name: string;
  /** As given: an issuer, with or without its last slash, or the address of a discovery document. */
  readonly issuer: string;
  readonly discoveryUrl?: string;
  /** Not given: one is to be registered. */
  readonly clientId?: string;
  readonly clientSecret?: SecretPlace;
  readonly flow: Flow;
  /** Not given: what the provider needs. */
  readonly scope?: string;
  readonly role: RoleChoice;
  readonly request: {
    readonly loginHint?: string;
    readonly prompt?: string;
    readonly acrValues?: string;
    /** Seconds. */
    readonly maxAge?: number;
    readonly extra: Readonly<Record<string, string>>;
  };
  readonly redirect: Redirect;
  /** For standard error. */
  readonly warnings: readonly string[];
}

/**
 * Settles each setting of a login: a flag goes before a variable, that before the configuration, that before what is kept
 * under the name, that before the default. What is kept of another provider is no part of it.
 *
 * @param kept - what is kept under the name that `nameLogin` gives
 * @throws {DrawbridgeError} `usage_invalid`, with all that is wrong
 */
export function resolveLogin(inputs: LoginInputs, kept: KeptSettings | undefined): ResolvedLogin {
  const { flags, env, section } = inputs;
  const faults: string[] = [];
  const warnings: string[] = [];
  const text = (name: SettingName) => givenText(name, flags, env, faults);
  const name = nameLogin(inputs);

  const asked = text('issuer');
  const issuer = asked?.value ?? section?.issuer;
  const isSame = issuer === undefined || (kept !== undefined && isOfProvider(kept, issuer));
  const mine = isSame ? kept : undefined;
  const url = issuer ?? mine?.issuer;
  const fault = asked === undefined ? undefined : documentUrlFault(asked.value);
  if (fault !== undefined) faults.push(`${asked?.by} ${fault}`);
  if (url === undefined) {
    faults.push(
      `no provider is given, and none is kept for ${quoteForShell(name)}: give --issuer, OIDC_DISCOVERY_URL or login.issuer of the configuration`,
    );
  }

  const flow = flowOf(inputs, faults) ?? section?.flow ?? mine?.flow ?? 'code';
  if (flow === 'implicit') warnings.push(IMPLICIT_WARNING);
  const clientId = clientOf(inputs, text('clientId'), mine, faults);
  const proof = mine?.clientId === clientId ? mine?.clientProof : undefined;
  const clientSecret =
    secretOf(inputs, faults, warnings) ??
    configuredSecret(section, url, clientId) ??
    (proof && ({ kind: 'kept', proof } as const));
  if (flow === 'client-credentials') {
    const missing = [
      clientId === undefined && '--client-id',
      clientSecret === undefined && SECRET_FLAGS.file,
    ].filter((flag) => flag !== false);
    if (missing.length > 0) {
      faults.push(`a client that gets tokens for itself needs ${missing.join(' and ')}`);
    }
  }

  if (flow === 'implicit' && clientId === undefined) {
    faults.push(
      'the implicit flow needs --client-id: a client that is registered by itself has the code flow',
    );
  }

  const scope = text('scope')?.value ?? section?.scope ?? mine?.scope;
  const role = resolveRole(inputs, name, kept?.aws, faults);
  const request = requestOf(inputs, text, faults);
  const redirect = resolveRedirect(inputs, faults);
  if (faults.length > 0 || url === undefined) {
    throw faulty(faults, url === undefined ? FIRST_LOGIN : SEE_HELP);
  }
  return {
    name,
    issuer: url,
    ...(issuer === undefined &&
      mine?.discoveryUrl !== undefined && { discoveryUrl: mine.discoveryUrl }),
    ...(clientId !== undefined && { clientId }),
    ...(clientSecret !== undefined && { clientSecret }),
    flow,
    ...(scope !== undefined && { scope }),
    role,
    request,
    redirect,
    warnings,
  };
}

const IMPLICIT_WARNING =
  'the implicit flow hands the ID token on by way of the browser, which RFC 9700 section 2.1.2 advises against, and ' +
  'nothing renews it: where the provider has the code flow, take --authorization-code';

function flowOf({ flags }: LoginInputs, faults: string[]): Flow | undefined {
  const given = Object.entries(FLOW_FLAGS).filter(([flag]) => flags[flag] === true);
  if (new Set(given.map(([, flow]) => flow)).size > 1) {
    faults.push(`${given.map(([flag]) => flag).join(' and ')} do not go together`);
  }
  return given[0]?.[1];
}

/** The client, unless one is to be registered. One that was is not held to: the provider may have forgotten it. */
function clientOf(
  { flags, section }: LoginInputs,
  given: Given | undefined,
  kept: LoginSettings | undefined,
  faults: string[],
): string | undefined {
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
): SecretPlace | undefined {
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
  issuer: string | undefined,
  clientId: string | undefined,
): SecretPlace | undefined {
  if (section?.clientSecret === undefined) return undefined;
  const isItsProvider =
    section.issuer === undefined ||
    (issuer !== undefined && isOfProvider({ issuer: section.issuer }, issuer));
  const isItsClient = section.clientId === undefined || section.clientId === clientId;
  if (!isItsProvider || !isItsClient) return undefined;
  return { kind: 'reference', reference: section.clientSecret };
}

function requestOf(
  { flags, section }: LoginInputs,
  text: (name: SettingName) => { readonly value: string; readonly by: string } | undefined,
  faults: string[],
): ResolvedLogin['request'] {
  const loginHint = text('loginHint')?.value ?? section?.loginHint;
  const prompt = text('prompt')?.value ?? section?.prompt;
  const acrValues = text('acrValues')?.value ?? section?.acrValues;
  const age = text('maxAge');
  if (age !== undefined && !/^\d{1,9}$/.test(age.value)) {
    faults.push(`${age.by} is not a number of seconds`);
  }
  const maxAge = age === undefined ? section?.maxAge : Number(age.value);
  const extra = new Map(Object.entries(section?.parameters ?? {}));
  for (const pair of listOf(flags['--parameter'])) {
    const at = pair.indexOf('=');
    if (at < 1) faults.push('--parameter is not NAME=VALUE');
    else extra.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return {
    ...(loginHint !== undefined && { loginHint }),
    ...(prompt !== undefined && { prompt }),
    ...(acrValues !== undefined && { acrValues }),
    ...(maxAge !== undefined && { maxAge }),
    extra: Object.fromEntries(extra),
  };
}

const SEE_HELP = 'See drawbridge login --help.';

/** For who was told to run `drawbridge login --profile NAME`, where nothing is kept under that name. */
const FIRST_LOGIN =
  'The first time, all of it is given: drawbridge login --issuer https://id.example.com --client-id ID --role ARN --profile NAME';

function faulty(faults: readonly string[], hint: string): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', {
    detail: [...new Set(faults)].join('\n'),
    hint,
  });
}
