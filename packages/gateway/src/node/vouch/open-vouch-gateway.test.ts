import { createMemoryStore, systemClock } from '@drawbridge/core';
import { createHttpClient, createRuntime } from '@drawbridge/node';
import { createVouchCodec } from '@drawbridge/oauth';
import { createLogRecorder, replyText, testCall } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { vouchSession } from '../../vouch/vouch-defaults.fixture.ts';
import type { Variables } from './layers/read-vouch-variables.ts';
import { openVouchGateway, openVouchSigning } from './open-vouch-gateway.ts';
import { createKeptSecrets } from './signing/kept-secrets.ts';
import { GOOD_SECRET, LEAST, makeVouchFolder, type VouchFolder } from './vouch.fixture.ts';

const OTHER_SECRET = 'b3RoZXItc2VjcmV0LW9mLXRoaXJ0eS10d28tYnl0ZXMh';
const SIGNING_IN = `vouch: {domains: [example.com]}
oauth:
  provider: oidc
  client_id: apps
  client_secret: PLANTED-secret
  auth_url: https://issuer.test/authorize
  token_url: https://issuer.test/token
  user_info_url: https://issuer.test/userinfo
  callback_url: https://vouch.example.com/auth
`;
const SESSION = vouchSession();

const cleanUps: (() => unknown)[] = [];
let folder: VouchFolder;
let log = createLogRecorder();
beforeEach(async () => {
  folder = await makeVouchFolder();
  log = createLogRecorder();
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await folder.remove();
});

const ENV = { VOUCH_JWT_SECRET: GOOD_SECRET };

async function open(yaml: string, env: Variables = ENV, kept = createKeptSecrets()) {
  const http = createHttpClient();
  const openStore = async () => createMemoryStore(systemClock);
  const runtime = createRuntime({ data: folder.path, log, env, http, openStore });
  cleanUps.push(
    () => http.close(),
    () => runtime.close(),
  );
  const service = await openVouchGateway(await folder.read(yaml, env), runtime, kept);
  cleanUps.push(() => service.close());
  return {
    ask: (target: string, cookie?: string) =>
      service.handle(
        testCall({
          target,
          headers: [
            ['host', 'app.example.com'],
            ...(cookie === undefined ? [] : [['cookie', cookie] as const]),
          ],
        }),
      ),
  };
}

const cookieBy = async (secret: string) =>
  `VouchCookie=${await createVouchCodec({ keys: [{ secret }] }).encode(SESSION)}`;

describe('openVouchGateway', () => {
  it('takes cookies by the secret of the configuration, and by no other', async () => {
    const { ask } = await open(LEAST);
    expect((await ask('/validate', await cookieBy(OTHER_SECRET))).status).toBe(401);
    expect((await ask('/validate', await cookieBy(GOOD_SECRET))).status).toBe(200);
  });

  it('takes those of a secret of before', async () => {
    const env = { ...ENV, VOUCH_JWT_PREVIOUSSECRETS: OTHER_SECRET };
    const { ask } = await open(LEAST, env);
    expect((await ask('/validate', await cookieBy(OTHER_SECRET))).status).toBe(200);
  });

  it('signs nobody in where it only validates', async () => {
    const { ask } = await open(LEAST);
    const reply = await ask('/login?url=https://app.example.com/');
    expect(reply.status).toBe(404);
    expect(replyText(reply)).toContain('Nobody signs in at this gateway');
  });

  it('sends browsers to the provider of the configuration', async () => {
    const { ask } = await open(SIGNING_IN);
    const { status, headers } = await ask('/login?url=https://app.example.com/');
    const [, location = ''] = headers.find(([name]) => name === 'location') ?? [];
    expect(status).toBe(302);
    expect(location).toMatch(/^https:\/\/issuer\.test\/authorize\?/);
    expect(new URL(location).searchParams.get('redirect_uri')).toBe(
      'https://vouch.example.com/auth',
    );
    expect(location + log.text()).not.toContain('PLANTED');
  });

  it('goes on with the secret that it made when its configuration is read anew', async () => {
    const kept = createKeptSecrets();
    const first = await folder.read(LEAST);
    const { codec } = await openVouchSigning(first.signing, { clock: systemClock, log }, kept);
    const cookie = `VouchCookie=${await codec.encode(SESSION)}`;
    expect((await (await open(LEAST, {}, kept)).ask('/validate', cookie)).status).toBe(200);
    // Another process finds it in the file.
    expect((await (await open(LEAST, {})).ask('/validate', cookie)).status).toBe(200);
    expect(log.entries.map(({ event }) => event)).toContain('jwt.secret made');
    expect(log.entries.filter(({ level }) => level === 'warn')).toEqual([]);
  });
});

describe('openVouchSigning', () => {
  it('writes as the configuration says', async () => {
    const of = async (...lines: readonly string[]) => {
      const yaml = LEAST + lines.map((line) => `  ${line}\n`).join('');
      const { signing } = await folder.read(yaml, ENV);
      const { codec } = await openVouchSigning(
        signing,
        { clock: systemClock, log },
        createKeptSecrets(),
      );
      return codec.encode(SESSION);
    };
    expect(await of()).toMatch(/^H4sI[\w-]+=*$/);
    const bare = await of('jwt: {compress: false, signing_method: HS512}');
    const [header = ''] = bare.split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
      alg: 'HS512',
      typ: 'JWT',
    });
  });
});
