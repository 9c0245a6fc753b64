import { createDefaultEngine, createMemoryStore, type HeaderField } from '@drawbridge/core';
import { createVouchCodec } from '@drawbridge/oauth';
import { createLogRecorder, createTestClock, replyText, testCall } from '@drawbridge/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { vouchSession } from '../../vouch/vouch-defaults.fixture.ts';
import { openVouchGateway, type VouchRuntime } from './open-vouch-gateway.ts';
import { createKeptSecrets } from './signing/kept-secrets.ts';
import { GOOD_SECRET, makeVouchFolder, type VouchFolder } from './vouch.fixture.ts';

let folder: VouchFolder;
beforeEach(async () => {
  folder = await makeVouchFolder();
});
afterEach(() => folder.remove());

const yaml = (more: string) => `vouch:
  domains: [example.com]
  document_root: /sso
  jwt: { secret: ${GOOD_SECRET} }
${more}oauth:
  provider: oidc
  client_id: app
  client_secret: secret-of-the-client
  auth_url: https://id.test/authorize
  token_url: https://id.test/token
  user_info_url: https://id.test/userinfo
  callback_url: https://vouch.example.com/sso/auth
`;

async function open(more: string) {
  const clock = createTestClock();
  const nothing = () => Promise.reject(new Error('asked for something'));
  const runtime = {
    clock,
    engine: createDefaultEngine(),
    http: { fetchDocument: nothing, tokens: () => nothing },
    log: createLogRecorder(),
    store: async () => createMemoryStore(clock),
  } as unknown as VouchRuntime;
  const gateway = await openVouchGateway(
    await folder.read(yaml(more)),
    runtime,
    createKeptSecrets(),
  );
  const codec = createVouchCodec({ keys: [{ secret: GOOD_SECRET }], clock });
  const value = await codec.encode(vouchSession({ expiresAt: clock.seconds() + 3600 }));
  const headers: HeaderField[] = [
    ['host', 'vouch.example.com'],
    ['cookie', `VouchCookie=${value}`],
  ];
  return (target: string) => gateway.handle(testCall({ target, headers }));
}

it('has no inspector where nobody asks for one', async () => {
  const ask = await open('');
  expect((await ask('/sso/step2-decoded-vouch-jwt')).status).toBe(404);
  expect((await ask('/sso/inspect')).status).toBe(404);
});

it('refuses an inspector without an address', async () => {
  const read = folder.read(
    `vouch: { domains: [example.com], validateOnly: true, inspector: true, jwt: { secret: ${GOOD_SECRET} } }\n`,
  );
  await expect(read).rejects.toMatchObject({ code: 'config_invalid' });
  await expect(read).rejects.toThrow('vouch.inspector');
});

it('has it below the document root, and shows nothing of a cookie that was signed out', async () => {
  const ask = await open('  inspector: true\n');
  expect((await ask('/step2-decoded-vouch-jwt')).status).toBe(404);
  expect(replyText(await ask('/sso/step2-decoded-vouch-jwt'))).toContain('ann@example.com');
  expect(replyText(await ask('/sso/inspect'))).toContain('class="state verified"');
  expect(replyText(await ask('/sso/ui/'))).toContain('https://vouch.example.com/sso/login');
  expect((await ask('/sso/logout')).status).toBe(200);
  for (const path of ['/sso/step2-decoded-vouch-jwt', '/sso/inspect']) {
    const reply = await ask(path);
    expect(reply.status).toBe(401);
    expect(replyText(reply)).toContain('token_revoked');
  }
});
