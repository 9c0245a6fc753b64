import {
  isJsonObject,
  type JsonObject,
  member,
  NO_JSON,
  parseUrl,
  quote,
  readJson,
} from '@drawbridge/core';
import { compileCel } from '../../cel/index.ts';
import { LIMITS } from '../limits.ts';
import { shown } from '../../trust/shown.ts';
import { FaultList, join } from './fault-list.ts';
import {
  type GoogleProvider,
  type GoogleTrust,
  type MappedAttribute,
  PROVIDER_HELP,
  type ProviderName,
  type Written,
} from './google-trust.ts';
import { readPolicy } from './read-policy.ts';

const NAME =
  /^(projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+)\/providers\/[a-z0-9-]+$/;

/** Providers for what is no OpenID Connect. */
const OTHERS = ['aws', 'saml', 'x509'] as const;

/** Of the REST API, and of Terraform. */
const KNOWN: ReadonlySet<string> = new Set(
  'name displayName description state disabled expireTime oidc attributeMapping attributeCondition display_name attribute_mapping attribute_condition workload_identity_pool_id workload_identity_pool_provider_id project id timeouts deletion_policy'.split(
    ' ',
  ),
);
const KNOWN_OIDC: ReadonlySet<string> = new Set(
  'issuerUri allowedAudiences jwksJson issuer_uri allowed_audiences jwks_json'.split(' '),
);

/**
 * Judges the trust of Google Cloud: a provider of a workload identity pool, as `gcloud … providers describe --format=json` or the
 * REST API has it, or as an object of Terraform's `google_iam_workload_identity_pool_provider`; alone, or as
 * `{"provider": …, "policy": …}` with the IAM policy of a service account (`gcloud iam service-accounts get-iam-policy --format=json`).
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` with everything that is wrong, each with its place
 */
export async function readProvider(value: unknown): Promise<GoogleTrust> {
  const faults = new FaultList();
  const both = isJsonObject(value) && Object.hasOwn(value, 'provider') ? value : undefined;
  if (both !== undefined) faults.onlyKnown(both, '', new Set(['provider', 'policy']));
  const provider = await readOne(
    both === undefined ? value : member(both, 'provider'),
    both === undefined ? '' : 'provider',
    faults,
  );
  const given = both === undefined ? undefined : (member(both, 'policy') ?? undefined);
  const policy = given === undefined ? undefined : readPolicy(given, 'policy', faults);
  faults.throwIfAny(PROVIDER_HELP);
  return { provider, ...(policy !== undefined && { policy }) };
}

async function readOne(value: unknown, place: string, faults: FaultList): Promise<GoogleProvider> {
  const object = faults.object(value, place) ?? {};
  const full = faults.text(object, place, ['name']);
  refuseOthers(object, full, faults);
  faults.onlyKnown(object, place, new Set([...KNOWN, ...OTHERS]));
  const oidc = readOidc(object, join(place, 'oidc'), faults);
  const closed = closedBy(object, place, faults);
  const name = full === undefined ? undefined : readName(full, join(place, 'name'), faults);
  const condition = await readCondition(object, place, faults);
  return {
    ...oidc,
    ...(name !== undefined && { name }),
    ...(closed !== undefined && { closed }),
    mapping: await readMapping(object, place, faults),
    ...(condition !== undefined && { condition }),
  };
}

/** @throws at once, for what is something else: its further faults would be beside the matter */
function refuseOthers(object: JsonObject, name: string | undefined, faults: FaultList): void {
  if (name !== undefined && /^locations\/[^/]+\/workforcePools\//.test(name)) {
    faults.add('name', 'is of a workforce pool: only workload identity pools are judged here');
    faults.throwIfAny(
      'Workforce pools are for people who sign in, and have attributes of their own.',
    );
  }
  const other = OTHERS.find((kind) => !isNothing(member(object, kind)));
  if (other === undefined) return;
  faults.add('', `is a provider for ${other}, and not for OpenID Connect`);
  faults.throwIfAny('Give a provider that has oidc.');
}

/** Terraform's state has null or an empty list for each block that is not there. */
function isNothing(value: unknown): boolean {
  return (value ?? undefined) === undefined || (Array.isArray(value) && value.length === 0);
}

function readName(full: string, place: string, faults: FaultList): ProviderName | undefined {
  const [, pool] = NAME.exec(full) ?? [];
  if (pool !== undefined) return { full, pool };
  faults.add(
    place,
    `is ${quote(full)}, and not projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER`,
  );
  return undefined;
}

function readOidc(
  provider: JsonObject,
  place: string,
  faults: FaultList,
): Pick<GoogleProvider, 'issuer' | 'audiences' | 'jwks'> {
  const given = member(provider, 'oidc');
  // Terraform has a list of one.
  const only: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
  const oidc = faults.object(only, place) ?? {};
  if (isJsonObject(only)) faults.onlyKnown(oidc, place, KNOWN_OIDC);
  const issuer = faults.text(oidc, place, ['issuerUri', 'issuer_uri']);
  if (isJsonObject(only) && issuer === undefined) faults.add(place, 'has no issuerUri');
  if (issuer !== undefined && parseUrl(issuer)?.protocol !== 'https:') {
    faults.add(join(place, 'issuerUri'), `is ${quote(issuer)}, and no address with https`);
  }
  const audiences = faults.texts(oidc, place, ['allowedAudiences', 'allowed_audiences']);
  if (audiences.length > LIMITS.audiences) {
    faults.add(
      join(place, 'allowedAudiences'),
      `has ${audiences.length}, and Google takes ${LIMITS.audiences}`,
    );
  }
  for (const audience of audiences) {
    if (audience !== '' && characters(audience) <= LIMITS.audience) continue;
    faults.add(
      join(place, 'allowedAudiences'),
      `has ${quote(audience)}, and Google takes 1 to ${LIMITS.audience} characters`,
    );
  }
  const text = faults.text(oidc, place, ['jwksJson', 'jwks_json']);
  const read = text === undefined || text === '' ? undefined : readJson(text);
  const jwks = read?.fault === undefined ? read?.value : undefined;
  if (read !== undefined && !isJsonObject(jwks)) {
    const isJson = read.fault !== undefined && read.fault !== NO_JSON;
    faults.add(join(place, 'jwksJson'), isJson ? read.fault : 'is no JSON object');
  } else if (isJsonObject(jwks) && !Array.isArray(member(jwks, 'keys'))) {
    // Without it the keys that the issuer publishes would be taken for those that count.
    faults.add(join(place, 'jwksJson'), 'has no list keys');
  }
  return { issuer: issuer ?? '', audiences, ...(jwks !== undefined && { jwks }) };
}

/** Counted as Google does, and not by the units of JavaScript. */
function characters(text: string): number {
  return Array.from(text).length;
}

function closedBy(object: JsonObject, place: string, faults: FaultList): string | undefined {
  const state = faults.text(object, place, ['state']);
  const disabled = member(object, 'disabled') ?? false;
  if (typeof disabled !== 'boolean') {
    faults.add(join(place, 'disabled'), `is ${shown(disabled)}, and not true or false`);
  }
  if (state === 'DELETED') return 'the provider is deleted';
  if (disabled === true) return 'the provider is disabled';
  if (state === undefined || state === 'ACTIVE') return undefined;
  return `the state of the provider is ${quote(state)}`;
}

async function readMapping(
  object: JsonObject,
  place: string,
  faults: FaultList,
): Promise<readonly MappedAttribute[]> {
  const at = join(place, 'attributeMapping');
  const given = faults.member(object, place, ['attributeMapping', 'attribute_mapping']);
  const mapping = given === undefined ? {} : (faults.object(given, at) ?? {});
  const attributes: MappedAttribute[] = [];
  const own = Object.keys(mapping).filter((target) => target.startsWith('attribute.'));
  if (own.length > LIMITS.attributes) {
    faults.add(at, `has ${own.length} attributes, and Google takes ${LIMITS.attributes}`);
    return [];
  }
  for (const [target, text] of Object.entries(mapping)) {
    const fault = targetFault(target);
    if (fault !== undefined) faults.add(at, fault);
    if (typeof text !== 'string') {
      faults.add(`${at}[${quote(target)}]`, `is ${shown(text)}, and not an expression`);
      continue;
    }
    const written = await readExpression(
      text,
      `${at}[${quote(target)}]`,
      ['assertion'],
      LIMITS.mapping,
      faults,
    );
    if (written !== undefined) attributes.push({ target, ...written });
  }
  if (!Object.hasOwn(mapping, 'google.subject'))
    faults.add(at, 'has no "google.subject", which is required');
  return attributes;
}

function targetFault(target: string): string | undefined {
  if (target === 'google.subject' || target === 'google.groups') return undefined;
  const { attributeName: longest } = LIMITS;
  const [, name = ''] = /^attribute\.([a-z0-9_]+)$/.exec(target) ?? [];
  // The key of the limit is of a-z, 0-9 and _ alone, so it is what follows the dot.
  if (name !== '' && name.length <= longest) return undefined;
  return `has ${quote(target)}; there are google.subject, google.groups and attribute.NAME, of a-z, 0-9 and _ and up to ${longest} characters`;
}

async function readCondition(
  object: JsonObject,
  place: string,
  faults: FaultList,
): Promise<Written | undefined> {
  const text = faults.text(object, place, ['attributeCondition', 'attribute_condition']);
  if (text === undefined || text === '') return undefined;
  return readExpression(
    text,
    join(place, 'attributeCondition'),
    ['assertion', 'google', 'attribute'],
    LIMITS.condition,
    faults,
  );
}

async function readExpression(
  text: string,
  place: string,
  variables: readonly string[],
  longest: number,
  faults: FaultList,
): Promise<Written | undefined> {
  if (characters(text) > longest) {
    faults.add(place, `has more than ${longest} characters`);
    return undefined;
  }
  const program = await compileCel(text, { variables, dialect: 'gcp' });
  if ('evaluate' in program) return { text, program };
  faults.add(place, `is no expression: ${program.fault}`);
  return undefined;
}
