import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrawbridgeError, silentLog } from '@drawbridge/core';
import { Refusal } from '@drawbridge/oauth';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ChildEnded } from '../../child-ended.ts';
import type { ClientlessSession } from './session.ts';
import { withClient } from './with-client.ts';

let data: string;
let registered: string[];
let said: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-with-client-'));
  [registered, said] = [[], ''];
});
afterEach(() => rm(data, { recursive: true, force: true }));

/** A provider that registers whoever asks, and manages no client. */
async function register(_: string, { body }: { readonly body: string }): Promise<Response> {
  registered.push(`client-${registered.length + 1}`);
  const { redirect_uris } = JSON.parse(body) as { readonly redirect_uris: unknown };
  const made = { client_id: registered.at(-1), redirect_uris };
  return new Response(JSON.stringify(made), {
    status: 201,
    headers: { 'content-type': 'application/json' },
  });
}

const DONE = { done: true };

/** Signs in, and has each attempt end as told: well, where there is nothing to throw. */
async function signIn(
  outcomes: readonly (Error | undefined)[],
  login: object = {},
  options: object = {},
) {
  const clients: string[] = [];
  const goOn: (boolean | undefined)[] = [];
  const ends = [...outcomes];
  const session = {
    options,
    login: {
      flow: 'code',
      redirect: { host: '127.0.0.1', ports: [6432], path: '/callback' },
      ...login,
    },
    provider: { issuer: 'https://id.test', registrationEndpoint: 'https://id.test/register' },
    http: { tokens: () => register },
    log: silentLog,
    context: {
      terminal: { env: {}, stderr: { write: (text: string) => (said += text) } },
      config: async () => ({ login: { cache: 'file' } }),
      data: async () => data,
    },
  } as unknown as ClientlessSession;
  const ended = await withClient(session, async ({ client, goesOn }) => {
    clients.push(client.clientId);
    const end = ends.shift();
    goOn.push(goesOn?.(end));
    if (end !== undefined) throw end;
    return DONE as never;
  }).catch((thrown: unknown) => thrown);
  return { ended, clients, goOn };
}

const refused = (error = 'unauthorized_client') =>
  new DrawbridgeError('sign_in_refused', {
    detail: 'the provider refused',
    cause: new Refusal(error, undefined, undefined),
  });
const timeout = () => new DrawbridgeError('sign_in_timeout', { hint: 'Was the window closed?' });

it('ends with the fault where the provider refuses the next client too', async () => {
  await signIn([undefined]);
  const { ended, clients, goOn } = await signIn([refused(), refused()]);
  expect(ended).toMatchObject({ code: 'sign_in_refused' });
  expect(goOn).toEqual([true, undefined]);
  expect(clients).toEqual(['client-1', 'client-2']);
  expect(registered).toEqual(['client-1', 'client-2']);
});

it('does not replace a client with which nobody has signed in, and says how to', async () => {
  const first = await signIn([refused()]);
  expect(first.ended).toMatchObject({ code: 'sign_in_refused', hint: undefined });
  const { ended, clients } = await signIn([refused()]);
  expect(ended).toMatchObject({
    code: 'sign_in_refused',
    hint: expect.stringMatching(/client-1 was registered on \d{4}-.*--register/) as string,
  });
  expect(clients).toEqual(['client-1']);
  expect((await signIn([refused()], {}, { register: true })).clients).toEqual(['client-2']);
});

it.each<[string, Error]>([
  ['the person said no', refused('access_denied')],
  ['the cloud did', new DrawbridgeError('cloud_refused')],
  ['something broke', new TypeError('of undefined')],
])('does not replace a client where %s', async (_, thrown) => {
  await signIn([undefined]);
  expect(await signIn([thrown])).toEqual({ ended: thrown, clients: ['client-1'], goOn: [false] });
});

it('says when the client was registered where nobody came back', async () => {
  await signIn([undefined]);
  const { ended } = await signIn([timeout()]);
  expect(ended).toMatchObject({
    code: 'sign_in_timeout',
    hint: expect.stringMatching(/^Was the window closed\? .*--register/) as string,
  });
  said = '';
  const off = new ChildEnded(130);
  expect((await signIn([off])).ended).toBe(off);
  expect(said).toMatch(/client-1 was registered on .*--register/);
});

it('refuses a secret without its client, and asks nobody', async () => {
  const clientSecret = { kind: 'text', text: 'hidden' };
  const { ended, clients } = await signIn([], { clientSecret });
  expect(ended).toMatchObject({ code: 'usage_invalid' });
  expect([clients, registered]).toEqual([[], []]);
});

it('signs in as the client that is given, and as no other', async () => {
  const thrown = refused();
  expect(await signIn([thrown], { clientId: 'mine' })).toEqual({
    ended: thrown,
    clients: ['mine'],
    goOn: [undefined],
  });
  expect(registered).toEqual([]);
});

it('signs in again with the next client, and says so', async () => {
  await signIn([undefined]);
  expect(await signIn([refused()])).toMatchObject({
    ended: DONE,
    clients: ['client-1', 'client-2'],
  });
  expect(said).toContain('refused the client client-1');
  expect((await signIn([undefined])).clients).toEqual(['client-2']);
});
