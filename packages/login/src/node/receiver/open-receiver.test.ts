import { request } from 'node:http';
import { createServer } from 'node:net';
import { signInFailedPage, signedInPage } from '@drawbridge/pages';
import { silentLog } from '@drawbridge/core';
import { afterEach, expect, it } from 'vitest';
import { openReceiver, type ReceiverOptions } from './open-receiver.ts';
import type { CallbackReceiver, Judge } from './receiver.ts';

const open: CallbackReceiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

async function start(options: ReceiverOptions = { ports: [0] }) {
  const receiver = await openReceiver(options, silentLog);
  open.push(receiver);
  return receiver;
}

const page = signedInPage({ who: 'Ada', issuer: 'https://login.example' });
const forged = signInFailedPage({ what: 'Forged.', next: ['Wait.'], code: 'x' });
const judge: Judge<string> = (parameters) =>
  Promise.resolve(
    parameters.get('state') === 'right'
      ? { kind: 'over', page, value: String(parameters.get('code')) }
      : { kind: 'foreign', page: forged },
  );

interface Answer {
  readonly status: number;
  readonly location: string;
  readonly text: string;
}

function ask(url: string, options: { host?: string; form?: string } = {}): Promise<Answer> {
  const { host, form } = options;
  return new Promise((resolve, reject) => {
    const headers = {
      ...(host !== undefined && { host }),
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const sent = request(url, { method: form === undefined ? 'GET' : 'POST', headers }, (got) => {
      let text = '';
      got.on('data', (chunk: Buffer) => (text += chunk.toString()));
      got.on('end', () => {
        resolve({ status: got.statusCode ?? 0, location: got.headers.location ?? '', text });
      });
    });
    sent.on('error', reject);
    sent.end(form);
  });
}

it('refuses another Host, and lets the sign-in wait on', async () => {
  const receiver = await start();
  const waits = receiver.receive(judge, AbortSignal.timeout(5_000));
  const url = `${receiver.redirectUri}?code=c&state=right`;
  expect((await ask(url, { host: 'evil.example:6432' })).status).toBe(421);
  await ask(url);
  expect(await waits).toBe('c');
});

it('takes the true callback among a hundred forged ones, and shows its page without the code', async () => {
  const receiver = await start();
  const waits = receiver.receive(judge, AbortSignal.timeout(5_000));
  const forge = () => ask(`${receiver.redirectUri}?error=access_denied&state=wrong`);
  const before = Array.from({ length: 50 }, forge);
  const truth = ask(`${receiver.redirectUri}?code=c&state=right`);
  const answers = await Promise.all([...before, ...Array.from({ length: 50 }, forge)]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
  const { status, location } = await truth;
  expect([status, location.includes('code')]).toEqual([303, false]);
  expect(await waits).toBe('c');
  const again = await ask(`${receiver.redirectUri}?code=c&state=right`);
  expect(again.location).toBe(location);
  const shown = new URL(location, receiver.redirectUri).href;
  expect((await ask(shown, { form: 'a=b' })).status).toBe(405);
  expect((await ask(shown)).text).toContain('You are signed in');
});

it('hands on a fragment, once', async () => {
  const receiver = await start();
  const waits = receiver.receive(judge, AbortSignal.timeout(5_000));
  const { location } = await ask(receiver.redirectUri);
  const step = new URL(location, receiver.redirectUri).href;
  const form = `fragment=${encodeURIComponent('code=f&state=right')}`;
  expect((await ask(step, { form })).status).toBe(303);
  expect(await waits).toBe('f');
  expect((await ask(step, { form })).status).toBe(404);
});

it('closes within two seconds though nobody fetches the last page', async () => {
  const receiver = await start({ host: 'localhost', ports: [0] });
  const waits = receiver.receive(judge, AbortSignal.timeout(5_000));
  await ask(`${receiver.redirectUri.replace('localhost', '127.0.0.1')}?code=c&state=right`);
  await waits;
  const before = performance.now();
  await receiver.close();
  expect(performance.now() - before).toBeLessThan(2_000);
});

it('takes the next port where one is taken, and names all where none is free', async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const { port } = other.address() as { port: number };
  const receiver = await start({ ports: [port, 0] });
  expect(receiver.redirectUri).not.toContain(`:${port}/`);
  await expect(start({ ports: [port] })).rejects.toMatchObject({
    code: 'address_unavailable',
    message: expect.stringContaining(String(port)),
  });
  other.close();
});
