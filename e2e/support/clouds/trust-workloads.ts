import { AZURE_ADMIN, TENANT } from './azure.ts';
import { GOOGLE_ADMIN } from './google.ts';
import type { Network, SiteRequest } from './network.ts';

/** Whose tokens a cloud is to trust. */
export interface Workload {
  readonly issuer: string;
  readonly subject: string;
}

const POOLS = 'locations/global/workloadIdentityPools';

/** The provider that {@link trustByGoogle} makes, by its resource name. */
export const GOOGLE_PROVIDER = `projects/123456789012/${POOLS}/ci/providers/bridge`;

/** Has the project on a network trust one workload's tokens for its provider. */
export async function trustByGoogle(network: Network, workload: Workload): Promise<void> {
  const url = `https://iam.googleapis.com/v1/projects/acme-prod/${POOLS}`;
  const authorization = `Bearer ${GOOGLE_ADMIN}`;
  await ask(network, `${url}?workloadIdentityPoolId=ci`, authorization, {});
  await ask(network, `${url}/ci/providers?workloadIdentityPoolProviderId=bridge`, authorization, {
    attributeMapping: { 'google.subject': 'assertion.sub' },
    attributeCondition: `assertion.sub.startsWith('${workload.subject}')`,
    oidc: {
      issuerUri: workload.issuer,
      // What an empty list means (iam.googleapis.com v1, `allowedAudiences`).
      allowedAudiences: [`https://iam.googleapis.com/${GOOGLE_PROVIDER}`],
    },
  });
}

/** Has the tenant on a network trust one workload's tokens. @returns the id of the application */
export async function trustByAzure(
  network: Network,
  { issuer, subject }: Workload,
): Promise<string> {
  const login = `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`;
  const { id: client_id, secret: client_secret } = AZURE_ADMIN;
  const { body } = await network.ask(login, {
    method: 'POST',
    body: String(new URLSearchParams({ client_id, client_secret })),
  });
  const { access_token } = JSON.parse(body) as { readonly access_token: string };
  const authorization = `Bearer ${access_token}`;
  const url = 'https://graph.microsoft.com/v1.0/applications';
  const made = await ask(network, url, authorization, { displayName: 'ci' });
  const { id, appId } = JSON.parse(made) as { readonly id: string; readonly appId: string };
  await ask(network, `${url}/${id}/federatedIdentityCredentials`, authorization, {
    name: 'ci',
    issuer,
    subject,
    audiences: ['api://AzureADTokenExchange'],
  });
  return appId;
}

async function ask(
  network: Network,
  url: string,
  authorization: string,
  body: object,
): Promise<string> {
  const request: Partial<SiteRequest> = {
    method: 'POST',
    headers: { authorization },
    body: JSON.stringify(body),
  };
  const reply = await network.ask(url, request);
  if (reply.status >= 300) throw new Error(reply.body);
  return reply.body;
}
