import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { CloudFault } from './cloud-fault.ts';
import { type JsonSite, jsonSite, tokenError } from './json-site.ts';
import type { Network, SiteRequest } from './network.ts';
import { judgeToken, type Outside, type Refusal, TokenRefused } from './relying-party.ts';

// Entra ID's token endpoint, Microsoft Graph and Resource Manager as far as the guide asks them, made
// from Microsoft's documentation as of November 2026 (the API references, and "workload identity
// federation considerations" of entra-docs) and from what az 2.45 was seen to send. The sentences are
// those that callers report: Azure/azure-workload-identity#1200 and #642, Azure/login#482 and #283,
// and the page "Azure" of GitLab's documentation of cloud services.

export const TENANT = '72f98888-8888-4111-9111-2d7cd011db47';
export const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/web`;
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const LOGIN = 'https://login.microsoftonline.com';
const AUDIENCE = 'api://AzureADTokenExchange';

/** The application of somebody who may do everything. */
export const AZURE_ADMIN = { id: '11111111-1111-4111-8111-111111111111', secret: 'not-a-secret' };

/** What a tenant has. */
export interface AzureTenant {
  /** The names of its applications, credentials and role assignments. */
  resources(): readonly string[];
}

interface Credential {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

interface Application {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly credentials: Credential[];
  /** The object of its service principal. */
  principal?: string;
}

/** Puts a tenant with one subscription on a network. */
export function serveAzure(network: Network, outside: Outside): AzureTenant {
  const applications = new Map<string, Application>();
  const assignments = new Map<string, object>();
  const callers = new Map<string, string>();

  const applicationBy = (id: string): Application => {
    const found = [...applications.values()].find((one) => one.id === id || one.appId === id);
    if (found === undefined)
      throw new CloudFault(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);
    return found;
  };

  async function login({ method, url, body }: SiteRequest): Promise<object> {
    if (method === 'GET' && url.pathname === '/common/discovery/instance') {
      const metadata = [
        {
          preferred_network: 'login.microsoftonline.com',
          preferred_cache: 'login.windows.net',
          aliases: ['login.microsoftonline.com'],
        },
      ];
      return {
        tenant_discovery_endpoint: `${LOGIN}/${TENANT}/v2.0/.well-known/openid-configuration`,
        metadata,
      };
    }
    if (method === 'GET') {
      return {
        issuer: `${LOGIN}/${TENANT}/v2.0`,
        authorization_endpoint: `${LOGIN}/${TENANT}/oauth2/v2.0/authorize`,
        token_endpoint: `${LOGIN}/${TENANT}/oauth2/v2.0/token`,
      };
    }
    const form = new URLSearchParams(body);
    const id = form.get('client_id') ?? '';
    if (id === AZURE_ADMIN.id && form.get('client_secret') === AZURE_ADMIN.secret)
      return accessToken(id);
    const application = [...applications.values()].find(({ appId }) => appId === id);
    if (application === undefined) {
      throw new CloudFault(
        400,
        'unauthorized_client',
        `AADSTS700016: Application with identifier '${id}' was not found in the directory '${TENANT}'.`,
      );
    }
    await judgeAssertion(form.get('client_assertion') ?? '', application);
    return accessToken(id);
  }

  async function judgeAssertion(token: string, { credentials }: Application): Promise<void> {
    const { iss, sub, aud, exp = 0 } = decodeJwt(token);
    const none = (code: string, what: string) =>
      new CloudFault(
        401,
        'invalid_client',
        `${code}: No matching federated identity record found for presented assertion ${what}. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`,
      );
    const ofIssuer = credentials.filter(({ issuer }) => issuer === iss);
    if (ofIssuer.length === 0) throw none('AADSTS700211', `issuer '${iss}'`);
    const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
    if (ofSubject.length === 0) throw none('AADSTS700213', `subject '${sub}'`);
    const [credential] = ofSubject.filter(({ audiences }) => audiences.some((one) => one === aud));
    if (credential === undefined) throw none('AADSTS700212', `audience '${String(aud)}'`);
    const { issuer, audiences } = credential;
    try {
      await judgeToken(token, {
        outside,
        timeout: 5000,
        issuer,
        audiences,
        algorithms: ['RS256'],
        members: [],
      });
    } catch (cause) {
      if (!(cause instanceof TokenRefused)) throw cause;
      const sentences: Partial<Record<Refusal, string>> = {
        unreachable: 'AADSTS501661: Request to External OIDC endpoint failed.',
        expired: `AADSTS700024: Client assertion is not within its valid time range. Expiry time of assertion: ${exp}.`,
      };
      throw new CloudFault(
        401,
        'invalid_client',
        sentences[cause.refusal] ?? 'AADSTS700027: Client assertion failed signature validation.',
      );
    }
  }

  function accessToken(caller: string): object {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { appid: caller, oid: randomUUID(), tid: TENANT };
    const token = `${part({ alg: 'none' })}.${part(claims)}.${randomUUID()}`;
    callers.set(token, caller);
    return { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: token };
  }

  const callerOf = ({ headers }: SiteRequest) =>
    callers.get(headers.authorization?.replace('Bearer ', '') ?? '');
  const onlyAdmin = (request: SiteRequest) => {
    if (callerOf(request) !== AZURE_ADMIN.id)
      throw new CloudFault(
        403,
        'Authorization_RequestDenied',
        'Insufficient privileges to complete the operation.',
      );
  };

  function graph(request: SiteRequest): object {
    onlyAdmin(request);
    const { method, url, body } = request;
    const [, kind = '', id, below] =
      /^\/v1\.0\/(\w+)(?:\/([^/]+))?(?:\/(\w+))?$/.exec(decodeURIComponent(url.pathname)) ?? [];
    const filter = url.searchParams.get('$filter') ?? '';
    const all = [...applications.values()];
    const route = `${method} ${kind}${id === undefined ? '' : '/*'}${below === undefined ? '' : `/${below}`}`;
    switch (route) {
      case 'GET applications':
        return {
          value: all.filter(({ appId, displayName }) => matches(filter, { appId, displayName })),
        };
      case 'POST applications': {
        const { displayName } = JSON.parse(body) as Application;
        const made = { id: randomUUID(), appId: randomUUID(), displayName, credentials: [] };
        applications.set(made.id, made);
        return made;
      }
      case 'DELETE applications/*':
        applications.delete(applicationBy(id ?? '').id);
        return {};
      case 'GET applications/*':
        return applicationBy(id ?? '');
      case 'POST applications/*/federatedIdentityCredentials': {
        const credential = JSON.parse(body) as Credential;
        if (credential.audiences.join() !== AUDIENCE)
          throw new CloudFault(400, 'Request_BadRequest', 'audiences');
        applicationBy(id ?? '').credentials.push(credential);
        return credential;
      }
      case 'GET servicePrincipals':
        return {
          value: all
            .filter(
              ({ principal, appId }) =>
                principal !== undefined &&
                matches(filter, { appId, id: principal, servicePrincipalNames: appId }),
            )
            .map(servicePrincipal),
        };
      case 'POST servicePrincipals': {
        const application = applicationBy((JSON.parse(body) as Application).appId);
        application.principal = randomUUID();
        return servicePrincipal(application);
      }
      default:
        throw new CloudFault(404, 'Request_ResourceNotFound', `${method} ${url.pathname}`);
    }
  }

  function resourceManager(request: SiteRequest): object {
    const { method, url, body } = request;
    const caller = callerOf(request);
    const principal = [...applications.values()].find(({ appId }) => appId === caller)?.principal;
    const mayRead =
      caller === AZURE_ADMIN.id ||
      [...assignments.values()].some((one) => Object.values(one).includes(principal));
    if (caller === undefined)
      throw new CloudFault(401, 'InvalidAuthenticationToken', 'The access token is invalid.');
    if (url.pathname === '/subscriptions') {
      const subscription = {
        id: `/subscriptions/${SUBSCRIPTION}`,
        subscriptionId: SUBSCRIPTION,
        displayName: 'acme',
        state: 'Enabled',
        tenantId: TENANT,
      };
      return { value: mayRead ? [subscription] : [] };
    }
    if (url.pathname.endsWith('/providers/Microsoft.Authorization/roleDefinitions')) {
      const definition = {
        id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
        name: READER,
        type: 'Microsoft.Authorization/roleDefinitions',
        properties: { roleName: 'Reader', type: 'BuiltInRole' },
      };
      return {
        value: /roleName eq 'Reader'/.test(url.searchParams.get('$filter') ?? '')
          ? [definition]
          : [],
      };
    }
    const [, name] =
      /\/providers\/Microsoft\.Authorization\/roleAssignments\/([\w-]+)$/.exec(url.pathname) ?? [];
    if (method === 'PUT' && name !== undefined && caller === AZURE_ADMIN.id) {
      const { properties } = JSON.parse(body) as {
        properties: { principalId: string; roleDefinitionId: string };
      };
      assignments.set(name, { ...properties, scope: GROUP });
      return {
        id: url.pathname,
        name,
        type: 'Microsoft.Authorization/roleAssignments',
        properties: { ...properties, scope: GROUP },
      };
    }
    if (
      method === 'DELETE' &&
      name !== undefined &&
      caller === AZURE_ADMIN.id &&
      assignments.delete(name)
    )
      return {};
    if (url.pathname.endsWith('/providers/Microsoft.Authorization/roleAssignments')) {
      const value = [...assignments].map(([key, properties]) => ({
        id: `${GROUP}/providers/Microsoft.Authorization/roleAssignments/${key}`,
        name: key,
        type: 'Microsoft.Authorization/roleAssignments',
        properties,
      }));
      return { value };
    }
    if (method === 'GET' && url.pathname.toLowerCase() === GROUP.toLowerCase()) {
      if (!mayRead)
        throw new CloudFault(
          403,
          'AuthorizationFailed',
          `The client '${caller}' does not have authorization to perform action.`,
        );
      return {
        id: GROUP,
        name: 'web',
        type: 'Microsoft.Resources/resourceGroups',
        location: 'westeurope',
        properties: { provisioningState: 'Succeeded' },
      };
    }
    throw new CloudFault(404, 'NotFound', `${method} ${url.pathname}`);
  }

  const api = (act: (request: SiteRequest) => object): JsonSite => ({
    act,
    statusOf: ({ method }) => ({ POST: 201, PUT: 201, DELETE: 204 })[method] ?? 200,
    asFault,
    asBody: ({ code, message }) => ({ error: { code, message } }),
  });
  network.serve('login.microsoftonline.com', jsonSite({ act: login, asFault, asBody: tokenError }));
  network.serve('graph.microsoft.com', jsonSite(api(graph)));
  network.serve('management.azure.com', jsonSite(api(resourceManager)));
  return {
    resources: () => [
      ...[...applications.values()].flatMap(({ displayName, credentials }) => [
        displayName,
        ...credentials.map(({ name }) => name),
      ]),
      ...assignments.keys(),
    ],
  };
}

function asFault(cause: unknown): CloudFault {
  return cause instanceof CloudFault ? cause : new CloudFault(500, 'Internal', String(cause));
}

function servicePrincipal({ principal, appId, displayName }: Application): object {
  return {
    id: principal,
    appId,
    displayName,
    servicePrincipalType: 'Application',
    servicePrincipalNames: [appId],
  };
}

/** Whether an OData filter of equalities, as az sends them, holds. */
function matches(filter: string, members: Readonly<Record<string, string | undefined>>): boolean {
  return Object.entries(members).some(
    ([, value]) => value !== undefined && filter.includes(`'${value}'`),
  );
}
