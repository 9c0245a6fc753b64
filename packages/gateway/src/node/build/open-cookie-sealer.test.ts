import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OpenSealer, openCookieSealer } from './open-cookie-sealer.ts';

const DAY = 86_400;
let data: string;
const opened: OpenSealer[] = [];

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-'));
});
afterEach(async () => {
  for (const sealer of opened.splice(0)) sealer.close();
  await rm(data, { recursive: true });
});

const clock = createTestClock();

async function open() {
  const log = createLogRecorder();
  const sealer = await openCookieSealer({ data, lifetime: DAY, clock, log });
  opened.push(sealer);
  return sealer;
}

it('refuses a file that is broken, and one that others can read', async () => {
  await open();
  const path = join(data, 'gateway', 'cookie-keys.json');
  const text = await readFile(path, 'utf8');
  await writeFile(path, 'no keys');
  await expect(open()).rejects.toThrow('is not what the gateway wrote');
  await rm(path);
  await writeFile(path, text, { mode: 0o644 });
  await expect(open()).rejects.toThrow('can be read by other users');
});

it('has one set of keys for all processes that have the folder', async () => {
  const [one, other] = await Promise.all([open(), open()]);
  const sealed = await one.seal('a session', 'app.example.com');
  expect(await other.open(sealed, 'app.example.com')).toBe('a session');
  expect(await other.open(sealed, 'other.example.com')).toBeUndefined();
});

it('opens what it sealed before its keys were replaced', async () => {
  const before = await open();
  const sealed = await before.seal('a session', 'app.example.com');
  clock.advance(30 * DAY);
  const after = await open();
  expect(await after.open(sealed, 'app.example.com')).toBe('a session');
  const file = await readFile(join(data, 'gateway', 'cookie-keys.json'), 'utf8');
  expect(file.match(/madeAt/g)).toHaveLength(2);
});
