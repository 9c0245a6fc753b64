import { decodeProtectedHeader } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { ACCEPTED, getJson, type Jwks, postToken, serveExchange } from './support/exchange.ts';
import { createStage } from './support/stage.ts';
import { startUpstream } from './support/upstream.ts';

const stage = createStage();
afterAll(() => stage.clear());

test('a key that is generated while the exchange runs is published, and the old one signs on', async () => {
  const upstream = await startUpstream(stage, ACCEPTED);
  const data = await stage.folder();
  const { command, url } = await serveExchange(stage, upstream.issuer, data);
  const published = async () => {
    const { keys } = await getJson<Jwks>(`${url}/.well-known/jwks.json`);
    return keys.map(({ kid }) => kid);
  };
  const signs = async () => {
    const { text } = await postToken(url, await upstream.issue());
    return decodeProtectedHeader(text).kid;
  };
  const [old] = await published();
  expect(await signs()).toBe(old);

  const generated = await stage.run(['keys', 'generate', '--json', '--data', data]);
  expect(generated).toMatchObject({ code: 0, stderr: '' });
  const { kid } = JSON.parse(generated.stdout) as { readonly kid: string };
  expect(kid).not.toBe(old);

  // The exchange looks every five seconds.
  await expect.poll(published, { timeout: 8_000, interval: 200 }).toEqual([old, kid]);
  expect(await signs()).toBe(old);
  expect(command.stderr()).toContain('event="key ring reloaded"');

  const { stdout } = await stage.run(['keys', 'list', '--json', '--data', data]);
  expect(JSON.parse(stdout)).toMatchObject([
    { kid: old, state: 'active' },
    { kid, state: 'next' },
  ]);
  expect(await command.stop()).toEqual({ code: 0, signal: null });
});
