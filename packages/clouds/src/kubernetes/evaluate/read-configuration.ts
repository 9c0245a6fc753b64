import { isJsonObject, member, quote } from '@drawbridge/core';
import { ALGORITHMS } from './algorithms.ts';
import type { AuthenticationConfiguration, JwtAuthenticator } from './configuration.ts';
import { createFileFaults, type FileFaults } from '../../trust/file-faults.ts';
import { type Members, readMembers } from './members.ts';
import { hasOidcFlags, readOidcFlags } from './read-flags.ts';
import { ISSUER_NAMES, readIssuer } from './read-issuer.ts';
import { MAPPINGS_NAMES, readMappings } from './read-mappings.ts';
import { CLAIM_RULE_NAMES, readClaimRules, readUserRules, USER_RULE_NAMES } from './read-rules.ts';

const VERSIONS = ['v1', 'v1beta1', 'v1alpha1'].map((name) => `apiserver.config.k8s.io/${name}`);

/** An API server takes no more authenticators than these. */
const MAX_AUTHENTICATORS = 64;

const HINT =
  'An API server would not start with it, or would keep the configuration that it has. The places are named as it names them.';

/** What the configuration is judged beside. */
export interface Surroundings {
  /** What the API server is given by `--service-account-issuer`: no other issuer may be called so. */
  readonly serviceAccountIssuers?: readonly string[];
}

/**
 * Reads how an API server lets tokens of other issuers in, by the rules by which it reads them itself (kubernetes, KEP-3331 and
 * apiserver/pkg/apis/apiserver/validation/validation.go at 1.34): its AuthenticationConfiguration, or its flags as an object, such
 * as `{"oidc-issuer-url": "https://…"}`. Expressions are compiled, too.
 *
 * @param value - what was parsed of YAML or JSON
 * @throws {DrawbridgeError} `cloud_setting_invalid` with every fault and its place, as in `jwt[0].issuer.url`
 */
export async function readAuthenticationConfiguration(
  value: unknown,
  surroundings: Surroundings = {},
): Promise<AuthenticationConfiguration> {
  const isFlags = isJsonObject(value) && hasOidcFlags(value);
  const faults = createFileFaults(
    isFlags ? 'what the flags of the API server say' : 'the AuthenticationConfiguration',
  );
  if (isFlags) {
    const authenticator = readOidcFlags(value, surroundings.serviceAccountIssuers ?? [], faults);
    throwAny(faults);
    return { source: 'flags', authenticators: authenticator === undefined ? [] : [authenticator] };
  }
  const file = readMembers(value, '', ['apiVersion', 'kind', 'jwt', 'anonymous'], faults);
  const authenticators =
    file === undefined ? [] : await readFile(file, value, surroundings, faults);
  throwAny(faults);
  return { source: 'file', authenticators };
}

function throwAny(faults: FileFaults): void {
  const error = faults.error(HINT);
  if (error !== undefined) throw error;
}

async function readFile(
  file: Members,
  value: unknown,
  { serviceAccountIssuers = [] }: Surroundings,
  faults: FileFaults,
): Promise<readonly JwtAuthenticator[]> {
  const kind = file.text('kind');
  if (kind !== 'AuthenticationConfiguration') {
    faults.add('kind', `is ${quote(kind)}, not AuthenticationConfiguration`);
  }
  const version = file.text('apiVersion');
  if (version === undefined || !VERSIONS.includes(version)) {
    faults.add('apiVersion', `is ${quote(version)}, not one of ${VERSIONS.join(', ')}`);
  }
  readAnonymous(file, faults);
  // Their number is looked at first: each would be compiled.
  const listed = isJsonObject(value) ? member(value, 'jwt') : undefined;
  if (Array.isArray(listed) && listed.length > MAX_AUTHENTICATORS) {
    faults.add(
      'jwt',
      `has ${listed.length} authenticators, and an API server takes ${MAX_AUTHENTICATORS}`,
    );
    return [];
  }
  const names = ['issuer', 'claimValidationRules', 'claimMappings', 'userValidationRules'];
  const urls = new Set<string>();
  const discoveryUrls = new Set<string>();
  const read: JwtAuthenticator[] = [];
  for (const authenticator of file.objects('jwt', names)) {
    const inner = (name: string, known: readonly string[]) =>
      authenticator.object(name, known) ?? readMembers({}, authenticator.at(name), known, faults);
    const issuer = readIssuer(
      inner('issuer', ISSUER_NAMES) as Members,
      serviceAccountIssuers,
      faults,
    );
    const claimRules = await readClaimRules(
      authenticator.objects('claimValidationRules', CLAIM_RULE_NAMES),
      faults,
    );
    const mappings = await readMappings(
      inner('claimMappings', MAPPINGS_NAMES) as Members,
      claimRules.flatMap((rule) => ('expression' in rule ? [rule.expression] : [])),
      faults,
    );
    const userRules = await readUserRules(
      authenticator.objects('userValidationRules', USER_RULE_NAMES),
      faults,
    );
    if (urls.has(issuer.url)) {
      faults.add(authenticator.at('issuer.url'), `${quote(issuer.url)} is there twice`);
    }
    urls.add(issuer.url);
    const { discoveryUrl } = issuer;
    if (discoveryUrl !== undefined && discoveryUrls.has(discoveryUrl)) {
      faults.add(authenticator.at('issuer.discoveryURL'), `${quote(discoveryUrl)} is there twice`);
    }
    if (discoveryUrl !== undefined) discoveryUrls.add(discoveryUrl);
    if (mappings !== undefined) {
      const { path } = authenticator;
      read.push({ path, issuer, algorithms: ALGORITHMS, claimRules, ...mappings, userRules });
    }
  }
  return read;
}

function readAnonymous(file: Members, faults: FileFaults): void {
  const anonymous = file.object('anonymous', ['enabled', 'conditions']);
  const conditions = anonymous?.objects('conditions', ['path']) ?? [];
  for (const condition of conditions) condition.text('path');
  if (anonymous?.flag('enabled') !== true && conditions.length > 0) {
    faults.add('anonymous.conditions', 'is there, and anonymous.enabled is not true');
  }
}
