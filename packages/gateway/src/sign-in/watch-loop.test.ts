import { describe, expect, it } from 'vitest';
import { APP, AUTH, OTHER, startSignIn } from './sign-in.fixture.ts';
import { signInThere } from './walk.fixture.ts';

describe('an app whose cookie does not come back', () => {
  it('is told of the fourth time within a minute, with the causes in order', async () => {
    const world = await startSignIn();
    await signInThere(world);
    world.browser.cookies(APP).clear();
    for (let count = 0; count < 2; count++) {
      expect((await world.browser.open(world.loginAt())).url).toBe(`${APP}/a?b=c`);
      world.browser.cookies(APP).clear();
      world.clock.advance(10);
    }
    const { reply, text, url } = await world.browser.open(world.loginAt());
    expect(url).toContain(`${AUTH}/login`);
    expect(reply?.status).toBe(500);
    const causes = ['did not store the cookie', 'Set-Cookie', 'another host', 'clock'];
    const places = causes.map((cause) => text.indexOf(cause));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(0);
    expect(text).toContain(`href="${APP}/.drawbridge/login?url=%2Fa%3Fb%3Dc"`);
    expect(world.log.entries.map(({ event }) => event)).toContain('sign-in goes in a circle');
    // Whoever has mended it tries again at once.
    expect((await world.browser.open(world.loginAt())).url).toBe(`${APP}/a?b=c`);
  });

  it('is no circle when a minute has passed, nor for other pages, another app or another browser', async () => {
    const world = await startSignIn();
    await signInThere(world);
    for (let count = 0; count < 9; count++) {
      world.clock.advance(21);
      expect((await world.browser.open(world.loginAt())).url).toBe(`${APP}/a?b=c`);
    }
    for (let count = 0; count < 9; count++) {
      const { url } = await world.browser.open(world.loginAt(APP, `/tab/${count}`));
      expect(url).toBe(`${APP}/tab/${count}`);
      expect((await world.browser.open(world.loginAt(OTHER, '/x'))).url).toBe(`${OTHER}/x`);
      world.clock.advance(20);
    }
  });

  it('is none for a clock that went back, nor by a cookie that somebody wrote', async () => {
    const world = await startSignIn();
    await signInThere(world);
    for (let count = 0; count < 2; count++) await world.browser.open(world.loginAt());
    world.clock.step(-3600);
    expect((await world.browser.open(world.loginAt())).url).toBe(`${APP}/a?b=c`);
    const jar = world.browser.cookies(AUTH);
    for (const forged of ['x', jar.get('__Host-drawbridge') ?? '']) {
      jar.set('__Host-drawbridge-loop', forged);
      expect((await world.browser.open(world.loginAt())).url).toBe(`${APP}/a?b=c`);
    }
  });
});

it('a host whose cookies no browser keeps is told why, and not sent round', async () => {
  const world = await startSignIn();
  world.browser.keeps(APP, false);
  const { reply, text } = await signInThere(world);
  expect(reply?.status).toBe(400);
  expect(text).toContain('keeps the cookies of this site');
  world.browser.keeps(APP, true);
  world.browser.keeps(AUTH, false);
  world.browser.cookies(AUTH).clear();
  const shown = await signInThere(world);
  expect(shown.reply?.status).toBe(400);
  expect(shown.text).toContain('that this browser began');
});
