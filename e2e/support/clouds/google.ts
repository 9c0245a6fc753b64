import { randomBytes } from 'node:crypto';
import { CloudFault } from './cloud-fault.ts';
import { type JsonSite, jsonSite, tokenError } from './json-site.ts';
import type { Network, SiteRequest } from './network.ts';
import { judgeToken, type Outside, type Refusal, TokenRefused } from './relying-party.ts';

// IAM, STS and one bucket of Cloud Storage as far as the guide asks them, made from Google's API
// references (iam.googleapis.com v1, sts.googleapis.com v1, storage v1) as of November 2026 and from
// what gcloud 528 was seen to send. The sentences are those that callers report:
// google-github-actions/auth#370, terraform-google-modules/terraform-example-foundation#1362, and
// the page "Troubleshoot Workforce Identity Federation" of Google's documentation.

const PROJECT = { id: 'acme-prod', number: '123456789012' };
const BUCKET = 'acme-releases';
const POOLS = `/v1/projects/${PROJECT.id}/locations/global/workloadIdentityPools`;

/** The access token of somebody who may do everything. */
export const GOOGLE_ADMIN = 'ya29.administrator';

/** What a project has. */
export interface GoogleProject {
  /** The names of its pools, and the members that may read the bucket. */
  resources(): readonly string[];
}

interface Provider {
  readonly attributeMapping: Readonly<Record<string, string>>;
  readonly attributeCondition: string;
  readonly oidc: { readonly issuerUri: string; readonly allowedAudiences: readonly string[] };
}

interface Binding {
  readonly role: string;
  readonly members: readonly string[];
}

/** Puts a project and the token exchange of Google Cloud on a network. */
export function serveGoogle(network: Network, outside: Outside): GoogleProject {
  const pools = new Map<string, Map<string, Provider>>();
  const principals = new Map<string, string>();
  let bindings: readonly Binding[] = [];

  const callerOf = ({ headers }: SiteRequest) =>
    headers.authorization?.replace('Bearer ', '') ?? '';

  function iam(request: SiteRequest): object {
    if (callerOf(request) !== GOOGLE_ADMIN)
      throw new CloudFault(403, 'PERMISSION_DENIED', 'denied');
    const { method, url, body } = request;
    const [, pool = '', provider] =
      /^\/([\w-]+)(?:\/providers(?:\/([\w-]+))?)?$/.exec(url.pathname.slice(POOLS.length)) ?? [];
    const newPool = url.searchParams.get('workloadIdentityPoolId');
    const newProvider = url.searchParams.get('workloadIdentityPoolProviderId');
    if (!url.pathname.startsWith(POOLS)) throw new CloudFault(404, 'NOT_FOUND', url.pathname);
    if (method === 'POST' && newPool !== null && pool === '') {
      if (pools.has(newPool)) throw new CloudFault(409, 'ALREADY_EXISTS', newPool);
      pools.set(newPool, new Map());
    } else if (method === 'POST' && newProvider !== null && pools.has(pool)) {
      const made = JSON.parse(body) as Provider;
      subjectClaim(made);
      conditionPrefix(made);
      pools.get(pool)?.set(newProvider, made);
    } else if (method !== 'DELETE' || provider !== undefined || !pools.delete(pool)) {
      throw new CloudFault(404, 'NOT_FOUND', `${method} ${url.pathname}`);
    }
    // Operations are done at once.
    return { name: `${url.pathname.slice('/v1/'.length)}/operations/1`, done: true, response: {} };
  }

  async function exchange({ url, body }: SiteRequest): Promise<object> {
    const form = new URLSearchParams(body);
    if (url.pathname === '/v1/introspect') {
      const username = principals.get(form.get('token') ?? '');
      return { active: username !== undefined, username };
    }
    const target = form.get('audience') ?? '';
    const [, poolName = '', providerName = ''] =
      new RegExp(
        `^//iam.googleapis.com/projects/${PROJECT.number}/locations/global/workloadIdentityPools/([\\w-]+)/providers/([\\w-]+)$`,
      ).exec(target) ?? [];
    const provider = pools.get(poolName)?.get(providerName);
    if (provider === undefined) {
      throw new CloudFault(
        400,
        'invalid_target',
        'The target service indicated by the "audience" parameters is invalid. This might either be because the pool or provider is disabled or deleted or because it doesn\'t exist.',
      );
    }
    const { issuerUri, allowedAudiences } = provider.oidc;
    const claims = await judgeToken((form.get('subject_token') ?? '').trim(), {
      outside,
      timeout: 5000,
      issuer: issuerUri,
      audiences: allowedAudiences,
      algorithms: ['RS256', 'ES256'],
      members: [],
    });
    const subject = String(claims[subjectClaim(provider)]);
    if (Buffer.byteLength(subject) > 127) {
      throw new CloudFault(
        400,
        'invalid_grant',
        'The size of mapped attribute google.subject exceeds the 127 bytes limit.',
      );
    }
    if (!String(claims.sub).startsWith(conditionPrefix(provider))) {
      throw new CloudFault(
        400,
        'unauthorized_client',
        'The given credential is rejected by the attribute condition.',
      );
    }
    const token = `ya29.${randomBytes(16).toString('hex')}`;
    const pool = target.slice('//'.length).split('/providers/')[0];
    principals.set(token, `principal://${pool}/subject/${subject}`);
    const type = 'urn:ietf:params:oauth:token-type:access_token';
    return { access_token: token, issued_token_type: type, token_type: 'Bearer', expires_in: 3600 };
  }

  function storage(request: SiteRequest): object {
    const { method, url, body } = request;
    const path = `/storage/v1/b/${BUCKET}`;
    const caller = callerOf(request);
    if (url.pathname === `${path}/iam` && caller === GOOGLE_ADMIN) {
      if (method === 'PUT')
        ({ bindings = [] } = JSON.parse(body) as { bindings?: readonly Binding[] });
      return {
        kind: 'storage#policy',
        resourceId: `projects/_/buckets/${BUCKET}`,
        version: 1,
        etag: 'CAE=',
        bindings,
      };
    }
    if (url.pathname !== `${path}/o`) throw new CloudFault(404, 'notFound', url.pathname);
    const principal = principals.get(caller) ?? 'anonymous';
    if (
      !bindings.some(
        ({ role, members }) => role === 'roles/storage.objectViewer' && members.includes(principal),
      )
    ) {
      throw new CloudFault(
        403,
        'forbidden',
        `${principal} does not have storage.objects.list access to the Google Cloud Storage bucket.`,
      );
    }
    const item = {
      kind: 'storage#object',
      name: 'web.tar.gz',
      bucket: BUCKET,
      size: '1',
      generation: '1',
    };
    return { kind: 'storage#objects', items: [item] };
  }

  const api = (act: (request: SiteRequest) => object): JsonSite => ({
    act,
    asFault,
    asBody: ({ status, code, message }) => ({ error: { code: status, status: code, message } }),
  });
  network.serve('iam.googleapis.com', jsonSite(api(iam)));
  network.serve('storage.googleapis.com', jsonSite(api(storage)));
  network.serve('sts.googleapis.com', jsonSite({ act: exchange, asFault, asBody: tokenError }));
  return { resources: () => [...pools.keys(), ...bindings.flatMap(({ members }) => members)] };
}

/** The claim that a provider takes for `google.subject`. Mappings are CEL; one claim alone is understood. */
function subjectClaim({ attributeMapping }: Provider): string {
  const [, claim] = /^assertion\.(\w+)$/.exec(attributeMapping['google.subject'] ?? '') ?? [];
  if (claim === undefined) throw new CloudFault(400, 'INVALID_ARGUMENT', 'google.subject');
  return claim;
}

/** What `sub` must begin with. Conditions are CEL; this one form is understood. */
function conditionPrefix({ attributeCondition }: Provider): string {
  const [, prefix] = /^assertion\.sub\.startsWith\('([^']+)'\)$/.exec(attributeCondition) ?? [];
  if (prefix === undefined) throw new CloudFault(400, 'INVALID_ARGUMENT', 'attributeCondition');
  return prefix;
}

function asFault(cause: unknown): CloudFault {
  if (cause instanceof CloudFault) return cause;
  if (!(cause instanceof TokenRefused)) return new CloudFault(500, 'INTERNAL', String(cause));
  const { iss, aud, iat } = cause.claims;
  const sentences: Readonly<Record<Refusal, string>> = {
    issuer: `The issuer in ID Token ${iss} does not match the expected one in config.`,
    audience: `The audience in ID Token [${String(aud)}] does not match the expected audience.`,
    unreachable: "Error connecting to the given credential's issuer.",
    expired: `ID Token issued at ${iat} is stale to sign-in.`,
    signature: 'Error verifying the ID Token signature.',
  };
  return new CloudFault(400, 'invalid_grant', sentences[cause.refusal]);
}
