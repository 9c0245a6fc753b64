import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AZURE_ADMIN, SUBSCRIPTION, TENANT } from './azure.ts';
import reference from './az.reference.json' with { type: 'json' };
import type { Network } from './network.ts';
import { type Invocation, readCommandLine } from './recorded-client.ts';

const GRAPH = 'https://graph.microsoft.com/v1.0';
const MANAGER = 'https://management.azure.com';
const AUTHORIZATION = 'providers/Microsoft.Authorization';

type Json = Readonly<Record<string, unknown>>;
/** What has an id. */
type Entity = Json & { readonly id: string };

/** A client of the commands of the guide, which sends what az was seen to send. */
export async function createRecordedAz(network: Network) {
  let token = '';

  async function send(method: string, url: string, body?: object): Promise<Json> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = { authorization: `Bearer ${token}` };
    const reply = await network.ask(url, { method, headers, body: text });
    const json = reply.body === '' ? {} : (JSON.parse(reply.body) as Json);
    if (reply.status >= 400) throw new Error((json['error'] as { message: string }).message);
    return json;
  }

  async function first(url: string): Promise<Entity> {
    const { value } = await send('GET', url);
    const [found] = value as readonly Entity[];
    if (found === undefined) throw new Error(`nothing found: ${url}`);
    return found;
  }

  async function login(username: string, tenant: string, proof: Json): Promise<Json> {
    const body = new URLSearchParams({
      client_id: username,
      grant_type: 'client_credentials',
      scope: `${MANAGER}//.default`,
      ...proof,
    });
    const url = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`;
    const reply = await network.ask(url, { method: 'POST', body: String(body) });
    const json = JSON.parse(reply.body) as Json;
    if (reply.status !== 200) throw new Error(String(json['error_description']));
    token = String(json['access_token']);
    return first(`${MANAGER}/subscriptions?api-version=2019-11-01`);
  }

  const applicationBy = (appId: string) =>
    first(`${GRAPH}/applications?$filter=appId eq '${appId}'`);
  const principalBy = (name: string) =>
    first(`${GRAPH}/servicePrincipals?$filter=servicePrincipalNames/any(c:c eq '${name}')`);

  const commands: Record<string, (invocation: Invocation) => Promise<Json>> = {
    'ad app create': ({ option }) =>
      send('POST', `${GRAPH}/applications`, { displayName: option('--display-name') }),

    async 'ad app delete'({ option }) {
      const { id } = await applicationBy(option('--id'));
      return send('DELETE', `${GRAPH}/applications/${id}`);
    },

    async 'ad app federated-credential create'({ option, cwd }) {
      const file = option('--parameters').slice('@'.length);
      const { id } = await applicationBy(option('--id'));
      const credential = JSON.parse(await readFile(join(cwd, file), 'utf8')) as object;
      return send('POST', `${GRAPH}/applications/${id}/federatedIdentityCredentials`, credential);
    },

    async 'ad sp create'({ option }) {
      const { appId } = await applicationBy(option('--id'));
      return send('POST', `${GRAPH}/servicePrincipals`, { appId, accountEnabled: true });
    },

    async 'role assignment create'({ option }) {
      const scope = `${MANAGER}${option('--scope')}/${AUTHORIZATION}`;
      const role = await first(
        `${scope}/roleDefinitions?$filter=roleName eq '${option('--role')}'`,
      );
      const { id: principalId } = await principalBy(option('--assignee'));
      const properties = { principalId, roleDefinitionId: role['id'] };
      return send('PUT', `${scope}/roleAssignments/${randomUUID()}`, { properties });
    },

    async 'role assignment delete'({ option }) {
      const scope = `${MANAGER}${option('--scope')}/${AUTHORIZATION}`;
      const { id: principal } = await principalBy(option('--assignee'));
      const { id } = await first(`${scope}/roleAssignments?$filter=principalId eq '${principal}'`);
      return send('DELETE', `${MANAGER}${id}`);
    },

    login: ({ option }) =>
      login(option('--username'), option('--tenant'), {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: option('--federated-token'),
      }),

    'group show': ({ option }) =>
      send('GET', `${MANAGER}/subscriptions/${SUBSCRIPTION}/resourceGroups/${option('--name')}`),
  };

  await login(AZURE_ADMIN.id, TENANT, { client_secret: AZURE_ADMIN.secret });
  return async (words: readonly string[], cwd: string): Promise<string> => {
    const invocation = readCommandLine(reference, words, cwd);
    const result = (await commands[invocation.command]?.(invocation)) ?? {};
    const query = invocation.option('--query');
    return query === '' ? JSON.stringify(result, undefined, 2) : String(result[query]);
  };
}
