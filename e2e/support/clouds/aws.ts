import { randomBytes } from 'node:crypto';
import { createIam, tag, withoutScheme } from './aws-iam.ts';
import { CloudFault } from './cloud-fault.ts';
import type { Network, SiteReply, SiteRequest } from './network.ts';
import { judgeToken, type Outside, type Refusal, TokenRefused } from './relying-party.ts';
import { STS_ERRORS, type StsError } from './sts-errors.ts';
import { allows } from './trust-policy.ts';

// IAM and STS as far as the guide asks them, made from AWS's documentation as of November 2026: the
// IAM and STS API references (query protocol, names of parameters, error codes), and the IAM guide
// on OpenID Connect providers. The sentences are those that callers report: aws/aws-sdk-php#1725,
// awslabs/amazon-eks-irsa-cfn#18, the page "AWS" of GitLab's documentation of cloud services.
// Signatures of requests are not checked: who asks goes by the access key alone.

const NAMESPACES = {
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
};

/** The key of somebody who may do everything. */
export const AWS_ADMIN = { AWS_ACCESS_KEY_ID: 'ADMINISTRATOR', AWS_SECRET_ACCESS_KEY: 'x' };

/** What an account has. */
export interface AwsAccount {
  /** The ARNs of its OpenID Connect providers and its roles. */
  resources(): readonly string[];
  /** The ARNs of the policies of a role. */
  policies(role: string): readonly string[];
  /** The inline policies of a role, by their names. */
  ownPolicies(role: string): Readonly<Record<string, string>>;
  /** The status of the access keys of users, by their ids. */
  accessKeys(): Readonly<Record<string, string>>;
  /** The audiences of a provider. */
  audiences(provider: string): readonly string[];
}

/** An account whose services are asked directly. */
export interface AskedAccount extends AwsAccount {
  answer(
    request: Pick<SiteRequest, 'headers' | 'body'>,
    service: 'iam' | 'sts',
  ): Promise<SiteReply>;
}

/** How an account is made. */
export interface AccountOptions {
  /** Its number. Default: 111122223333. */
  readonly account?: string;
  /** Whether issuers may be on this machine, with http and a port. Default: false. */
  readonly isLocal?: boolean;
}

const REFUSALS: Readonly<Record<Refusal, StsError>> = {
  issuer: STS_ERRORS.providerUnknown,
  audience: STS_ERRORS.audienceWrong,
  unreachable: STS_ERRORS.keyUnavailable,
  expired: STS_ERRORS.expired,
  signature: STS_ERRORS.malformed,
};

/** Credentials that were given. */
interface Session {
  readonly arn: string;
  /** Milliseconds since the epoch. */
  readonly end: number;
}

const TAGS = 'https://aws.amazon.com/tags';
const SOURCE_IDENTITY = 'https://aws.amazon.com/source_identity';

/** Puts an AWS account on a network. @param account - its number */
export function serveAws(
  network: Network,
  outside: Outside,
  account = '111122223333',
): AskedAccount {
  const made = createAwsAccount(outside, { account });
  network.serve('iam.amazonaws.com', (request) => made.answer(request, 'iam'));
  network.serve('sts.amazonaws.com', (request) => made.answer(request, 'sts'));
  for (const region of ['eu-central-1', 'us-east-1']) {
    network.serve(`sts.${region}.amazonaws.com`, (request) => made.answer(request, 'sts'));
  }
  return made;
}

/** Makes an AWS account that sees the world by `outside`. */
export function createAwsAccount(
  outside: Outside,
  { account = '111122223333', isLocal = false }: AccountOptions = {},
): AskedAccount {
  const iam = createIam(account, isLocal);
  const { providers, roles, arnOf } = iam;
  const sessions = new Map<string, Session>([
    [AWS_ADMIN.AWS_ACCESS_KEY_ID, { arn: `arn:aws:iam::${account}:user/admin`, end: Infinity }],
  ]);

  /** Starts a session of a role that was judged. @returns what both calls answer */
  function startSession(form: URLSearchParams, maximum: number): string {
    const name = form.get('RoleSessionName') ?? '';
    const seconds = Number(form.get('DurationSeconds') ?? 3600);
    if (seconds < 900) throw faultOf(STS_ERRORS.durationShort);
    if (seconds > maximum) throw faultOf(STS_ERRORS.durationLong);
    const key = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const roleName = (form.get('RoleArn') ?? '').split('/').at(-1);
    const arn = `arn:aws:sts::${account}:assumed-role/${roleName}/${name}`;
    const end = outside.now().getTime() + seconds * 1000;
    sessions.set(key, { arn, end });
    const credentials = {
      AccessKeyId: key,
      SecretAccessKey: `secret/of+${key}`,
      SessionToken: `session/of+${key}==`,
    };
    const expiration = new Date(end).toISOString();
    const inner = Object.entries({ ...credentials, Expiration: expiration });
    return [
      `<Credentials>${inner.map(([member, value]) => tag(member, value)).join('')}</Credentials>`,
      `<AssumedRoleUser>${tag('Arn', arn)}${tag('AssumedRoleId', `AROAEXAMPLE:${name}`)}</AssumedRoleUser>`,
    ].join('');
  }

  function requireSessionName(form: URLSearchParams): void {
    if (!/^[\w+=,.@-]{2,64}$/.test(form.get('RoleSessionName') ?? '')) {
      throw faultOf(STS_ERRORS.sessionNameInvalid);
    }
  }

  async function assumeByToken(form: URLSearchParams): Promise<string> {
    const token = form.get('WebIdentityToken') ?? '';
    const roleArn = form.get('RoleArn') ?? '';
    requireSessionName(form);
    if (token.length > 20_000) throw faultOf(STS_ERRORS.tokenTooLong);
    if (!/^arn:aws:iam::\d{12}:role\/./.test(roleArn)) throw faultOf(STS_ERRORS.roleArnInvalid);
    // What reads a token from a file takes the file as it is; jose would pass over a line end.
    if (/\s/.test(token)) throw faultOf(STS_ERRORS.malformed);
    const issuer = issuerOf(token);
    const [arn, provider] = [...providers].find(([, { url }]) => url === issuer) ?? [];
    const claims = await judgeToken(token, {
      outside,
      timeout: 5000,
      issuer: provider?.url ?? '',
      audiences: [...(provider?.clients ?? [])],
      algorithms: ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'],
      members: [
        'response_types_supported',
        'subject_types_supported',
        'id_token_signing_alg_values_supported',
        'claims_supported',
      ],
    });
    const role = [...roles].find(([candidate]) => arnOf(candidate) === roleArn)?.[1];
    const host = withoutScheme(issuer);
    const keys = { [`${host}:aud`]: claims.aud, [`${host}:sub`]: claims.sub };
    const isAllowed = (action: string) =>
      role !== undefined && allows(role.trust, { action, provider: arn, keys });
    if (role === undefined || !isAllowed('sts:AssumeRoleWithWebIdentity')) {
      throw faultOf(STS_ERRORS.notAllowed);
    }
    if (TAGS in claims && !isAllowed('sts:TagSession')) throw faultOf(STS_ERRORS.tagsNotAllowed);
    const source = claims[SOURCE_IDENTITY];
    if (source !== undefined && !isAllowed('sts:SetSourceIdentity')) {
      throw faultOf(STS_ERRORS.notAllowed);
    }
    return [
      startSession(form, role.maxSession),
      tag('SubjectFromWebIdentityToken', String(claims.sub)),
      tag('Provider', arn ?? ''),
      tag('Audience', String(claims.aud)),
      ...(source === undefined ? [] : [tag('SourceIdentity', String(source))]),
    ].join('');
  }

  /** Any role may be had from any session: the trust policies of chained roles are not judged. */
  function assumeByRole(form: URLSearchParams, caller: string): string {
    requireSessionName(form);
    const isChained = caller.includes(':assumed-role/');
    if (isChained && Number(form.get('DurationSeconds') ?? 3600) > 3600) {
      throw faultOf(STS_ERRORS.chainLong);
    }
    const source = form.get('SourceIdentity');
    return startSession(form, 43_200) + (source === null ? '' : tag('SourceIdentity', source));
  }

  /** @returns the ARN of who signed */
  function callerOf(authorization: string): string {
    const session = sessions.get(/Credential=(\w+)\//.exec(authorization)?.[1] ?? '');
    const place = 'The security token included in the request is';
    if (session === undefined)
      throw new CloudFault(403, 'InvalidClientTokenId', `${place} invalid.`);
    if (session.end > outside.now().getTime()) return session.arn;
    throw new CloudFault(403, 'ExpiredToken', `${place} expired`);
  }

  async function act(
    { headers, body }: Pick<SiteRequest, 'headers' | 'body'>,
    service: 'iam' | 'sts',
  ): Promise<string> {
    const form = new URLSearchParams(body);
    const action = form.get('Action') ?? '';
    if (service === 'sts' && action === 'AssumeRoleWithWebIdentity') return assumeByToken(form);
    const caller = callerOf(headers.authorization ?? '');
    if (service === 'sts' && action === 'GetCallerIdentity') {
      return tag('UserId', 'AROAEXAMPLE') + tag('Account', account) + tag('Arn', caller);
    }
    if (service === 'sts' && action === 'AssumeRole') return assumeByRole(form, caller);
    const method = service === 'iam' ? iam.calls[action] : undefined;
    if (method === undefined)
      throw new CloudFault(400, 'InvalidAction', `no action ${action} here`);
    if (caller !== sessions.get(AWS_ADMIN.AWS_ACCESS_KEY_ID)?.arn)
      throw new CloudFault(403, 'AccessDenied', caller);
    return method(form);
  }

  return {
    async answer(request, service) {
      const action = new URLSearchParams(request.body).get('Action') ?? '';
      try {
        const result = `<${action}Result>${await act(request, service)}</${action}Result>`;
        const meta = `<ResponseMetadata>${tag('RequestId', 'c6104cbe-af31-11e0-8154-cbc7ccf896c7')}</ResponseMetadata>`;
        const body = `<${action}Response xmlns="${NAMESPACES[service]}">${result}${meta}</${action}Response>`;
        return { status: 200, type: 'text/xml', body };
      } catch (cause) {
        return errorReply(asFault(cause), service);
      }
    },
    resources: () => [...providers.keys(), ...[...roles.keys()].map(arnOf)],
    policies: (role) => [...(roles.get(role)?.policies ?? [])],
    ownPolicies: (role) => Object.fromEntries(roles.get(role)?.own ?? []),
    accessKeys: () => Object.fromEntries(iam.accessKeys),
    audiences: (provider) => [...(providers.get(provider)?.clients ?? [])],
  };
}

/** What an error is on the wire (query protocol). */
export function errorReply(
  { status, code, message, type = 'Sender' }: Omit<StsError, 'source'>,
  service: 'iam' | 'sts',
): SiteReply {
  const error = tag('Type', type) + tag('Code', code) + tag('Message', message);
  const id = tag('RequestId', 'c6104cbe-af31-11e0-8154-cbc7ccf896c7');
  const body = `<ErrorResponse xmlns="${NAMESPACES[service]}"><Error>${error}</Error>${id}</ErrorResponse>`;
  return { status, type: 'text/xml', body };
}

function issuerOf(token: string): string {
  try {
    return String(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).iss);
  } catch {
    throw faultOf(STS_ERRORS.malformed);
  }
}

function faultOf({ status, code, message }: StsError): CloudFault {
  return new CloudFault(status, code, message);
}

function asFault(cause: unknown): CloudFault {
  if (cause instanceof CloudFault) return cause;
  if (!(cause instanceof TokenRefused))
    return new CloudFault(500, 'InternalFailure', String(cause));
  return faultOf(REFUSALS[cause.refusal]);
}
