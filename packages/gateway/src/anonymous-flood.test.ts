import { expect, it, vi } from 'vitest';
import { createWorld } from './session/sessions.fixture.ts';
import { fieldsOf, setUpGateway } from './gateway.fixture.ts';
import { APP, AUTH, startSignIn } from './sign-in/sign-in.fixture.ts';
import { toProvider } from './sign-in/walk.fixture.ts';

// What callers who are not signed in can make a gateway keep, however many they are.

const MANY = 100;
const junk = (n: number) => n.toString(36).padStart(43, 'x');

async function start() {
  const world = await startSignIn();
  return { ...world, put: vi.spyOn(world.store, 'put'), get: vi.spyOn(world.store, 'get') };
}

it('sign-ins that are begun, and never finished, are with their browsers alone', async () => {
  const world = await start();
  for (let n = 0; n < MANY; n++) {
    await toProvider({ ...world, browser: world.newBrowser() }, APP, `/${n}`);
  }
  expect([world.put.mock.calls.length, world.get.mock.calls.length]).toEqual([0, 0]);
});

it('addresses with states, codes and requests that nobody gave are looked up at most, and never kept', async () => {
  const world = await start();
  for (let n = 0; n < MANY; n++) {
    const browser = world.newBrowser();
    browser.cookies(AUTH).set('__Host-drawbridge', junk(n));
    browser.cookies(APP).set('__Host-drawbridge', junk(n));
    for (const url of [
      `${AUTH}/callback?state=${junk(n)}&code=${junk(n)}`,
      `${AUTH}/login?request=${junk(n)}`,
      `${APP}/.drawbridge/callback?code=${junk(n)}`,
    ]) {
      expect((await browser.ask(url)).status).toBeGreaterThanOrEqual(400);
    }
  }
  expect([world.put.mock.calls.length, world.get.mock.calls.length]).toEqual([0, MANY]);
});

it('a sign-in that is called off again and again keeps nothing', async () => {
  const world = await start();
  for (let n = 0; n < MANY; n++) {
    const browser = world.newBrowser();
    const at = new URL(await toProvider({ ...world, browser }));
    const state = at.searchParams.get('state');
    const back = `${AUTH}/callback?error=access_denied&state=${state}&iss=https%3A%2F%2Fone.test`;
    expect((await browser.open(back)).text).toContain('Your provider did not sign you in');
  }
  expect(world.put).not.toHaveBeenCalled();
});

it('a made-up code costs one entry of a hundred bytes, for half an hour, and one question to the provider', async () => {
  const world = await start();
  const now = world.clock.seconds();
  for (let n = 0; n < MANY; n++) {
    const browser = world.newBrowser();
    const at = new URL(await toProvider({ ...world, browser }));
    const state = at.searchParams.get('state');
    const back = `${AUTH}/callback?code=${junk(n)}&state=${state}&iss=https%3A%2F%2Fone.test`;
    for (const time of [1, 2]) expect((await browser.ask(back)).status, `${time}`).toBe(400);
  }
  expect(world.sessions.begun).toEqual([]);
  expect(world.provider.asked).toHaveLength(MANY);
  expect(world.put).toHaveBeenCalledTimes(MANY);
  for (const [key, value, { expiresAt }] of world.put.mock.calls) {
    expect(key.length + value.length).toBeLessThan(100);
    expect(expiresAt - now).toBeLessThanOrEqual(1800);
  }
});

it('made-up cookies of sessions ask the store nothing, and take no place of one that is good', async () => {
  const { inStore, inCookies, sealer, signedIn, store } = await createWorld();
  const unsealed = vi.spyOn(sealer, 'open');
  for (const sessions of [inStore({ seen: 1 }), inCookies({ seen: 1 })]) {
    const begun = await sessions.begin(await signedIn());
    const cookie = await sessions.cookieFor(begun, 'app.example.com');
    const opens = async (text: string) =>
      (await sessions.open(text, 'app.example.com')) !== undefined;
    expect(await opens(cookie)).toBe(true);
    const before = store.counts.get;
    for (let n = 0; n < MANY; n++) {
      expect(await opens(junk(n))).toBe(false);
      expect(await opens(`${cookie.slice(0, -3)}${n}`)).toBe(false);
    }
    expect(store.counts.get).toBe(before);
    unsealed.mockClear();
    expect(await opens(cookie)).toBe(true);
    expect(unsealed).not.toHaveBeenCalled();
  }
});

it('hosts, paths and methods that are made up become no label of a metric', async () => {
  const { gateway, ask, counts } = await setUpGateway();
  const labels = () => new Set(counts.map((count) => JSON.stringify(count))).size;
  await ask('/x');
  await ask('/x', [], { host: 'nobody.example' });
  await ask('/x', [], { method: 'M0' });
  const before = labels();
  for (let n = 0; n < MANY; n++) {
    await ask(`/${n}`, [['user-agent', junk(n)]], { host: `h${n}.example`, method: `M${n}` });
    const reply = await ask(`/${n}`, [], { method: 'GET', host: `a${n}.apps.example.com` });
    expect(fieldsOf(reply)).not.toHaveProperty('set-cookie');
  }
  expect(labels()).toBe(before);
  await gateway.close();
});
