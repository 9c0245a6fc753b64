import { providerName } from './provider-name.ts';
import {
  ABSENT,
  known,
  type KeyState,
  listState,
  never,
  oneOf,
  open,
  textState,
} from './key-state.ts';
import { accountOf, type TrustRequest } from './request.ts';
import type { SessionClaims } from './session-claims.ts';

/** What is asked for a key that is no claim of a token. */
export interface GlobalAsk {
  readonly request: TrustRequest;
  /** ARNs or names of the providers that the policy has for this issuer. */
  readonly providers: readonly string[];
}

type Resolve = (ask: GlobalAsk) => KeyState;

const UNSIGNED = 'a call of AssumeRoleWithWebIdentity is not signed';
const NO_SERVICE = 'no service calls for somebody';

function missing(why: string): Resolve {
  const state = never(why);
  return () => state;
}

function unknown(how: string, isPresent = false): Resolve {
  const state = open(how, isPresent);
  return () => state;
}

/** By an address of the caller it is known that the call did not come by a VPC endpoint, and the other way round. */
function byEndpoint(key: string): Resolve {
  const state = open(
    `${key} is there where STS is called by a VPC endpoint: CloudTrail shows vpcEndpointId with the event.`,
  );
  return ({ request }) =>
    request.context.sourceIp === undefined
      ? state
      : never('STS sees an address of the caller only without a VPC endpoint');
}

const ENDPOINT_KEYS = [
  'aws:SourceVpc',
  'aws:SourceVpcArn',
  'aws:SourceVpce',
  'aws:VpcSourceIp',
  'aws:VpceAccount',
  'aws:VpceOrgID',
  'aws:VpceOrgPaths',
];

const UNSIGNED_KEYS = [
  'aws:PrincipalArn',
  'aws:PrincipalIsAWSService',
  'aws:username',
  'aws:TokenIssueTime',
  'aws:MultiFactorAuthAge',
  'aws:MultiFactorAuthPresent',
  'aws:SourceIdentity',
  'aws:AssumedRoot',
  'aws:SignInSessionArn',
  'aws:ChatbotSourceArn',
  'aws:Ec2InstanceSourceVpc',
  'aws:Ec2InstanceSourcePrivateIPv4',
];

const SERVICE_KEYS = [
  'aws:SourceArn',
  'aws:SourceAccount',
  'aws:SourceOrgID',
  'aws:SourceOrgPaths',
  'aws:PrincipalServiceName',
  'aws:PrincipalServiceNamesList',
  'aws:CalledVia',
  'aws:CalledViaFirst',
  'aws:CalledViaLast',
];

/**
 * What is in a request of AssumeRoleWithWebIdentity, by the Availability of each key: IAM user guide, "AWS global condition context keys"
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html), and "Available keys for AWS STS" of
 * "IAM and AWS STS condition context keys", read 2026-11. Names in lower case: IAM does not tell keys apart by their case.
 */
const EXACT: ReadonlyMap<string, Resolve> = new Map<string, Resolve>(
  (
    [
      [
        'aws:CurrentTime',
        ({ request: { context } }) =>
          context.now === undefined || !isTime(context.now)
            ? open('The time of the call decides.', true)
            : known([new Date(context.now * 1000).toISOString().replace(/\.000Z$/, 'Z')]),
      ],
      [
        'aws:EpochTime',
        ({ request: { context } }) =>
          context.now === undefined
            ? open('The time of the call decides.', true)
            : known([String(context.now)]),
      ],
      // STS has no address without TLS.
      ['aws:SecureTransport', () => known(['true'])],
      [
        'aws:UserAgent',
        ({ request }) =>
          given(
            request.context.userAgent,
            'The program that calls STS names itself in the header User-Agent.',
          ),
      ],
      ['aws:referer', unknown('The program that calls STS may send a header Referer.')],
      [
        'aws:RequestedRegion',
        ({ request }) =>
          given(
            request.context.region,
            'The region of the STS that is called decides; of sts.amazonaws.com it is us-east-1.',
            true,
          ),
      ],
      [
        'aws:SourceIp',
        ({ request }) =>
          given(
            request.context.sourceIp,
            'The address from which STS is called decides; CloudTrail shows it as sourceIPAddress.',
          ),
      ],
      ['aws:FederatedProvider', providerState],
      ['aws:ViaAWSService', () => known(['false'])],
      [
        'aws:ResourceAccount',
        ({ request }) => given(accountOf(request), 'The account of the role decides.', true),
      ],
      [
        'aws:TagKeys',
        ({ request: { session } }) =>
          tagKeys(
            session,
            [...session.tags.values()].map(({ key }) => key),
          ),
      ],
      ['sts:TransitiveTagKeys', ({ request: { session } }) => tagKeys(session, session.transitive)],
      [
        'sts:SourceIdentity',
        ({ request: { session } }) =>
          session.hasSourceIdentity === undefined
            ? open('The source identity of the token is empty or no text.')
            : known(session.sourceIdentity === undefined ? undefined : [session.sourceIdentity]),
      ],
      [
        'sts:RoleSessionName',
        ({ request }) =>
          given(
            request.context.sessionName,
            'The caller picks the name of the session (RoleSessionName).',
            true,
          ),
      ],
      ['sts:RoleAuthorizedByIdp', authorizedState],
      ['sts:ExternalId', missing('AssumeRoleWithWebIdentity has no ExternalId')],
      ['aws:userid', unknown('AWS does not document it for a call that is not signed.')],
      ['aws:PrincipalAccount', unknown('AWS does not document it for a call that is not signed.')],
      ['aws:PrincipalType', unknown('AWS does not document it for a call that is not signed.')],
      ['aws:PrincipalOrgID', unknown('AWS does not document it for a call that is not signed.')],
      ['aws:PrincipalOrgPaths', unknown('AWS does not document it for a call that is not signed.')],
      ['aws:ResourceOrgID', unknown('The organization of the account of the role decides.')],
      ['aws:ResourceOrgPaths', unknown('The organization of the account of the role decides.')],
      ...ENDPOINT_KEYS.map((key) => [key, byEndpoint(key)] as const),
      ...UNSIGNED_KEYS.map((key) => [key, missing(UNSIGNED)] as const),
      ...SERVICE_KEYS.map((key) => [key, missing(NO_SERVICE)] as const),
    ] satisfies readonly (readonly [string, Resolve])[]
  ).map(([key, resolve]) => [key.toLowerCase(), resolve]),
);

const PREFIXES: readonly (readonly [
  prefix: string,
  resolve: (ask: GlobalAsk, name: string) => KeyState,
])[] = [
  ['aws:requesttag/', ({ request: { session } }, name) => requestTag(session, name)],
  ['aws:resourcetag/', ({ request }, name) => roleTag(request, name)],
  ['iam:resourcetag/', ({ request }, name) => roleTag(request, name)],
  [
    'aws:principaltag/',
    () =>
      open(
        'AWS does not document tags of a principal for a call that is not signed; tags of the token are aws:RequestTag/….',
      ),
  ],
];

/** What a key is that is no claim of a token. `undefined` for a key of a provider, whose first part is a host. */
export function globalKey(key: string): Resolve | undefined {
  const name = key.toLowerCase();
  const exact = EXACT.get(name);
  if (exact !== undefined) return exact;
  for (const [prefix, resolve] of PREFIXES) {
    if (name.startsWith(prefix)) return (ask) => resolve(ask, name.slice(prefix.length));
  }
  const vendor = /^([a-z0-9-]+):/.exec(name)?.[1];
  if (vendor === undefined || /^https?:\/\//.test(name)) return undefined;
  return vendor === 'aws'
    ? unknown('This key of AWS is not known here; its page says when it is in a request.')
    : // The service authorization reference lists the keys of AssumeRoleWithWebIdentity; global keys are added to these.
      missing('it is no key of AssumeRoleWithWebIdentity');
}

function given(value: string | undefined, how: string, isPresent = false): KeyState {
  return value === undefined ? open(how, isPresent) : textState(value);
}

function isTime(seconds: number): boolean {
  return Math.abs(seconds) <= 8_640_000_000_000;
}

/** Whatever STS makes of a tag of another form, it gives none of the others a value that the token does not have: they may be lost. */
function requestTag({ tagFault, doubtfulTags, tags }: SessionClaims, name: string): KeyState {
  const tag = tags.get(name);
  const state = tag === undefined ? ABSENT : textState(tag.value);
  if (tagFault === undefined) return state;
  const how = `AWS does not document what it makes of it that ${tagFault.seen}.`;
  if (doubtfulTags === undefined || doubtfulTags.has(name)) return open(how);
  return tag === undefined ? ABSENT : oneOf([...state.possible, undefined], how);
}

function tagKeys({ tagFault, tags }: SessionClaims, keys: readonly string[]): KeyState {
  if (tagFault !== undefined) {
    return open(`AWS does not document what it makes of it that ${tagFault.seen}.`);
  }
  return listState(tags.size === 0 ? [] : keys, true);
}

function roleTag({ context: { roleTags } }: TrustRequest, name: string): KeyState {
  if (roleTags === undefined) return open('The tags of the role decide.');
  const found = Object.entries(roleTags).find(([key]) => key.toLowerCase() === name);
  return found === undefined ? ABSENT : textState(found[1]);
}

/** The page: an ARN, and for a provider that AWS knows without one, its name. */
function providerState({ request, providers }: GlobalAsk): KeyState {
  const name = providerName(request.host);
  if (name !== undefined) return known([name]);
  const account = accountOf(request);
  const fit = providers.filter((arn) => account === undefined || arn.split(':')[4] === account);
  const [only, another] = fit;
  return only !== undefined && another === undefined
    ? known([only])
    : open('The account of the role decides, which is in the ARN of its provider.', true);
}

/**
 * Whether the token says itself that it is for the role. The reference says no more than that it is a Bool; whether it is false or
 * missing where the token does not say so is not documented.
 */
function authorizedState({ request: { context, session } }: GlobalAsk): KeyState {
  const { roleArn } = context;
  if (session.roleFault !== undefined)
    return open(`It is not documented what AWS makes of it that ${session.roleFault}.`);
  if (session.roles === undefined) {
    return oneOf(
      [['false'], undefined],
      'AWS does not document whether the key is false or missing for a token without the claim https://aws.amazon.com/roles.',
    );
  }
  if (roleArn === undefined)
    return open('The ARN of the role decides: the token is for some roles alone.');
  return session.roles.includes(roleArn)
    ? known(['true'])
    : oneOf([['false'], undefined], 'The token is not for this role.');
}
