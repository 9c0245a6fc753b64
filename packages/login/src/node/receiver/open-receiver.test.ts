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

function ask(
  url: string,
  options: { host?: string; form?: string; type?: string } = {},
): Promise<Answer> {
  const { host, form, type = 'application/x-www-form-urlencoded' } = options;
  return new Promise((resolve, reject) => {
    const headers = {
      ...(host !== undefined && { host }),
      ...(form !== undefined && { 'content-type': type }),
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
  // Loaded again, it leads to the same page; the judge is not asked.
  expect((await ask(step, { form })).status).toBe(303);
  expect((await ask(step, { form: 'fragment=code%3Dg%26state%3Dright' })).status).toBe(400);
});

it('keeps the page that hands on through a flood of callbacks without a query', async () => {
  const receiver = await start();
  const waits = receiver.receive(judge, AbortSignal.timeout(20_000));
  const { location } = await ask(receiver.redirectUri);
  for (let round = 0; round < 6; round++) {
    await Promise.all(Array.from({ length: 50 }, () => ask(receiver.redirectUri)));
  }
  const url = new URL(location, receiver.redirectUri).href;
  expect((await ask(url)).text).toContain('Handing on');
  const form = `fragment=${encodeURIComponent('code=f&state=right')}`;
  expect((await ask(url, { form })).status).toBe(303);
  expect(await waits).toBe('f');
});

it('takes a form, and no other media type, nor one beyond all measure', async () => {
  const receiver = await start();
  const waits = receiver.receive(judge, AbortSignal.timeout(5_000));
  const huge = `state=right&code=${'a'.repeat(200_000)}`;
  expect((await ask(receiver.redirectUri, { form: huge })).status).toBe(413);
  expect((await ask(receiver.redirectUri, { form: '{}', type: 'application/json' })).status).toBe(
    415,
  );
  expect((await ask(`${receiver.redirectUri}?state=${'a'.repeat(100_000)}`)).status).toBe(431);
  expect((await ask(receiver.redirectUri, { form: 'state=right&code=f' })).status).toBe(303);
  expect(await waits).toBe('f');
});

it('ends with what a judge throws, and shows a page all the same', async () => {
  const receiver = await start();
  const waits = receiver.receive(
    () => Promise.reject(new Error('broken')),
    AbortSignal.timeout(5_000),
  );
  const rejects = expect(waits).rejects.toThrow('broken');
  const { location } = await ask(`${receiver.redirectUri}?code=c`);
  await rejects;
  const { text } = await ask(new URL(location, receiver.redirectUri).href);
  expect(text).toContain('You are not signed in');
  expect(text).not.toContain('broken');
});

it('ends with its signal, and closes at once, where no page is owed', async () => {
  const receiver = await start();
  const controller = new AbortController();
  const waits = receiver.receive(judge, controller.signal);
  controller.abort(new Error('called off'));
  await expect(waits).rejects.toThrow('called off');
  await expect(receiver.receive(judge, controller.signal)).rejects.toThrow('called off');
  const before = performance.now();
  await receiver.close();
  expect(performance.now() - before).toBeLessThan(900);
});

it('is known by another redirect URI than where it listens', async () => {
  const redirectUri = 'https://dev.example/login/back';
  const other = await start();
  const { port } = new URL(other.redirectUri);
  await other.close();
  const receiver = await start({ ports: [Number(port)], redirectUri });
  expect(receiver.redirectUri).toBe(redirectUri);
  const waits = receiver.receive(judge, AbortSignal.timeout(5_000));
  const url = `http://127.0.0.1:${port}/login/back?code=c&state=right`;
  expect((await ask(url, { host: 'other.example' })).status).toBe(421);
  expect((await ask(url, { host: 'dev.example' })).status).toBe(303);
  expect(await waits).toBe('c');
});

it.each(['http://dev.example/callback', 'https://dev.example/?a=b', 'app:callback', 'callback'])(
  'refuses %s as a redirect URI',
  async (redirectUri) => {
    await expect(start({ ports: [0], redirectUri })).rejects.toMatchObject({
      code: 'sign_in_unavailable',
    });
  },
);

it('closes within two seconds though nobody fetches the last page', async () => {
  const receiver = await start({ host: 'localhost', ports: [0] });
  const waits = receiver.receive(judge, AbortSignal.timeout(5_000));
  await ask(`${receiver.redirectUri.replace('localhost', '127.0.0.1')}?code=c&state=right`);
  await waits;
  const before = performance.now();
  await receiver.close();
  expect(performance.now() - before).toBeLessThan(2_000);
  const again = performance.now();
  await receiver.close();
  expect(performance.now() - again).toBeLessThan(100);
});

it('leaves a port that another has on one family', async () => {
  const other = createServer();
  const hasIt = await new Promise<boolean>((done) => {
    other.once('error', () => done(false));
    other.listen(0, '::1', () => done(true));
  });
  // A machine without IPv6 has one family, and so nobody who could take the other.
  if (!hasIt) return;
  const { port } = other.address() as { port: number };
  await expect(start({ host: 'localhost', ports: [port] })).rejects.toMatchObject({
    code: 'address_unavailable',
  });
  const receiver = await start({ host: 'localhost', ports: [port, 0] });
  expect(receiver.redirectUri).not.toContain(`:${port}/`);
  other.close();
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

it('takes a callback at any path, also one that looks like that of a page', async () => {
  const receiver = await start({ ports: [0], path: '/shown/callback' });
  const waits = receiver.receive(judge, AbortSignal.timeout(5_000));
  const { status, location } = await ask(`${receiver.redirectUri}?code=c&state=right`);
  expect(status).toBe(303);
  await ask(new URL(location, receiver.redirectUri).href);
  await expect(waits).resolves.toBe('c');
  expect((await ask(new URL('/shown/other', receiver.redirectUri).href)).status).toBe(404);
});

it('judges nothing that comes once it is called off', async () => {
  const receiver = await start();
  const calledOff = new AbortController();
  const judged: string[] = [];
  const waits = receiver.receive((parameters) => {
    judged.push(parameters.toString());
    return judge(parameters);
  }, calledOff.signal);
  calledOff.abort(new Error('called off'));
  await expect(waits).rejects.toThrow('called off');
  const late = await ask(`${receiver.redirectUri}?code=c&state=right`);
  expect(late.status).toBe(400);
  expect(judged).toEqual([]);
});
