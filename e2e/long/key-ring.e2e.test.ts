import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeProtectedHeader } from 'jose';
import { afterAll, expect, test } from 'vitest';
import {
  ACCEPTED,
  exchangeArguments,
  getJson,
  type Jwks,
  postToken,
  readyAt,
  serveExchange,
} from '../support/exchange.ts';
import { createStage } from '../support/stage.ts';
import { startUpstream } from '../support/upstream.ts';

const stage = createStage();
afterAll(() => stage.clear());

interface ListedKey {
  readonly kid: string;
  readonly state: string;
}

async function listKeys(data: string): Promise<readonly ListedKey[]> {
  const { code, stdout, stderr } = await stage.run(['keys', 'list', '--json', '--data', data]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as readonly ListedKey[];
}

/** A start that is cut off, and the next one. */
async function killAndStartAgain(upstream: string, token: string, delay: number): Promise<void> {
  const data = await stage.folder();
  const first = await stage.start(exchangeArguments(upstream, data));
  await new Promise((resolve) => setTimeout(resolve, delay));
  await first.stop('SIGKILL');

  const { command, url } = await serveExchange(stage, upstream, data);
  const { status, text } = await postToken(url, token);
  expect({ delay, status }).toEqual({ delay, status: 200 });
  const { kid } = decodeProtectedHeader(text);
  const { keys } = await getJson<Jwks>(`${url}/.well-known/jwks.json`);
  expect(keys.map((key) => key.kid)).toEqual([kid]);
  expect(await listKeys(data)).toMatchObject([{ kid, state: 'active' }]);
  const folder = join(data, 'keys');
  for (const name of await readdir(folder)) {
    expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
  }
  await command.stop();
}

test('a first start that is killed at any moment leaves a whole key ring', async () => {
  const upstream = await startUpstream(stage, ACCEPTED);
  const token = await upstream.issue();
  // One in each quarter of a second.
  const delays = Array.from({ length: 4 }, (_, quarter) =>
    Math.floor(((quarter + Math.random()) * 1_000) / 4),
  );
  // Two at a time: in a crowd, a start would not get far within its second.
  for (let index = 0; index < delays.length; index += 2) {
    await Promise.all(
      delays
        .slice(index, index + 2)
        .map((delay) => killAndStartAgain(upstream.issuer, token, delay)),
    );
  }
});

test('processes that start at once on one data folder share one key ring', async () => {
  const upstream = await startUpstream(stage, ACCEPTED);
  const data = await stage.folder();
  const commands = await Promise.all(
    Array.from({ length: 3 }, () => stage.start(exchangeArguments(upstream.issuer, data))),
  );
  const urls = await Promise.all(commands.map(readyAt));
  const kids = await Promise.all(
    urls.map(async (url) => {
      const { keys } = await getJson<Jwks>(`${url}/.well-known/jwks.json`);
      return keys.map((key) => key.kid);
    }),
  );
  const [key, ...more] = await listKeys(data);
  expect(more).toEqual([]);
  expect(kids).toEqual(urls.map(() => [key?.kid]));
  const pems = (await readdir(join(data, 'keys'))).filter((name) => name.endsWith('.pem'));
  expect(pems).toEqual([`${key?.kid}.pem`]);
  await Promise.all(commands.map((command) => command.stop()));
});
