import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBrowser } from './open-browser.ts';

const URL = 'https://id.test/auth?a=1&b=$(touch%20x);c';
let folder = '';
let browser = '';
const opened = () => join(folder, 'opened');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-browser-'));
  browser = join(folder, 'browser');
  // Moved into its place, so that it is never seen half written.
  await writeFile(
    browser,
    '#!/bin/sh\necho noise\nprintf %s "$*" > "$0.new"; mv "$0.new" "${0%/*}/opened"\n',
  );
  await chmod(browser, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const none = () => Promise.reject(new Error('launched'));

async function shell(script: string) {
  const child = spawn('/bin/sh', ['-c', script], { stdio: 'ignore' });
  await once(child, 'spawn');
  return child;
}

describe('openBrowser', () => {
  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://id.test/auth',
    'ms-settings:',
    '-a Calculator',
    '',
  ])('refuses %s', async (address) => {
    const given = { env: { BROWSER: browser }, launch: none };
    await expect(openBrowser(address, given)).rejects.toMatchObject({
      code: 'sign_in_unavailable',
    });
  });

  it('takes the first of BROWSER that starts, and gives it the address as one word', async () => {
    const BROWSER = `${folder}/missing:/dev/null:"${browser}" '--a tab' %s`;
    expect(await openBrowser(URL, { env: { BROWSER }, launch: none })).toEqual({ started: true });
    await vi.waitUntil(() => existsSync(opened()));
    expect(readFileSync(opened(), 'utf8')).toBe(`--a tab ${URL}`);
    rmSync(opened());
  });

  it('says why none of BROWSER was started, and takes no other', async () => {
    const BROWSER = `${folder}/missing:/dev/null:sh -c "exit 3"`;
    expect(await openBrowser(URL, { env: { ...process.env, BROWSER }, launch: none })).toEqual({
      started: false,
      why: `of BROWSER, ${folder}/missing is not there; /dev/null is not executable; sh ended with 3`,
    });
    expect(await openBrowser(URL, { env: { BROWSER: ':' }, launch: none })).toMatchObject({
      started: false,
    });
  });

  it("says that the desktop's launcher found no browser", async () => {
    expect(await openBrowser(URL, { env: {}, launch: () => shell('exit 3') })).toEqual({
      started: false,
      why: "the desktop's launcher ended with 3",
    });
    const missing = () => openBrowser(URL, { env: {}, launch: none });
    expect(await missing()).toMatchObject({ started: false });
  });

  it('does not wait for what runs on', async () => {
    const child = await shell('sleep 30');
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const opening = openBrowser(URL, { env: {}, launch: () => Promise.resolve(child) });
    await vi.advanceTimersByTimeAsync(1_000);
    vi.useRealTimers();
    expect(await opening).toEqual({ started: true });
    expect(child.exitCode).toBeNull();
    child.kill();
  });
});

describe.runIf(process.platform === 'linux')('the package open', () => {
  it('opens what the desktop has', async () => {
    vi.stubEnv('BROWSER', browser);
    vi.stubEnv('DISPLAY', undefined);
    const opening = await openBrowser('http://127.0.0.1:1/', { env: {} });
    vi.unstubAllEnvs();
    expect(opening).toEqual({ started: true });
    await vi.waitUntil(() => existsSync(opened()));
    expect(readFileSync(opened(), 'utf8')).toContain('http://127.0.0.1:1/');
    rmSync(opened());
  });
});
