import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { decodeProtectedHeader } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { ACCEPTED, getJson, type Jwks, postToken, serveExchange } from '../support/exchange.ts';
import { DRAWBRIDGE } from '../support/command.ts';
import { readBlocks } from '../support/documents.ts';
import { createStage } from '../support/stage.ts';
import { startUpstream } from '../support/upstream.ts';

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
  await expect.poll(published, { timeout: 20_000, interval: 200 }).toEqual([old, kid]);
  expect(await signs()).toBe(old);
  expect(command.stderr()).toContain('event="key ring reloaded"');

  const { stdout } = await stage.run(['keys', 'list', '--json', '--data', data]);
  expect(JSON.parse(stdout)).toMatchObject([
    { kid: old, state: 'active' },
    { kid, state: 'next' },
  ]);
  expect(await command.stop()).toEqual({ code: 0, signal: null });
});

test.each([
  ['move', null],
  ['moveSite', 'https://new.example.com'],
])('a key goes along to a new address as the page says: %s', async (mark, issuer) => {
  const cwd = await stage.folder();
  const drawbridge = async (...args: string[]) => {
    const { code, stdout, stderr } = await stage.run(args, { cwd });
    expect([code, stderr]).toEqual([0, stderr]);
    return stdout;
  };
  const site = ['--dir', 'old-site', '--data', 'old'];
  await drawbridge('issuer', 'init', 'https://old.example.com', ...site);
  const list = async (data: string): Promise<unknown[]> =>
    JSON.parse(await drawbridge('keys', 'list', '--json', '--data', data)) as unknown[];
  const [key] = (await list('old')) as readonly { readonly kid: string }[];
  const kid = key?.kid ?? '';
  const block = (await readBlocks('docs/keys.md')).find((candidate) => candidate.mark === mark);
  const text = block?.text.replaceAll('KID', kid) ?? 'false';
  const line = `set -e\ndrawbridge() { '${process.execPath}' '${DRAWBRIDGE}' "$@"; }\n${text}`;
  expect(await stage.shell(line, { cwd })).toMatchObject({ code: 0 });
  // The new address owns a ring of its own, and no copy of the key is left beside it.
  expect(await list('new')).toMatchObject([{ kid, alg: 'RS256', issuer }]);
  expect(await list('old')).toMatchObject([{ kid, issuer: 'https://old.example.com' }]);
  expect(existsSync(join(cwd, 'key.jwk'))).toBe(false);
});
