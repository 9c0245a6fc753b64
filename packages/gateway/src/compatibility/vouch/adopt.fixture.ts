import { createSealer, type JsonObject } from '@drawbridge/core';
import { createIdTokenCheck, createVouchCodec, type VouchSession } from '@drawbridge/oauth';
import { createAuthOrigin } from '../../hosts/auth-origin.ts';
import { AUTH, startSignIn } from '../../sign-in/sign-in.fixture.ts';
import type { UserOfOptions } from '../../user/user-of.ts';
import { createVouchContext } from '../../vouch/vouch-context.ts';
import { VOUCH_DEFAULTS, vouchSession } from '../../vouch/vouch-defaults.fixture.ts';
import type { VouchSettings } from '../../vouch/vouch-settings.ts';
import { createVouchAdopt } from './create-vouch-adopt.ts';
import { createVouchBefore } from './sign-in-before.ts';

const SECRET = 'a secret of Vouch Proxy with forty-four letters or more';
export const NAME = VOUCH_DEFAULTS.cookie.name;
/** Seconds. */
export const MAX_AGE = VOUCH_DEFAULTS.jwt.maxAge;

/** A sign-in with one provider and a gateway that takes the cookies of a Vouch Proxy, and what writes such cookies. */
export async function startAdopting(
  changes: {
    readonly settings?: Partial<VouchSettings>;
    readonly reader?: Partial<UserOfOptions>;
    readonly parameters?: Readonly<Record<string, string>>;
  } = {},
) {
  const world = await startSignIn();
  const { clock, provider, store, log } = world;
  const codec = createVouchCodec({ keys: [{ secret: SECRET }], clock });
  const settings = { ...VOUCH_DEFAULTS, ...changes.settings };
  const context = createVouchContext({
    settings,
    codec,
    provider: undefined,
    sealer: createSealer(['a secret of thirty-two bytes, at least']),
    store,
    clock,
    log,
  });
  const { name, clientId, find } = provider;
  const adopt = createVouchAdopt({
    context,
    auth: createAuthOrigin(AUTH),
    provider: { name, find, parameters: changes.parameters ?? {} },
    reader: { provider: name, groups: { claim: 'groups' }, ...changes.reader },
    checkOf: (found, leeway) =>
      createIdTokenCheck({
        provider: found,
        clientId,
        fetchDocument: provider.issuer.fetch,
        leeway,
        clock,
      }),
  });
  world.restart({ adopt });

  /** What a Vouch Proxy has of somebody who signed in just now. */
  const sessionOf = (more: Partial<VouchSession> = {}): VouchSession =>
    vouchSession({ expiresAt: clock.seconds() + MAX_AGE, ...more });

  return {
    ...world,
    context,
    adopt,
    before: createVouchBefore(context),
    sessionOf,
    cookieOf: (more?: Partial<VouchSession>) => codec.encode(sessionOf(more)),
    idTokenOf: (claims: JsonObject = {}) =>
      provider.issuer.issue({ sub: 'ann-1', aud: clientId, ...claims }),
    /** Has the browser bring these, and open the app. @returns who is signed in then */
    async visit(...values: readonly string[]) {
      const jar = world.browser.cookies(AUTH);
      jar.clear();
      // One name is in a jar once; a browser with more of them sends each.
      jar.set(NAME, values.join(`; ${NAME}=`));
      const shown = await world.browser.open(world.loginAt());
      return { ...shown, session: world.sessions.begun.at(-1) };
    },
  };
}

export type AdoptingWorld = Awaited<ReturnType<typeof startAdopting>>;
