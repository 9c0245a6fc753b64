import {
  type Call,
  type DrawbridgeError,
  type HeaderField,
  type Reply,
  toDrawbridgeError,
} from '@drawbridge/core';
import { leavingPage, vouchPage, type VouchPage } from '@drawbridge/pages';
import { pageReply } from '../../answers/page-reply.ts';
import { redirectReply } from '../../answers/redirect-reply.ts';
import { retryAfterField } from '../../answers/retry-after-field.ts';
import { sentence } from '../../answers/sentence.ts';
import { levelOf, tellFault } from '../../told-fault.ts';
import { findTokens } from '../validate/find-tokens.ts';
import { judgeToken } from '../validate/judge-token.ts';
import type { VouchContext } from '../vouch-context.ts';
import type { ClearCookies } from '../vouch-cookies.ts';
import { errorFields } from './error-fields.ts';

/** More of a problem than its fault says. */
export interface ProblemOptions {
  /** Default: that of the fault. */
  readonly status?: number;
  /** Default: that of Vouch Proxy for the status. */
  readonly title?: string;
  /** A sentence. Default: the message of a fault of form or of a rule, else the public one. */
  readonly what?: string;
  /** Default: the hint of the fault. */
  readonly next?: readonly string[];
  readonly goOn?: VouchPage['goOn'];
  readonly headers?: readonly HeaderField[];
}

/** What browsers are answered beside `/validate`. */
export interface VouchAnswers {
  /** Sends a browser on; in the testing mode a page with the link. */
  redirect(call: Pick<Call, 'method'>, to: string, headers?: readonly HeaderField[]): Reply;
  /** A page that says how it went; in the testing mode with the links to try. */
  page(page: VouchPage, headers?: readonly HeaderField[]): Reply;
  /**
   * The page of what does not go on, which the log is told of. It takes cookies away that are good for nothing, and no good one:
   * a tab that was left open an hour ago is to sign nobody out.
   */
  problem(call: Call, fault: DrawbridgeError, options?: ProblemOptions): Promise<Reply>;
}

/** Makes {@link VouchAnswers}. */
export function createVouchAnswers(
  context: VouchContext,
  clearCookies: ClearCookies,
): VouchAnswers {
  const { settings, log } = context;
  const { testing, testUrls } = settings;

  async function isSignedIn(call: Call): Promise<boolean> {
    for (const { token, isCookie } of findTokens(call, settings)) {
      if (isCookie && (await judgeToken(context, token, undefined)).kind === 'good') return true;
    }
    return false;
  }

  /** A cookie that cannot be judged now may be a good one. */
  async function clearUseless(call: Call): Promise<readonly HeaderField[]> {
    try {
      return (await isSignedIn(call)) ? [] : clearCookies(call);
    } catch {
      return [];
    }
  }

  const page: VouchAnswers['page'] = (content, headers = []) =>
    pageReply(
      200,
      vouchPage(testing ? { ...content, links: [...(content.links ?? []), ...testUrls] } : content),
      headers,
    );

  return {
    page,

    redirect({ method }, to, headers = []) {
      if (testing) {
        const what = ['In its testing mode this gateway leads nowhere by itself: follow the link.'];
        return page({ title: '302 redirect', mood: 'calm', what, links: [to] }, headers);
      }
      // Browsers let no answer to a form lead to another site that its page did not name.
      if (method === 'POST')
        return pageReply(200, leavingPage(to), [['refresh', `0;url=${to}`], ...headers]);
      return redirectReply(to, headers, 302);
    },

    async problem(call, fault, options = {}) {
      const { code, hint, message, publicMessage } = fault;
      const isOpen = fault.kind === 'request' || fault.kind === 'policy';
      const { status = fault.status, headers = [], goOn } = options;
      const reason = options.what ?? (isOpen ? message : publicMessage);
      const { title = TITLES[status] ?? String(status), next = hint === undefined ? [] : [hint] } =
        options;
      tellFault(log, EVENTS[levelOf(fault)], fault, { status, client: call.peer.address });
      const what = [sentence(reason)];
      const { html, contentSecurityPolicy } = vouchPage({
        title,
        mood: 'bad',
        what,
        next,
        goOn,
        code,
      });
      return pageReply(status, { html, contentSecurityPolicy }, [
        ...errorFields(settings, reason),
        ...retryAfterField(fault),
        ...headers,
        ...(await clearUseless(call)).filter(
          ([, text]) => !headers.some(([, had]) => had === text),
        ),
      ]);
    },
  };
}

/** Answers a step, whatever happens in it. */
export async function withProblem(
  answers: VouchAnswers,
  call: Call,
  step: () => Promise<Reply>,
  options?: ProblemOptions,
): Promise<Reply> {
  try {
    return await step();
  } catch (thrown) {
    return answers.problem(call, toDrawbridgeError(thrown), options);
  }
}

/** What people and monitors search for. */
const TITLES: Readonly<Record<number, string>> = {
  400: '400 Bad Request',
  401: '401 Unauthorized',
  403: '403 Forbidden',
  404: '404 Not Found',
  405: '405 Method Not Allowed',
  500: '500 - Internal Server Error',
  502: '502 Bad Gateway',
  503: '503 Service Unavailable',
  504: '504 Gateway Timeout',
};

const EVENTS = { info: 'call refused', warn: 'call not served', error: 'call failed' } as const;
