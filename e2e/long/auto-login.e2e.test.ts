import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createTestIssuer } from '@drawbridge/testing';
import { afterAll, expect, test } from 'vitest';
import { openKeptLogins } from '../support/kept-login.ts';
import { createLoginPlace } from '../support/login-place.ts';
import { readPage } from '../support/read-page.ts';
import { serveHere } from '../support/serve-here.ts';
import { NATIVE_CLIENT, type SignInProvider, SIGNED_IN } from '../support/sign-in-provider.ts';
import { createStage } from '../support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

/** A program that hands the address that it is to open on to a person, whose browser it is. */
const programOf = (person: string) =>
  `await fetch('${person}', { method: 'POST', body: process.argv[2] });\n`;

/** A person with a browser. @returns the pages that it came to rest at, and what `BROWSER` is */
async function startBrowser(provider: SignInProvider) {
  const pages: Promise<string>[] = [];
  async function signIn(address: string): Promise<string> {
    // Long enough for the others to be there.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return readPage(await fetch(await provider.signInByFetch(address)));
  }
  const server = createServer((request, response) => {
    pages.push(text(request).then(signIn));
    response.end();
  });
  const program = join(await stage.folder(), 'browser.mjs');
  await writeFile(program, programOf(await serveHere(stage, server)));
  return { pages, variable: `${process.execPath} ${program}` };
}

test('fifty at once, where a person must sign in: one browser, one code, one call of STS, and all answer', async () => {
  const { provider, role, sts } = await createLoginPlace(stage);
  const data = await stage.folder();
  const past = Math.floor(Date.now() / 1000) - 10;
  const logins = openKeptLogins(data);
  const before = await createTestIssuer({ issuer: provider.issuer });
  await logins.keep({
    name: 'dev',
    settings: {
      issuer: provider.issuer,
      clientId: NATIVE_CLIENT,
      flow: 'code',
      scope: 'openid email',
      aws: { role, endpointUrl: sts.url, region: 'eu-central-1' },
    },
    tokens: {
      accessToken: 'access-token-of-tests',
      idToken: await before.issue({ aud: NATIVE_CLIENT, sub: SIGNED_IN, exp: past }),
      tokenType: 'Bearer',
      obtainedAt: past - 300,
      expiresAt: past,
    },
  });
  await logins.close();
  const browser = await startBrowser(provider);
  const home = await stage.folder();
  const env = {
    HOME: home,
    BROWSER: browser.variable,
    DRAWBRIDGE_LOGIN__REDIRECT__PORTS__0: '0',
    DRAWBRIDGE_LOGIN__CACHE: 'file',
  };
  const args = ['credential-process', '--profile', 'dev', '--data', data, '--auto-login'];
  const ended = await Promise.all(Array.from({ length: 50 }, () => stage.run(args, { env })));
  expect(ended.map(({ code }) => code)).toEqual(ended.map(() => 0));
  const keys = ended.map(
    ({ stdout }) => (JSON.parse(stdout) as { readonly AccessKeyId: string }).AccessKeyId,
  );
  expect(new Set(keys).size).toBe(1);
  expect(browser.pages).toHaveLength(1);
  expect(await browser.pages[0]).toContain(role);
  expect(provider.grants('authorization_code')).toBe(1);
  expect(sts.calls).toHaveLength(1);
  // The others said nothing: one alone led a person to the browser.
  expect(ended.filter(({ stderr }) => stderr !== '')).toHaveLength(1);
});
