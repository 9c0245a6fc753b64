import { randomBytes } from 'node:crypto';
import { CloudFault } from './cloud-fault.ts';
import type { Network, SiteReply, SiteRequest } from './network.ts';
import { judgeToken, type Outside, type Refusal, TokenRefused } from './relying-party.ts';

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
}

interface Role {
  readonly trust: TrustPolicy;
  readonly policies: Set<string>;
}

interface TrustPolicy {
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Principal: { readonly Federated: string };
    readonly Action: string;
    readonly Condition: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }[];
}

interface Provider {
  readonly url: string;
  readonly clients: readonly string[];
}

const REFUSALS: Readonly<Record<Refusal, readonly [code: string, message: string]>> = {
  issuer: [
    'InvalidIdentityToken',
    'No OpenIDConnect provider found in your account for this issuer',
  ],
  audience: ['InvalidIdentityToken', 'Incorrect token audience'],
  unreachable: [
    'InvalidIdentityToken',
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
  ],
  expired: ['ExpiredTokenException', 'Token expired: it must be used before its expiration date'],
  signature: ['InvalidIdentityToken', 'The ID Token provided is not a valid JWT.'],
};

/** Puts an AWS account on a network. @param account - its number */
export function serveAws(network: Network, outside: Outside, account = '111122223333'): AwsAccount {
  const providers = new Map<string, Provider>();
  const roles = new Map<string, Role>();
  const sessions = new Map<string, string>([
    [AWS_ADMIN.AWS_ACCESS_KEY_ID, `arn:aws:iam::${account}:user/admin`],
  ]);
  const arnOf = (role: string) => `arn:aws:iam::${account}:role/${role}`;

  const roleOf = (form: URLSearchParams): Role => {
    const name = form.get('RoleName') ?? '';
    const role = roles.get(name);
    if (role === undefined) {
      throw new CloudFault(404, 'NoSuchEntity', `The role with name ${name} cannot be found.`);
    }
    return role;
  };

  const iam: Record<string, (form: URLSearchParams) => string> = {
    CreateOpenIDConnectProvider(form) {
      const url = form.get('Url') ?? '';
      if (!url.startsWith('https://'))
        throw new CloudFault(400, 'InvalidInput', 'Invalid Open ID Connect Provider URL');
      const arn = `arn:aws:iam::${account}:oidc-provider/${url.slice('https://'.length)}`;
      if (providers.has(arn)) {
        throw new CloudFault(
          409,
          'EntityAlreadyExists',
          `Provider with url ${url} already exists.`,
        );
      }
      const clients = [...form].filter(([name]) => name.startsWith('ClientIDList.member.'));
      providers.set(arn, { url, clients: clients.map(([, value]) => value) });
      return tag('OpenIDConnectProviderArn', arn);
    },
    DeleteOpenIDConnectProvider(form) {
      const arn = form.get('OpenIDConnectProviderArn') ?? '';
      if (!providers.delete(arn)) throw new CloudFault(404, 'NoSuchEntity', `${arn} not found.`);
      return '';
    },
    CreateRole(form) {
      const name = form.get('RoleName') ?? '';
      const document = form.get('AssumeRolePolicyDocument') ?? '';
      roles.set(name, { trust: JSON.parse(document) as TrustPolicy, policies: new Set() });
      const members = { Path: '/', RoleName: name, RoleId: 'AROAEXAMPLE', Arn: arnOf(name) };
      const inner = Object.entries({ ...members, CreateDate: new Date().toISOString() });
      const texts = inner.map(([key, value]) => tag(key, value)).join('');
      return `<Role>${texts}${tag('AssumeRolePolicyDocument', encodeURIComponent(document))}</Role>`;
    },
    AttachRolePolicy(form) {
      roleOf(form).policies.add(form.get('PolicyArn') ?? '');
      return '';
    },
    DetachRolePolicy(form) {
      if (!roleOf(form).policies.delete(form.get('PolicyArn') ?? '')) {
        throw new CloudFault(404, 'NoSuchEntity', 'Policy was not found.');
      }
      return '';
    },
    DeleteRole(form) {
      if (roleOf(form).policies.size > 0) {
        throw new CloudFault(
          409,
          'DeleteConflict',
          'Cannot delete entity, must detach all policies first.',
        );
      }
      roles.delete(form.get('RoleName') ?? '');
      return '';
    },
  };

  async function assumeRole(form: URLSearchParams): Promise<string> {
    const token = form.get('WebIdentityToken') ?? '';
    const roleArn = form.get('RoleArn') ?? '';
    const name = form.get('RoleSessionName') ?? '';
    if (!/^[\w+=,.@-]{2,64}$/.test(name))
      throw new CloudFault(400, 'ValidationError', 'roleSessionName');
    // What reads a token from a file takes the file as it is; jose would pass over a line end.
    if (/\s/.test(token)) throw new CloudFault(400, ...REFUSALS.signature);
    const issuer = String(
      JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).iss,
    );
    const [arn, provider] = [...providers].find(([, { url }]) => url === issuer) ?? [];
    const claims = await judgeToken(token, {
      outside,
      timeout: 5000,
      issuer: provider?.url ?? '',
      audiences: provider?.clients ?? [],
      algorithms: ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'],
      members: [
        'response_types_supported',
        'subject_types_supported',
        'id_token_signing_alg_values_supported',
        'claims_supported',
      ],
    });
    const role = [...roles].find(([candidate]) => arnOf(candidate) === roleArn)?.[1];
    const seen = {
      [`${issuer.slice('https://'.length)}:aud`]: claims.aud,
      [`${issuer.slice('https://'.length)}:sub`]: claims.sub,
    };
    if (
      role === undefined ||
      !role.trust.Statement.some((statement) => trusts(statement, arn, seen))
    ) {
      throw new CloudFault(
        403,
        'AccessDenied',
        'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      );
    }
    const key = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const roleName = roleArn.slice(arnOf('').length);
    sessions.set(key, `arn:aws:sts::${account}:assumed-role/${roleName}/${name}`);
    const credentials = { AccessKeyId: key, SecretAccessKey: 'x', SessionToken: 'x' };
    const expiration = new Date(Date.now() + 3_600_000).toISOString();
    const inner = Object.entries({ ...credentials, Expiration: expiration });
    return [
      `<Credentials>${inner.map(([member, value]) => tag(member, value)).join('')}</Credentials>`,
      tag('SubjectFromWebIdentityToken', String(claims.sub)),
      `<AssumedRoleUser>${tag('Arn', sessions.get(key) ?? '')}${tag('AssumedRoleId', `AROAEXAMPLE:${name}`)}</AssumedRoleUser>`,
    ].join('');
  }

  async function act({ headers, body }: SiteRequest, service: 'iam' | 'sts'): Promise<string> {
    const form = new URLSearchParams(body);
    const action = form.get('Action') ?? '';
    if (service === 'sts' && action === 'AssumeRoleWithWebIdentity') return assumeRole(form);
    const caller = sessions.get(/Credential=(\w+)\//.exec(headers.authorization ?? '')?.[1] ?? '');
    if (caller === undefined) {
      throw new CloudFault(
        403,
        'InvalidClientTokenId',
        'The security token included in the request is invalid.',
      );
    }
    if (service === 'sts' && action === 'GetCallerIdentity') {
      return tag('UserId', 'AROAEXAMPLE') + tag('Account', account) + tag('Arn', caller);
    }
    const method = service === 'iam' ? iam[action] : undefined;
    if (method === undefined)
      throw new CloudFault(400, 'InvalidAction', `no action ${action} here`);
    if (caller !== sessions.get(AWS_ADMIN.AWS_ACCESS_KEY_ID))
      throw new CloudFault(403, 'AccessDenied', caller);
    return method(form);
  }

  async function answer(request: SiteRequest, service: 'iam' | 'sts'): Promise<SiteReply> {
    const xmlns = NAMESPACES[service];
    const action = new URLSearchParams(request.body).get('Action') ?? '';
    const type = 'text/xml';
    try {
      const result = `<${action}Result>${await act(request, service)}</${action}Result>`;
      const body = `<${action}Response xmlns="${xmlns}">${result}</${action}Response>`;
      return { status: 200, type, body };
    } catch (cause) {
      const { status, code, message } = asFault(cause);
      const error = tag('Type', 'Sender') + tag('Code', code) + tag('Message', message);
      return {
        status,
        type,
        body: `<ErrorResponse xmlns="${xmlns}"><Error>${error}</Error></ErrorResponse>`,
      };
    }
  }

  network.serve('iam.amazonaws.com', (request) => answer(request, 'iam'));
  network.serve('sts.amazonaws.com', (request) => answer(request, 'sts'));
  network.serve('sts.eu-central-1.amazonaws.com', (request) => answer(request, 'sts'));
  return {
    resources: () => [...providers.keys(), ...[...roles.keys()].map(arnOf)],
    policies: (role) => [...(roles.get(role)?.policies ?? [])],
  };
}

/** Whether a statement lets somebody in. Of conditions, StringEquals alone is understood. */
function trusts(
  { Effect, Principal, Action, Condition }: TrustPolicy['Statement'][number],
  provider: string | undefined,
  seen: Readonly<Record<string, unknown>>,
): boolean {
  if (Object.keys(Condition).join() !== 'StringEquals')
    throw new Error('only StringEquals is judged');
  return (
    Effect === 'Allow' &&
    Action === 'sts:AssumeRoleWithWebIdentity' &&
    Principal.Federated === provider &&
    Object.entries(Condition['StringEquals'] ?? {}).every(([key, value]) => seen[key] === value)
  );
}

function asFault(cause: unknown): CloudFault {
  if (cause instanceof CloudFault) return cause;
  if (!(cause instanceof TokenRefused))
    return new CloudFault(500, 'InternalFailure', String(cause));
  const [code, message] = REFUSALS[cause.refusal];
  return new CloudFault(400, code, message);
}

function tag(name: string, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<${name}>${escaped}</${name}>`;
}
