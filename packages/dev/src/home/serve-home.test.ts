import { DrawbridgeError, silentLog } from '@drawbridge/core';
import type { HomePart } from '@drawbridge/pages';
import { afterEach, expect, it, vi } from 'vitest';
import { createDecisions } from './decisions.ts';
import { type ServedHome, serveHome } from './serve-home.ts';
import type { Tryable } from './tryable.ts';

const shown: HomePart = {
  id: 'sample',
  name: 'Sample',
  does: 'It is tried.',
  addresses: [],
  buttons: [{ action: '/try/sample', label: 'Try' }],
  commands: [],
};

let served: ServedHome | undefined;
afterEach(async () => {
  await served?.close();
});

async function serve(press: Tryable['tries'][string], open?: () => Promise<readonly Tryable[]>) {
  const decisions = createDecisions();
  const parts = vi.fn(open ?? (async () => [{ shown, tries: { '/try/sample': press } }]));
  const { url } = (served = await serveHome(0, { parts, decisions, log: silentLog }));
  const post = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(new URL(path, url), {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: new URL(url).origin, ...headers },
    });
  return { url, decisions, post, parts };
}

it('shows the page with its policy, and opens the parts for it', async () => {
  const { url, parts } = await serve(async () => {});
  expect(parts).not.toHaveBeenCalled();
  const answer = await fetch(url);
  expect(await answer.text()).toContain('action="/try/sample"');
  expect(answer.headers.get('content-security-policy')).toContain("connect-src 'self'");
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

it('leads back to the part that was tried', async () => {
  const press = vi.fn(async () => {});
  const { post } = await serve(press);
  const answer = await post('/try/sample');
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/#sample']);
  expect(press).toHaveBeenCalledOnce();
});

it('leads on to another site where a button says so', async () => {
  const { post } = await serve(async () => ({ to: 'http://127.0.0.1:1/auth?a=1&b=2' }));
  const answer = await post('/try/sample');
  expect(answer.headers.get('refresh')).toBe('0; url=http://127.0.0.1:1/auth?a=1&b=2');
  expect(await answer.text()).toContain('href="http://127.0.0.1:1/auth?a=1&amp;b=2"');
});

it('tells what a button failed by', async () => {
  const { post, decisions } = await serve(async () => {
    throw new DrawbridgeError('upstream_unreachable', { detail: 'nobody is there', hint: 'Look.' });
  });
  expect((await post('/try/sample')).status).toBe(303);
  expect(decisions.list()).toMatchObject([
    {
      part: 'sample',
      verdict: 'It failed',
      code: 'upstream_unreachable',
      why: 'nobody is there. Look.',
    },
  ]);
});

it('lets no foreign page press, and knows no other path', async () => {
  const press = vi.fn(async () => {});
  const { post } = await serve(press);
  for (const headers of [{ origin: 'http://evil.test' }, { 'sec-fetch-site': 'cross-site' }]) {
    expect((await post('/try/sample', headers)).status).toBe(403);
  }
  expect((await post('/try/other')).status).toBe(404);
  expect(press).not.toHaveBeenCalled();
});

it('says that its parts could not be opened', async () => {
  const { url } = await serve(
    async () => {},
    () => Promise.reject(new DrawbridgeError('data_unusable')),
  );
  expect((await fetch(url)).status).toBe(500);
});

it('tells a page of what is new, until it is gone', async () => {
  const { url, decisions } = await serve(async () => {});
  const answer = await fetch(new URL('/events', url));
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const read = async (until: string) => {
    for (let text = ''; !text.includes(until); ) text += (await reader?.read())?.value ?? until;
  };
  await read('data: new\n\n');
  decisions.add({ part: 'sample', outcome: 'allowed', verdict: 'Yes', title: 'It went well.' });
  await read('data: new\n\n');
  await reader?.cancel();
});
