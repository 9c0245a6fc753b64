import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GOOGLE_ADMIN } from './google.ts';
import reference from './gcloud.reference.json' with { type: 'json' };
import type { Network } from './network.ts';
import { type Invocation, readCommandLine } from './recorded-client.ts';

interface CredentialConfig {
  readonly audience: string;
  readonly subject_token_type: string;
  readonly token_url: string;
  readonly credential_source: { readonly file: string };
}

/** A client of the commands of the guide, which sends what gcloud was seen to send. */
export function createRecordedGcloud(network: Network) {
  let token = GOOGLE_ADMIN;

  async function send(method: string, url: string, body?: object): Promise<string> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = { authorization: `Bearer ${token}` };
    const reply = await network.ask(url, { method, headers, body: text });
    if (reply.status !== 200) throw new Error(reply.body);
    return reply.body;
  }

  const locationOf = ({ option }: Invocation) =>
    `https://iam.googleapis.com/v1/projects/${option('--project')}/locations/${option('--location')}`;
  const policyOf = ({ positionals: [bucket = ''] }: Invocation) =>
    `https://storage.googleapis.com/storage/v1/b/${bucket.slice('gs://'.length)}/iam?alt=json`;

  async function changePolicy(invocation: Invocation, add: boolean): Promise<string> {
    const { option } = invocation;
    const [role, member] = [option('--role'), option('--member')];
    const policy = JSON.parse(await send('GET', policyOf(invocation))) as {
      bindings: { role: string; members: string[] }[];
    };
    const others = policy.bindings.filter(
      (one) => one.role !== role || !one.members.includes(member),
    );
    if (!add && others.length === policy.bindings.length)
      throw new Error('Policy binding not found!');
    const bindings = add ? [...others, { role, members: [member] }] : others;
    return send('PUT', policyOf(invocation), { ...policy, bindings });
  }

  const commands: Record<string, (invocation: Invocation) => Promise<string>> = {
    'iam workload-identity-pools create': (invocation) =>
      send(
        'POST',
        `${locationOf(invocation)}/workloadIdentityPools?workloadIdentityPoolId=${invocation.positionals[0]}`,
        { disabled: false },
      ),

    'iam workload-identity-pools providers create-oidc'(invocation) {
      const { option, positionals } = invocation;
      const pool = option('--workload-identity-pool');
      const url = `${locationOf(invocation)}/workloadIdentityPools/${pool}/providers`;
      const mapping = option('--attribute-mapping').split(',');
      return send('POST', `${url}?workloadIdentityPoolProviderId=${positionals[0]}`, {
        attributeCondition: option('--attribute-condition'),
        attributeMapping: Object.fromEntries(mapping.map((pair) => pair.split('='))),
        disabled: false,
        oidc: {
          allowedAudiences: option('--allowed-audiences').split(',').filter(Boolean),
          issuerUri: option('--issuer-uri'),
        },
      });
    },

    async 'iam workload-identity-pools create-cred-config'({ option, positionals, cwd }) {
      const config = {
        universe_domain: 'googleapis.com',
        type: 'external_account',
        audience: `//iam.googleapis.com/${positionals[0]}`,
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        token_url: 'https://sts.googleapis.com/v1/token',
        credential_source: { file: option('--credential-source-file') },
        token_info_url: 'https://sts.googleapis.com/v1/introspect',
      };
      await writeFile(join(cwd, option('--output-file')), JSON.stringify(config, undefined, 2));
      return '';
    },

    'iam workload-identity-pools delete': (invocation) =>
      send(
        'DELETE',
        `${locationOf(invocation)}/workloadIdentityPools/${invocation.positionals[0]}`,
      ),

    'storage buckets add-iam-policy-binding': (invocation) => changePolicy(invocation, true),
    'storage buckets remove-iam-policy-binding': (invocation) => changePolicy(invocation, false),

    async 'auth login'({ option, cwd }) {
      const read = (file: string) => readFile(join(cwd, file), 'utf8');
      const config = JSON.parse(await read(option('--cred-file'))) as CredentialConfig;
      const body = new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        audience: config.audience,
        requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        subject_token: await read(config.credential_source.file),
        subject_token_type: config.subject_token_type,
      });
      const reply = await network.ask(config.token_url, { method: 'POST', body: String(body) });
      if (reply.status !== 200) {
        const { error, error_description } = JSON.parse(reply.body);
        throw new Error(`Error code ${error}: ${error_description}`);
      }
      ({ access_token: token } = JSON.parse(reply.body) as { access_token: string });
      return '';
    },

    async 'storage ls'({ positionals: [bucket = ''] }) {
      const url = `https://storage.googleapis.com/storage/v1/b/${bucket.slice('gs://'.length)}/o`;
      const { items } = JSON.parse(await send('GET', url)) as { items: { name: string }[] };
      return items.map(({ name }) => `${bucket}/${name}\n`).join('');
    },
  };

  return async (words: readonly string[], cwd: string): Promise<string> => {
    const invocation = readCommandLine(reference, words, cwd);
    try {
      return (await commands[invocation.command]?.(invocation)) ?? '';
    } catch (fault) {
      const name = `gcloud.${invocation.command.replaceAll(' ', '.')}`;
      throw new Error(`(${name}) ${(fault as Error).message}`, { cause: fault });
    }
  };
}
