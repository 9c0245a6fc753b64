import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { CALL_AWS, readJob, runScript } from '../support/ci-job.ts';
import { createAwsRole } from '../support/clouds/aws-role.ts';
import { serveAws } from '../support/clouds/aws.ts';
import { serveAzure, TENANT } from '../support/clouds/azure.ts';
import { serveGoogle } from '../support/clouds/google.ts';
import { createNetwork, createTrust, type Network } from '../support/clouds/network.ts';
import {
  clientSettings,
  DRAWBRIDGE_SCRIPT,
  REAL_GCLOUD,
  writePrograms,
} from '../support/clouds/programs.ts';
import { GOOGLE_PROVIDER, trustByAzure, trustByGoogle } from '../support/clouds/trust-workloads.ts';
import { finish } from '../support/command.ts';
import { ISSUER, readyAt } from '../support/exchange.ts';
import { giveKeys } from '../support/given-keys.ts';
import { createStage } from '../support/stage.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

// One job that has tokens for three clouds, of one token that may be exchanged once. A real exchange trades it, three clouds verify
// what comes out by the published keys, and Google's own library and gcloud read what Google's programs read.

const BRIDGE = new URL(ISSUER).hostname;
const GITHUB = 'run-actions.actions.githubusercontent.com';
const ROLE = 'arn:aws:iam::123456789012:role/deploy';
const SUBJECT = 'project_path:acme/web:ref_type:branch:ref:main';
const GOOGLE_AUDIENCE = `https://iam.googleapis.com/${GOOGLE_PROVIDER}`;
const AZURE_AUDIENCE = 'api://AzureADTokenExchange';

/** What Azure's identity libraries send with what is in the four variables (WorkloadIdentityCredential). */
const CALL_AZURE = `exec curl -sS --fail-with-body "$AZURE_AUTHORITY_HOST$AZURE_TENANT_ID/oauth2/v2.0/token" \\
  -d grant_type=client_credentials -d scope=https://management.azure.com/.default --data-urlencode "client_id=$AZURE_CLIENT_ID" \\
  -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \\
  --data-urlencode "client_assertion@$AZURE_FEDERATED_TOKEN_FILE"`;

/** Google's library finds its credentials by itself. */
const CALL_GOOGLE = `const { GoogleAuth } = require('google-auth-library');
  new GoogleAuth({ scopes: 'https://www.googleapis.com/auth/cloud-platform' }).getAccessToken()
    .then((token) => console.log('google', token), (e) => { console.error(e.message); process.exitCode = 9; })`;

/** Ends where a cloud does not know who asks. */
const CALL_ALL = 'call-aws && echo && call-azure && echo && node -e "$CALL_GOOGLE"';

const stage = createStage();
afterAll(() => stage.clear());

describeWith(['openssl'], 'a job with tokens for three clouds', () => {
  let network: Network;
  let upstream: Upstream;
  let application: string;
  let PATH: string;
  let temporary: string;

  beforeAll(async () => {
    const hosts = [BRIDGE, GITHUB, 'graph.microsoft.com', 'login.microsoftonline.com'];
    const google = ['iam.googleapis.com', 'sts.googleapis.com', 'storage.googleapis.com'];
    const names = [...hosts, ...google, 'iam.amazonaws.com', 'sts.amazonaws.com'];
    const { sites, authority } = await createTrust(stage, names);
    network = await createNetwork(stage, { sites, authority });
    upstream = await startUpstream(stage, ISSUER);
    const data = await stage.folder();
    await giveKeys(data);
    const audience = ['sts.amazonaws.com', GOOGLE_AUDIENCE, AZURE_AUDIENCE];
    const rule = (name: string, sub: string, lifetime: number) => ({
      name,
      match: { issuer: upstream.issuer, claims: { sub } },
      grant: { audience, once: true, lifetime },
    });
    const exchange = {
      issuer: ISSUER,
      listen: '127.0.0.1:0',
      tls: { certificateFile: sites.certFile, keyFile: sites.keyFile },
      upstreams: [{ issuer: upstream.issuer, audiences: [ISSUER] }],
      rules: [rule('deploy', SUBJECT, 600), rule('brief', 'brief', 4)],
    };
    const config = join(data, 'drawbridge.yaml');
    await writeFile(config, JSON.stringify({ version: 1, data, exchange }));
    const served = await stage.start(['serve', 'exchange', '--config', config]);
    network.lead(BRIDGE, Number(new URL(await readyAt(served)).port));

    const outside = { fetch: network.fetch, now: () => new Date() };
    const workload = { issuer: ISSUER, subject: SUBJECT };
    serveAws(network, outside, '123456789012');
    serveGoogle(network, outside);
    serveAzure(network, outside);
    await createAwsRole(network, { name: 'deploy', audience: 'sts.amazonaws.com', ...workload });
    await trustByGoogle(network, workload);
    application = await trustByAzure(network, workload);
    PATH = await writePrograms(stage, {
      drawbridge: DRAWBRIDGE_SCRIPT,
      'call-aws': CALL_AWS,
      'call-azure': CALL_AZURE,
      terraform: `[ "$*" = 'apply -auto-approve' ] && ${CALL_ALL}`,
    });
  });

  beforeEach(async () => {
    temporary = await stage.folder();
  });

  const clouds = () => {
    const azure = ['--azure', application, '--azure-tenant-id', TENANT];
    return ['--aws', ROLE, '--gcp', GOOGLE_PROVIDER, ...azure];
  };
  const exchanged = ['--exchange', ISSUER];

  async function runJob(
    env: Readonly<Record<string, string>>,
    options: readonly string[],
    line: string,
  ) {
    const words = ['ci', 'exec', ...options, '--', 'sh', '-ec', line];
    return finish(await stage.start(words, { env: { ...(await surroundings()), ...env } }));
  }

  const surroundings = async () => ({
    ...clientSettings(await stage.folder()),
    ...network.environment,
    PATH,
    TMPDIR: temporary,
    CALL_GOOGLE,
  });

  const issue = (aud: string | readonly string[] = ISSUER) => upstream.issue({ aud, sub: SUBJECT });

  const gitlab = (...tokens: readonly string[]) => ({
    GITLAB_CI: 'true',
    CI_SERVER_URL: upstream.issuer,
    CI_PROJECT_ID: '12',
    CI_PIPELINE_ID: '345',
    ...Object.fromEntries(tokens.map((token, index) => [`TOKEN_${index}`, token])),
  });

  /** Whom Google Cloud takes who has an access token for. */
  async function googlePrincipal(token: string | undefined): Promise<unknown> {
    const request = { method: 'POST', body: String(new URLSearchParams({ token: token ?? '' })) };
    const { body } = await network.ask('https://sts.googleapis.com/v1/introspect', request);
    return (JSON.parse(body) as { readonly username?: unknown }).username;
  }

  const PRINCIPAL = `principal://${GOOGLE_PROVIDER.replace(/^/, 'iam.googleapis.com/').split('/providers/')[0]}/subject/${SUBJECT}`;

  test('each of them knows it, though its token may be exchanged once', async () => {
    const others = {
      AWS_ACCESS_KEY_ID: 'AKIAOLD',
      AWS_SECRET_ACCESS_KEY: 'x',
      GOOGLE_APPLICATION_CREDENTIALS: '/nowhere.json',
      GOOGLE_CLOUD_PROJECT: 'acme-prod',
      CLOUDSDK_AUTH_ACCESS_TOKEN: 'x',
      AZURE_CLIENT_SECRET: 'x',
    };
    const line = `${CALL_ALL}; echo "$GOOGLE_CLOUD_PROJECT [$AZURE_CLIENT_SECRET$CLOUDSDK_AUTH_ACCESS_TOKEN]"`;
    const env = { ...gitlab(await issue()), ...others };
    const { code, stdout, stderr } = await runJob(env, [...clouds(), ...exchanged], line);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(
        /^drawbridge: the token of this job is in TOKEN_0\ndrawbridge: GitLab: the token of this job ends at .*that AWS, Google Cloud and Azure gave.*\n$/,
      ),
    ]);
    expect(stdout).toContain(':assumed-role/deploy/GitLabRunner-12-345</Arn>');
    expect(stdout).toContain('"token_type":"Bearer"');
    expect(stdout).toContain('\nacme-prod []\n');
    const [, token] = /^google (\S+)$/m.exec(stdout) ?? [];
    expect(await googlePrincipal(token)).toBe(PRINCIPAL);
    expect(await readdir(temporary)).toEqual([]);
  });

  test('so does the job of docs/ci-jobs.md, as it stands', async () => {
    const { variables = {}, script = [] } = await readJob('docs/ci-jobs.md', 'clouds');
    expect(variables).toMatchObject({ AWS_ROLE_ARN: ROLE, GOOGLE_PROVIDER });
    const env = {
      ...(await surroundings()),
      ...gitlab(await issue()),
      GOOGLE_CLOUD_PROJECT: 'acme-prod',
      ...variables,
      AZURE_CLIENT_ID: application,
      AZURE_TENANT_ID: TENANT,
    };
    const { code, stdout, stderr } = await runScript(script.join('\n'), env);
    expect([code, stderr]).toEqual([0, expect.stringContaining('AWS, Google Cloud and Azure')]);
    expect(stdout).toContain(':assumed-role/deploy/GitLabRunner-12-345</Arn>');
    expect(stdout).toContain('"token_type":"Bearer"');
    expect(await googlePrincipal(/^google (\S+)$/m.exec(stdout)?.[1])).toBe(PRINCIPAL);
    expect(await readdir(temporary)).toEqual([]);
  });

  test.skipIf(REAL_GCLOUD === undefined)('gcloud is who the job is', async () => {
    const env = { ...gitlab(await issue()), CLOUDSDK_AUTH_ACCESS_TOKEN: 'another' };
    const options = ['--gcp', GOOGLE_PROVIDER, ...exchanged];
    const { code, stdout } = await runJob(env, options, 'exec gcloud auth print-access-token');
    expect([code, await googlePrincipal(stdout.trim())]).toEqual([0, PRINCIPAL]);
  });

  test.each([
    ['AWS', '--audience'],
    ['Google Cloud', '--gcp-audience'],
    ['Azure', '--azure-audience'],
  ])('without one for %s nothing is run, and it is said which', async (cloud, option) => {
    const options = [...clouds(), ...exchanged, option, 'another'];
    const { code, stdout, stderr } = await runJob(gitlab(await issue()), options, 'echo ran');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      new RegExp(
        `^drawbridge: the token for ${cloud} could not be had: .*\\(target_denied\\)$`,
        'm',
      ),
    );
    expect(await readdir(temporary)).toEqual([]);
  });

  test('what it has not got is said before anything is asked', async () => {
    const token = await issue();
    const wrong = await runJob(gitlab(token), ['--azure', application, ...exchanged], 'echo ran');
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain('Give --azure-tenant-id, or set AZURE_TENANT_ID.');
    const faulty = [...clouds(), '--gcp-service-account', 'app', ...exchanged];
    const faultyRun = await runJob(gitlab(token), faulty, 'echo ran');
    expect(faultyRun).toMatchObject({ code: 2, stdout: '' });
    expect(faultyRun.stderr).toContain('"app" is no service account');
    // So the token is as good as new.
    expect(await runJob(gitlab(token), [...clouds(), ...exchanged], 'true')).toMatchObject({
      code: 0,
    });
    expect(await readdir(temporary)).toEqual([]);
  });

  test('each is renewed again and again by the handle of the first', async () => {
    const token = await upstream.issue({ aud: ISSUER, sub: 'brief' });
    const line = `cd "$(dirname "$AWS_WEB_IDENTITY_TOKEN_FILE")"
      for file in aws-token gcp-token azure-token aws-token gcp-token azure-token
      do first=$(cat $file); for i in $(seq 400); do [ "$(cat $file)" != "$first" ] && break; sleep 0.05; done
        [ "$(cat $file)" != "$first" ] && echo $file; done`;
    const job = await runJob(gitlab(token), [...clouds(), ...exchanged], line);
    const files = ['aws-token', 'gcp-token', 'azure-token'];
    expect([job.code, job.stdout.trim().split('\n')]).toEqual([0, [...files, ...files]]);
    expect(job.stderr).not.toContain('could not be');
  });

  /** Shows what each file's token is for, and nothing of its signature. */
  const SHOW = `for file in "$AWS_WEB_IDENTITY_TOKEN_FILE" "$(dirname "$GOOGLE_APPLICATION_CREDENTIALS")/gcp-token" "$AZURE_FEDERATED_TOKEN_FILE"
    do node -e 'const [, claims] = require("node:fs").readFileSync(process.argv[1], "utf8").split("."); console.log(JSON.parse(Buffer.from(claims, "base64url")).aud)' "$file"; done
    cd "$(dirname "$AWS_WEB_IDENTITY_TOKEN_FILE")"; stat -c '%n %a' . *`;

  test('without an exchange a system that can be asked is asked for each', async () => {
    const asked: string[] = [];
    network.serve(GITHUB, async ({ url }) => {
      const audience = url.searchParams.get('audience') ?? '';
      asked.push(audience);
      return { status: 200, body: JSON.stringify({ value: await issue(audience) }) };
    });
    const env = {
      GITHUB_ACTIONS: 'true',
      ACTIONS_ID_TOKEN_REQUEST_URL: `https://${GITHUB}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-runner',
    };
    const { code, stdout, stderr } = await runJob(env, clouds(), SHOW);
    expect([code, stderr]).toEqual([
      0,
      'drawbridge: GitHub Actions: the tokens for AWS, Google Cloud and Azure are renewed for as long as the command runs\n',
    ]);
    const audiences = ['sts.amazonaws.com', GOOGLE_AUDIENCE, AZURE_AUDIENCE];
    expect(asked.toSorted()).toEqual(audiences.toSorted());
    expect(stdout.split('\n').slice(0, 3)).toEqual(audiences);
    expect(stdout.split('\n').slice(3, -1)).toEqual([
      '. 700',
      'aws-token 600',
      'azure-token 600',
      'gcp-token 600',
      'gcp.json 600',
    ]);
  });

  test('without an exchange the one token is for all, and it is said for what it is not', async () => {
    const token = await issue('sts.amazonaws.com');
    const { code, stdout, stderr } = await runJob(gitlab(token), clouds(), SHOW);
    expect([code, stdout.split('\n').slice(0, 3)]).toEqual([0, Array(3).fill('sts.amazonaws.com')]);
    const others = [
      ...stderr.matchAll(/^drawbridge: (.+) gets the token of this job as it is, (.+)$/gm),
    ];
    expect(others.map(([, cloud]) => cloud).toSorted()).toEqual(['Azure', 'Google Cloud']);
    expect(stderr).toContain(`which is for "sts.amazonaws.com" and not for "${AZURE_AUDIENCE}"`);
  });

  test('no token and no handle is in what was said', () => {
    const said = stage.output();
    expect(said).toContain('could not be had');
    // Of the token that the stand-in for Azure gives, which it prints, the last part is shorter than any signature.
    expect(said).not.toMatch(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{60}/);
    expect(said).not.toContain('dbr_');
    expect(said).not.toContain('of-the-runner');
  });
});
