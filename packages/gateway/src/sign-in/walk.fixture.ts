import { expect } from 'vitest';
import type { startSignIn } from './sign-in.fixture.ts';
import type { Shown } from './test-browser.fixture.ts';

type World = Awaited<ReturnType<typeof startSignIn>>;

/** Begins to sign in, as far as the provider. @returns its address, with all that it is asked */
export async function toProvider(
  { browser, provider, loginAt }: Pick<World, 'browser' | 'provider' | 'loginAt'>,
  ...where: Parameters<World['loginAt']>
): Promise<string> {
  const { url, reply } = await browser.open(loginAt(...where));
  expect(reply).toBeUndefined();
  expect(new URL(url).origin).toBe(provider.issuer.issuer);
  return url;
}

/** Signs in, as far as the app. */
export async function signInThere(
  world: Pick<World, 'browser' | 'provider' | 'loginAt'>,
  ...where: Parameters<World['loginAt']>
): Promise<Shown> {
  return world.browser.open(world.provider.authorize(await toProvider(world, ...where)));
}
