import {
  type Call,
  type Clock,
  createDefaultEngine,
  DrawbridgeError,
  type HeaderField,
  headerValues,
  type Reply,
  type Sealer,
  type Verifier,
} from '@drawbridge/core';
import { cookiePairs, parsePartName, readCookies, type VouchKey } from '@drawbridge/oauth';
import { inspectorPage, noInspectorPage, type Page, refusedPage } from '@drawbridge/pages';
import { pageReply } from '../../answers/page-reply.ts';
import { readForm } from '../../browser/parameters.ts';
import type { EndedCheck } from '../ended-check.ts';
import { inspect } from '../inspection/inspect.ts';

/** What the inspector's page is made of. */
export interface InspectorPageOptions {
  /** Of Vouch Proxy's cookie (`cookie.name`). */
  readonly cookieName: string;
  /** Where people sign in. Default: the page does not lead there. */
  readonly signInUrl?: string;
  /** Seals what shows that a button was on the page. With the same secrets in all processes, any of them may be asked. */
  readonly sealer: Sealer;
  /** What the cookie is checked with. Default: nothing, and its signature is said not to be checked. */
  readonly vouchKeys?: readonly VouchKey[];
  /** Knows the issuers of tokens inside; it may be of any mind about times and audiences. Default: they are not checked. */
  readonly verifier?: Pick<Verifier, 'verify'>;
  /** Whether a cookie was ended before its time, all parts joined: of such a one nothing is shown. Default: none was. */
  readonly isEnded?: EndedCheck;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** The page that says what is in the cookie of whoever asks, to nobody else. */
export interface InspectorPage {
  /** `GET`: its cookie, masked. */
  show(call: Call): Promise<Reply>;
  /** `POST`: the same with its tokens, for a form of that page. @throws {DrawbridgeError} of kind `request` for what is no form */
  reveal(call: Call): Promise<Reply>;
}

const FORM = 'inspector form 1';

/** No window that opened the page, or was opened from it, can look into it, and nothing of another site can load it. */
const ALONE: readonly HeaderField[] = [
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
];

/**
 * Makes {@link InspectorPage}. Nothing is kept, and nothing is logged. What a page shows, a script of another page of the same
 * origin could read: so it is a page alone that is answered, by a window of its own, and tokens by a press of its button.
 */
export function createInspectorPage(options: InspectorPageOptions): InspectorPage {
  const { cookieName, signInUrl, sealer, isEnded } = options;
  const engine = createDefaultEngine();

  /** The cookies by that name and its parts, as the browser sent them. */
  function held(call: Call): string | undefined {
    const own = cookiePairs(headerValues(call, 'cookie'), cookieName).filter(
      ([name]) => name === cookieName || parsePartName(name, cookieName) !== undefined,
    );
    return own.length === 0 ? undefined : own.map((pair) => pair.join('=')).join('; ');
  }

  async function isOver(call: Call): Promise<boolean> {
    if (isEnded === undefined) return false;
    const values = readCookies(headerValues(call, 'cookie'), cookieName);
    return (await Promise.all(values.map(isEnded))).includes(true);
  }

  /** A token is good for the very cookie that its page showed. */
  async function contextOf(cookies: string): Promise<string> {
    return `inspector/form/${await engine.sha256Text(cookies)}`;
  }

  async function page(cookies: string, showTokens: boolean): Promise<Page> {
    const found = await inspect(`Cookie: ${cookies}`, { ...options, showTokens });
    const formToken = showTokens ? undefined : await sealer.seal(FORM, await contextOf(cookies));
    return inspectorPage({ ...found, ...(formToken !== undefined && { formToken }) });
  }

  return {
    async show(call) {
      if (!opensPage(call)) return refused();
      if (await isOver(call)) return over();
      const cookies = held(call);
      return cookies === undefined
        ? pageReply(200, noInspectorPage(cookieName, signInUrl), ALONE)
        : pageReply(200, await page(cookies, false), ALONE);
    },

    async reveal(call) {
      if (!opensPage(call) || headerValues(call, 'sec-fetch-site').join() !== 'same-origin') {
        return refused();
      }
      if (await isOver(call)) return over();
      const form = await readForm(call);
      const token = form.one('form');
      const cookies = held(call);
      const isOwn =
        token !== undefined &&
        cookies !== undefined &&
        (await sealer.open(token, await contextOf(cookies))) === FORM;
      return isOwn ? pageReply(200, await page(cookies, true), ALONE) : refused();
    },
  };
}

/** Whether a browser shows the answer in place of a page (Fetch Metadata sections 2.1 and 2.3). Programs do not say what they ask for. */
function opensPage(call: Call): boolean {
  const says = (name: string, value: string) =>
    headerValues(call, name).every((said) => said === value);
  return says('sec-fetch-mode', 'navigate') && says('sec-fetch-dest', 'document');
}

function refused(): Reply {
  const { code, status } = new DrawbridgeError('parameter_invalid');
  const page = refusedPage({
    heading: 'Nothing is shown',
    what: 'This was not asked for by a button of the page, or the page is of another sign-in than your browser has now.',
    next: ['Open the page anew by its address, and use its button.'],
    code,
  });
  return pageReply(status, page, ALONE);
}

function over(): Reply {
  const { code, status } = new DrawbridgeError('token_revoked');
  const page = refusedPage({
    heading: 'You are signed out',
    what: 'The cookie that your browser has was ended by a sign-out. Nothing of it is shown.',
    next: ['Sign in, and open the page anew.'],
    code,
  });
  return pageReply(status, page, ALONE);
}
