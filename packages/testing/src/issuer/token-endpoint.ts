import type { AccessTokenProfile } from './access-claims.ts';
import { answerJson, type FormRequest, readForm, refuse } from './form-request.ts';
import type { RefreshFamilies } from './refresh-families.ts';
import type { Signer } from './signer.ts';
import type { TestClient } from './test-clients.ts';
import { makeTokenSet, type TestTokenSet } from './token-set.ts';

/** What the endpoints of an issuer work with. */
export interface EndpointContext {
  readonly signer: Signer;
  readonly families: RefreshFamilies;
  readonly clients: readonly TestClient[];
  readonly profile: AccessTokenProfile;
}

/** Answers a token request: `client_credentials` or `refresh_token` (RFC 6749 sections 4.4 and 6). */
export async function answerTokenRequest(
  request: Request,
  context: EndpointContext,
): Promise<Response> {
  const read = await readForm(request, context.clients);
  if (read instanceof Response) return read;
  switch (read.form.get('grant_type')) {
    case 'client_credentials':
      return byClient(read, context);
    case 'refresh_token':
      return byRefreshToken(read, context);
    case null:
      return refuse('invalid_request');
    default:
      return refuse('unsupported_grant_type');
  }
}

async function byClient({ client, form }: FormRequest, { signer, profile }: EndpointContext) {
  const { clientId, clientSecret } = client;
  // Section 4.4: for confidential clients only.
  if (clientSecret === undefined) return refuse('unauthorized_client');
  const scope = form.get('scope') ?? '';
  const accessToken = await signer.issueAccess({ sub: clientId }, { profile, clientId, scope });
  return answerJson(toMembers({ accessToken, scope, expiresIn: 300 }));
}

async function byRefreshToken({ client, form }: FormRequest, context: EndpointContext) {
  const { signer, families, profile } = context;
  const given = form.get('refresh_token');
  if (given === null) return refuse('invalid_request');
  const found = families.find(given);
  if (found === undefined || found.grant.clientId !== client.clientId) {
    return refuse('invalid_grant');
  }
  const scope = form.get('scope') ?? found.grant.scope;
  // Section 6: no more than was granted.
  if (!isWithin(scope, found.grant.scope)) return refuse('invalid_scope');
  const used = families.use(given);
  if (used === undefined) return refuse('invalid_grant');
  const next = used.grant.refresh === 'rotated' ? used.next : undefined;
  const grant = { ...used.grant, scope };
  return answerJson(
    toMembers(await makeTokenSet(signer, grant, { profile, isFirst: false }, next)),
  );
}

function isWithin(scope: string, granted: string): boolean {
  const all = new Set(granted.split(' '));
  return scope.split(' ').every((name) => all.has(name));
}

function toMembers(tokens: TestTokenSet): object {
  return {
    access_token: tokens.accessToken,
    token_type: 'Bearer',
    expires_in: tokens.expiresIn,
    id_token: tokens.idToken,
    refresh_token: tokens.refreshToken,
    scope: tokens.scope === '' ? undefined : tokens.scope,
  };
}
