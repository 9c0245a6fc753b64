import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findPartition, planTrust, type TrustOptions } from '@drawbridge/clouds/aws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AWS_ADMIN,
  type AskedAccount,
  createAwsAccount,
} from '../../../../../e2e/support/clouds/aws.ts';
import { applyTrust } from './apply-trust.ts';
import { mergeTrust } from './merge-trust.ts';
import { type OpenIam, openIam } from './open-iam.ts';

const HOST = 'oidc.example.com';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${HOST}`;
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const base: TrustOptions = {
  issuer: `https://${HOST}`,
  audiences: ['sts.amazonaws.com'],
  subjects: ['repo:acme/app'],
  roleName: 'ci',
  policyArns: [READ_ONLY],
};

let server: Server;
let account: AskedAccount;
let iam: OpenIam;
let url = '';
const actions: string[] = [];
/** Whether it answers as something like IAM does that says no more than no. */
let refuses = false;
/** What an action waits for. */
let hold: (action: string) => Promise<void> | undefined = () => undefined;

const open = (accessKeyId: string) =>
  openIam({
    endpointUrl: url,
    credentials: { accessKeyId, secretAccessKey: AWS_ADMIN.AWS_SECRET_ACCESS_KEY },
  });

beforeAll(async () => {
  const fetch = () => Promise.reject(new Error('there is no way out'));
  account = createAwsAccount({ fetch, now: () => new Date() });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = Buffer.concat((await request.toArray()) as Buffer[]).toString();
    const action = new URLSearchParams(body).get('Action') ?? '';
    actions.push(action);
    await hold(action);
    if (refuses) return void response.writeHead(400).end();
    const reply = await account.answer({ headers: request.headers, body }, 'iam');
    response.writeHead(reply.status, { 'content-type': 'text/xml' }).end(reply.body);
  };
  server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  iam = await open(AWS_ADMIN.AWS_ACCESS_KEY_ID);
});

afterAll(() => {
  iam.client.destroy();
  server.close();
  server.closeAllConnections();
});

describe('applyTrust', () => {
  it('says who was refused what', async () => {
    const other = await open('NOBODY');
    await expect(applyTrust(planTrust(base), other)).rejects.toMatchObject({
      code: 'cloud_refused',
      message: expect.stringMatching(/^IAM refused to create the provider .*InvalidClientTokenId/),
    });
    other.client.destroy();
  });

  it('makes provider and role, and nothing the second time', async () => {
    const first = await applyTrust(planTrust(base), iam);
    expect(first).toEqual({
      providerArn: PROVIDER,
      roleArn: 'arn:aws:iam::111122223333:role/ci',
      changes: [
        `created the provider ${PROVIDER}`,
        'created the role arn:aws:iam::111122223333:role/ci',
        `attached the policy ${READ_ONLY}`,
      ],
    });
    actions.length = 0;
    const second = await applyTrust(planTrust(base), iam);
    expect(second).toEqual({ ...first, changes: [] });
    expect(actions.filter((action) => !/^(Get|List|CreateOpenID)/.test(action))).toEqual([]);
  });

  it('adds an audience and leaves the others, and changes the subjects', async () => {
    const own = { ...base, audiences: ['other'], subjects: ['repo:acme/other'], maxSession: 7200 };
    const { changes } = await applyTrust(planTrust(own), iam);
    expect(changes).toEqual([
      `added the audience "other" to the provider ${PROVIDER}`,
      'changed the trust policy of the role arn:aws:iam::111122223333:role/ci',
      'changed the longest session of the role arn:aws:iam::111122223333:role/ci to 7200 seconds',
    ]);
    expect(account.audiences(PROVIDER)).toEqual(['sts.amazonaws.com', 'other']);
    expect(account.policies('ci')).toEqual([READ_ONLY]);
  });

  it('ends well when it is run twice at once, with one provider and one role', async () => {
    const twin = planTrust({ ...base, issuer: 'https://twin.example.com', roleName: 'twin' });
    const other = await open(AWS_ADMIN.AWS_ACCESS_KEY_ID);
    // Neither finds the role before both have looked for it.
    const held: (() => void)[] = [];
    hold = (action) => {
      if (action !== 'CreateRole' || held.length === 2) return undefined;
      const turn = new Promise<void>((resolve) => held.push(resolve));
      if (held.length === 2) for (const release of held) release();
      return turn;
    };
    const [first, second] = await Promise.all([applyTrust(twin, iam), applyTrust(twin, other)]);
    hold = () => undefined;
    other.client.destroy();
    expect(held).toHaveLength(2);
    expect(first.roleArn).toBe(second.roleArn);
    expect(first.providerArn).toBe(second.providerArn);
    const made = [...first.changes, ...second.changes].filter((change) =>
      change.startsWith('created'),
    );
    expect(made.toSorted()).toEqual([
      `created the provider ${first.providerArn}`,
      `created the role ${first.roleArn}`,
    ]);
    expect((await applyTrust(twin, iam)).changes).toEqual([]);
  });

  it('adds a thumbprint to a provider that is there, and leaves the others', async () => {
    const [first, second] = ['a'.repeat(40), 'b'.repeat(40)];
    const add = (thumbprint: string) =>
      applyTrust(planTrust({ ...base, roleName: 'second', thumbprints: [thumbprint] }), iam);
    await add(first);
    expect((await add(second)).changes).toEqual([
      `added the thumbprint ${second} to the provider ${PROVIDER}`,
    ]);
    expect((await add(first)).changes).toEqual([]);
    const { sdk, client } = iam;
    const there = await client.send(
      new sdk.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: PROVIDER }),
    );
    expect(there.ThumbprintList).toEqual([first, second]);
  });

  it('advises a thumbprint where something like IAM refuses a provider without one', async () => {
    refuses = true;
    const made = { ...base, issuer: 'https://new.example.com/team' };
    await expect(applyTrust(planTrust(made), iam)).rejects.toMatchObject({
      code: 'cloud_setting_invalid',
      hint: expect.stringContaining('aws thumbprint new.example.com`'),
    });
    const given = planTrust({ ...made, thumbprints: ['a'.repeat(40)] });
    await expect(applyTrust(given, iam)).rejects.toMatchObject({
      code: 'cloud_setting_invalid',
      hint: undefined,
    });
    refuses = false;
  });

  it('uses a provider that is there, and no other', async () => {
    const there = planTrust({ ...base, providerArn: PROVIDER, roleName: 'second' });
    expect((await applyTrust(there, iam)).changes).toEqual([]);
    const gone = planTrust({
      ...base,
      issuer: 'https://gone.example.com',
      providerArn: 'arn:aws:iam::111122223333:oidc-provider/gone.example.com',
    });
    await expect(applyTrust(gone, iam)).rejects.toMatchObject({
      code: 'cloud_setting_invalid',
      message: expect.stringContaining('NoSuchEntity'),
    });
  });
});

describe('openIam', () => {
  const CHINA = findPartition('aws-cn');

  it.each([
    ['http', { endpointUrl: 'http://iam.example.com' }],
    ['no URL', { env: { AWS_ENDPOINT_URL_IAM: 'iam' } }],
    ['http of a profile', { profile: { endpointUrl: 'http://iam.example.com' } }],
    ['a region of another partition', { partition: CHINA, profile: { region: 'eu-west-1' } }],
  ])('refuses %s', async (_, options) => {
    await expect(openIam(options)).rejects.toMatchObject({ code: 'cloud_setting_invalid' });
  });

  it.each([
    [
      'a variable',
      { env: { AWS_ENDPOINT_URL_IAM: 'https://iam.test', AWS_REGION: 'here' } },
      'here',
    ],
    [
      'a profile',
      { profile: { endpointUrl: 'https://iam.test', region: 'eu-west-1' } },
      'eu-west-1',
    ],
  ])('asks what %s names in any region', async (_, options, region) => {
    const { client } = await openIam({ ...options, partition: CHINA });
    expect(await client.config.region()).toBe(region);
    expect(await client.config.endpoint?.()).toMatchObject({ hostname: 'iam.test' });
    client.destroy();
  });

  it('says what to install', async () => {
    const missing = Object.assign(new Error('no'), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(openIam({}, () => Promise.reject(missing))).rejects.toMatchObject({
      code: 'cloud_setting_invalid',
      message: expect.stringContaining('@aws-sdk/client-iam, which is not installed'),
      hint: expect.stringContaining('npm install @aws-sdk/client-iam'),
    });
  });
});

describe('mergeTrust', () => {
  const wanted = {
    Version: '2012-10-17' as const,
    Statement: [
      {
        Effect: 'Allow' as const,
        Principal: { Federated: PROVIDER },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${HOST}:sub`]: 'a' } },
      },
    ],
  };
  const others = [
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
    { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' },
    { Effect: 'Deny', Principal: { Federated: PROVIDER }, Action: 'sts:TagSession' },
  ];
  const encode = (policy: unknown) => encodeURIComponent(JSON.stringify(policy));

  it('keeps the statements on others, and replaces those on the provider', () => {
    const old = { ...wanted.Statement[0], Condition: {} };
    const there = {
      Version: '2012-10-17',
      Id: 'x',
      Statement: [others[0], old, ...others.slice(1)],
    };
    expect(JSON.parse(mergeTrust(encode(there), wanted, PROVIDER) ?? '')).toEqual({
      Version: '2012-10-17',
      Id: 'x',
      Statement: [...others, ...wanted.Statement],
    });
  });

  it('changes nothing where only the order of members differs', () => {
    const turned = wanted.Statement.map((one) => Object.fromEntries(Object.entries(one).reverse()));
    const there = { Statement: [...turned, ...others] };
    expect(mergeTrust(encode(there), wanted, PROVIDER)).toBeUndefined();
  });

  it.each([undefined, '', '%7B%7D'])('writes one in the place of none, as %j', (text) => {
    expect(JSON.parse(mergeTrust(text, wanted, PROVIDER) ?? '')).toEqual(wanted);
  });

  it.each(['%', '[]', '%22x%22', '%7B'])('replaces none that cannot be read: %j', (text) => {
    expect(() => mergeTrust(text, wanted, PROVIDER)).toThrow(
      expect.objectContaining({ code: 'cloud_invalid' }),
    );
  });
});
