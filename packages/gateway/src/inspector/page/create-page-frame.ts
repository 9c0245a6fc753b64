import {
  type Call,
  createDefaultEngine,
  DrawbridgeError,
  type HeaderField,
  headerValues,
  type Reply,
  type Sealer,
} from '@drawbridge/core';
import { inspectorPage, type InspectorView, type Page, refusedPage } from '@drawbridge/pages';
import { pageReply } from '../../answers/page-reply.ts';
import { readForm } from '../../browser/parameters.ts';
import { opensPage } from './opens-page.ts';

/** What there is to be shown to who asks. */
interface Shown {
  /** All of its cookies that are looked into: a button is good for these alone. */
  readonly cookies: string;
  /** Whether there are tokens among them that its button shows. */
  readonly hasTokens: boolean;
  /** @param showTokens - whether they are to be in it as they are */
  view(showTokens: boolean): Promise<Omit<InspectorView, 'formToken'>>;
}

/** What a page of an inspector is made of. */
export interface PageFrameOptions {
  /** Seals what shows that a button was on the page. With the same secrets in all processes, any of them may be asked. */
  readonly sealer: Sealer;
  /** @returns `over` for what was signed out, of which nothing is shown; `undefined` where there is nothing */
  readonly look: (call: Call) => Promise<Shown | 'over' | undefined>;
  /** The page where there is nothing. */
  readonly nothing: Page;
}

/** A page that says to who asks what is held of them, and to nobody else. */
export interface InspectorPage {
  /** `GET`: what is held, masked. */
  show(call: Call): Promise<Reply>;
  /** `POST`: the same with its tokens, for a form of that page. It throws {@link DrawbridgeError} of kind `request` for what is no form. */
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
export function createPageFrame({ sealer, look, nothing }: PageFrameOptions): InspectorPage {
  const engine = createDefaultEngine();

  /** A token is good for the very cookies that its page was of. */
  async function contextOf(cookies: string): Promise<string> {
    return `inspector/form/${await engine.sha256Text(cookies)}`;
  }

  return {
    async show(call) {
      if (!opensPage(call)) return refused();
      const shown = await look(call);
      if (shown === 'over') return over();
      if (shown === undefined) return pageReply(200, nothing, ALONE);
      const { cookies, hasTokens } = shown;
      const view = await shown.view(false);
      const formToken = hasTokens ? await sealer.seal(FORM, await contextOf(cookies)) : undefined;
      const page = inspectorPage({ ...view, ...(formToken !== undefined && { formToken }) });
      return pageReply(200, page, ALONE);
    },

    async reveal(call) {
      if (!opensPage(call) || headerValues(call, 'sec-fetch-site').join() !== 'same-origin') {
        return refused();
      }
      const shown = await look(call);
      if (shown === 'over') return over();
      const token = (await readForm(call)).one('form');
      const isOwn =
        token !== undefined &&
        shown?.hasTokens === true &&
        (await sealer.open(token, await contextOf(shown.cookies))) === FORM;
      return isOwn ? pageReply(200, inspectorPage(await shown.view(true)), ALONE) : refused();
    },
  };
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
