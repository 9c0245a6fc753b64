import { CloudFault } from './cloud-fault.ts';
import type { TrustPolicy } from './trust-policy.ts';

/** A role, and what is set of it. */
interface IamRole {
  trust: TrustPolicy;
  /** Seconds. */
  maxSession: number;
  readonly policies: Set<string>;
  /** Inline policies, by their names. */
  readonly own: Map<string, string>;
}

/** An OpenID Connect provider. */
interface IamProvider {
  readonly url: string;
  readonly clients: Set<string>;
  thumbprints: readonly string[];
}

/** IAM of an account: what is there, and its calls. */
export interface Iam {
  readonly providers: ReadonlyMap<string, IamProvider>;
  readonly roles: ReadonlyMap<string, IamRole>;
  /** The status of the access keys of users, by their ids. */
  readonly accessKeys: ReadonlyMap<string, string>;
  arnOf(role: string): string;
  readonly calls: Readonly<Record<string, (form: URLSearchParams) => string>>;
}

/** Makes IAM of an account. @param isLocal - whether issuers may be on this machine, with http and a port */
export function createIam(account: string, isLocal: boolean): Iam {
  const providers = new Map<string, IamProvider>();
  const roles = new Map<string, IamRole>();
  // The key of AWS's own examples.
  const accessKeys = new Map([['AKIAIOSFODNN7EXAMPLE', 'Active']]);
  const arnOf = (role: string) => `arn:aws:iam::${account}:role/${role}`;

  const roleOf = (form: URLSearchParams): IamRole => {
    const name = form.get('RoleName') ?? '';
    const role = roles.get(name);
    if (role === undefined) {
      throw new CloudFault(404, 'NoSuchEntity', `The role with name ${name} cannot be found.`);
    }
    return role;
  };
  const providerOf = (form: URLSearchParams): IamProvider => {
    const arn = form.get('OpenIDConnectProviderArn') ?? '';
    const provider = providers.get(arn);
    if (provider === undefined) {
      throw new CloudFault(404, 'NoSuchEntity', `OpenIDConnect Provider not found for arn ${arn}`);
    }
    return provider;
  };
  const show = (name: string, role: IamRole) => {
    const members = { Path: '/', RoleName: name, RoleId: 'AROAEXAMPLE', Arn: arnOf(name) };
    const inner = Object.entries({
      ...members,
      CreateDate: new Date().toISOString(),
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role.trust)),
      MaxSessionDuration: String(role.maxSession),
    });
    return `<Role>${inner.map(([key, value]) => tag(key, value)).join('')}</Role>`;
  };

  const calls: Record<string, (form: URLSearchParams) => string> = {
    CreateOpenIDConnectProvider(form) {
      const url = form.get('Url') ?? '';
      const isAllowed = isLocal ? /^https?:\/\//.test(url) : url.startsWith('https://');
      if (!isAllowed)
        throw new CloudFault(400, 'InvalidInput', 'Invalid Open ID Connect Provider URL');
      const arn = `arn:aws:iam::${account}:oidc-provider/${withoutScheme(url)}`;
      if (providers.has(arn)) {
        throw new CloudFault(
          409,
          'EntityAlreadyExists',
          `Provider with url ${url} already exists.`,
        );
      }
      const clients = new Set(membersOf(form, 'ClientIDList'));
      providers.set(arn, { url, clients, thumbprints: membersOf(form, 'ThumbprintList') });
      return tag('OpenIDConnectProviderArn', arn);
    },
    GetOpenIDConnectProvider(form) {
      const { url, clients, thumbprints } = providerOf(form);
      return [
        tag('Url', withoutScheme(url)),
        list('ClientIDList', [...clients]),
        list('ThumbprintList', thumbprints),
        tag('CreateDate', new Date().toISOString()),
      ].join('');
    },
    ListOpenIDConnectProviders() {
      const members = [...providers.keys()].map((arn) => `<member>${tag('Arn', arn)}</member>`);
      return `<OpenIDConnectProviderList>${members.join('')}</OpenIDConnectProviderList>`;
    },
    AddClientIDToOpenIDConnectProvider(form) {
      providerOf(form).clients.add(form.get('ClientID') ?? '');
      return '';
    },
    UpdateOpenIDConnectProviderThumbprint(form) {
      providerOf(form).thumbprints = membersOf(form, 'ThumbprintList');
      return '';
    },
    DeleteOpenIDConnectProvider(form) {
      const arn = form.get('OpenIDConnectProviderArn') ?? '';
      if (!providers.delete(arn)) throw new CloudFault(404, 'NoSuchEntity', `${arn} not found.`);
      return '';
    },
    CreateRole(form) {
      const name = form.get('RoleName') ?? '';
      if (roles.has(name)) {
        throw new CloudFault(409, 'EntityAlreadyExists', `Role with name ${name} already exists.`);
      }
      const role = {
        trust: policyOf(form, 'AssumeRolePolicyDocument'),
        maxSession: Number(form.get('MaxSessionDuration') ?? 3600),
        policies: new Set<string>(),
        own: new Map<string, string>(),
      };
      roles.set(name, role);
      return show(name, role);
    },
    GetRole: (form) => show(form.get('RoleName') ?? '', roleOf(form)),
    UpdateRole(form) {
      roleOf(form).maxSession = Number(form.get('MaxSessionDuration') ?? 3600);
      return '';
    },
    UpdateAssumeRolePolicy(form) {
      roleOf(form).trust = policyOf(form, 'PolicyDocument');
      return '';
    },
    ListAttachedRolePolicies(form) {
      const attached = [...roleOf(form).policies].map(
        (arn) =>
          `<member>${tag('PolicyArn', arn)}${tag('PolicyName', arn.split('/').at(-1) ?? '')}</member>`,
      );
      return `<AttachedPolicies>${attached.join('')}</AttachedPolicies>${tag('IsTruncated', 'false')}`;
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
    CreatePolicy(form) {
      policyOf(form, 'PolicyDocument');
      const name = form.get('PolicyName') ?? '';
      const arn = `arn:aws:iam::${account}:policy/${name}`;
      return `<Policy>${tag('PolicyName', name)}${tag('Arn', arn)}</Policy>`;
    },
    PutRolePolicy(form) {
      policyOf(form, 'PolicyDocument');
      roleOf(form).own.set(form.get('PolicyName') ?? '', form.get('PolicyDocument') ?? '');
      return '';
    },
    UpdateAccessKey(form) {
      const id = form.get('AccessKeyId') ?? '';
      if (!accessKeys.has(id)) {
        throw new CloudFault(404, 'NoSuchEntity', `The Access Key with id ${id} cannot be found.`);
      }
      accessKeys.set(id, form.get('Status') ?? '');
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
  return { providers, roles, accessKeys, arnOf, calls };
}

/** A URL as IAM names it in ARNs and condition keys. */
export function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '');
}

/** An element with text in it. */
export function tag(name: string, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<${name}>${escaped}</${name}>`;
}

function list(name: string, values: readonly string[]): string {
  return `<${name}>${values.map((value) => tag('member', value)).join('')}</${name}>`;
}

function membersOf(form: URLSearchParams, name: string): readonly string[] {
  return [...form].filter(([key]) => key.startsWith(`${name}.member.`)).map(([, value]) => value);
}

function policyOf(form: URLSearchParams, name: string): TrustPolicy {
  try {
    return JSON.parse(form.get(name) ?? '') as TrustPolicy;
  } catch {
    throw new CloudFault(400, 'MalformedPolicyDocument', 'This policy contains invalid Json');
  }
}
