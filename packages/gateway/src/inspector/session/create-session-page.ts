import type { Call } from '@drawbridge/core';
import { noSessionPage } from '@drawbridge/pages';
import { cookieNames } from '../../cookies/cookie-names.ts';
import type { IdentityField } from '../../identity/identity-field.ts';
import { createIdentityFields } from '../../identity/identity-fields.ts';
import type { LogoutContext } from '../../logout/logout-context.ts';
import type { Session } from '../../session/session.ts';
import { loginUrl } from '../../sign-in/login-url.ts';
import { inspect } from '../inspection/inspect.ts';
import { MASK } from '../inspection/mask.ts';
import { untilWhen } from '../inspection/summarize.ts';
import type { Inspection } from '../inspection/inspection.ts';
import { createPageFrame, type InspectorPage } from '../page/create-page-frame.ts';
import { heldCookies } from '../page/held-cookies.ts';
import { lookAtVouch, type VouchCookie } from '../page/look-at-vouch.ts';
import { sessionLayers } from './session-layers.ts';

/** Where the page is, on the auth host and on no other: no app has a script, or a service worker, of that origin. */
export const INSPECT_PATH = '/inspect';

/** What the page of a session is made of. */
export interface SessionPageOptions {
  /** Those of the gateway: what apps are told. */
  readonly fields: readonly IdentityField[];
  /** Whether apps are told by a signed field too. */
  readonly hasIdentityToken: boolean;
  /** The cookie of the Vouch Proxy whose people move here: of it, a browser holds its tokens. Default: there is none. */
  readonly vouch?: VouchCookie | undefined;
}

/**
 * Makes the page that says to whoever is signed in what her session is made of. Of that she is shown what her browser holds and
 * what apps are told, and of all else that it is there.
 *
 * @param context - that of the logout and of the page of a person
 */
export function createSessionPage(
  { auth, sealer, browsers, sessions, clock }: LogoutContext,
  { fields, hasIdentityToken, vouch }: SessionPageOptions,
): InspectorPage {
  const { session: cookieName } = cookieNames(auth.scheme);
  const write = createIdentityFields(fields);

  async function lookAtSession(call: Call, session: Session): Promise<Inspection> {
    const cookies = heldCookies(call, cookieName) ?? '';
    const found = await inspect(`Cookie: ${cookies}`, { clock });
    const behind = await sessionLayers(session, {
      clock,
      kept: await sessions.keptOf(session),
      fields,
      write,
      identityIssuer: hasIdentityToken ? auth.url : undefined,
    });
    const { user, idleEndsAt, endsAt } = session;
    const who = user.email ?? user.preferredUsername ?? user.subject;
    const ends = Math.min(idleEndsAt, endsAt);
    const summary = MASK.text(`${who}, ${untilWhen({ ends, now: found.at })}`);
    return { ...found, summary, layers: [...found.layers, ...behind] };
  }

  return createPageFrame({
    sealer,
    nothing: noSessionPage(loginUrl({ ...auth, target: INSPECT_PATH })),
    async look(call) {
      const session = await browsers.find(call, auth.host);
      const before = vouch && (await lookAtVouch(call, { ...vouch, clock }));
      const foreign = before === 'over' ? undefined : before;
      if (session === undefined && foreign === undefined) {
        return before === 'over' ? before : undefined;
      }
      return {
        // Both, so that a button of one sign-in shows nothing of another.
        cookies: [session?.id ?? '', foreign?.cookies ?? ''].join(' '),
        hasTokens: foreign !== undefined,
        async view(showTokens) {
          const own = session && (await lookAtSession(call, session));
          const other = await foreign?.inspect(showTokens);
          const all = [own, other].filter((each) => each !== undefined);
          return {
            at: all[0]?.at ?? 0,
            ...(all[0]?.summary !== undefined && { summary: all[0].summary }),
            showsTokens: showTokens,
            layers: all.flatMap(({ layers }) => layers),
            warnings: [
              ...all.flatMap(({ warnings }) => warnings),
              ...(before === 'over' ? [{ path: [vouch?.cookieName ?? ''], text: ENDED }] : []),
            ],
            heading: HEADING,
            lead: foreign === undefined ? LEAD : `${LEAD} ${LEAD_OF_VOUCH}`,
            origin: ORIGIN,
          };
        },
      };
    },
  });
}

const HEADING = 'What is your sign-in made of?';
const LEAD =
  'Your sign-in, layer by layer, from the cookie in. You see what your browser holds and what apps are told; what the gateway keeps beside that, such as tokens of the provider, is named and not shown.';
const LEAD_OF_VOUCH = 'The cookie of Vouch Proxy comes last. Its tokens are masked.';
const ORIGIN =
  'This was read from what your browser sent, and from what the gateway keeps of this session. Nothing is kept by this page.';
const ENDED = 'This cookie was ended by a sign-out. Nothing of it is shown.';
