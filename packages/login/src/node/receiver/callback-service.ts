import { randomBytes } from 'node:crypto';
import {
  type Call,
  createRouter,
  decodeUtf8,
  DrawbridgeError,
  headerValues,
  type Log,
  mediaType,
  readBody,
  type Reply,
  type Service,
} from '@drawbridge/core';
import { foreignCallbackPage, handOnPage, type Page, signInFailedPage } from '@drawbridge/pages';
import type { Judge, Verdict } from './receiver.ts';

/** Bytes of a form; an ID token may be among its fields. */
const MAX_FORM = 128 * 1024;

/** What answers the browser of one sign-in. */
export interface CallbackService extends Service {
  receive<T>(judge: Judge<T>, signal: AbortSignal): Promise<T>;
  /** Resolves once the last page was fetched; at once where there is none. */
  readonly shown: () => Promise<void>;
}

/** How the sign-in ended, and where the page that says so is. */
interface Ending {
  /** Who comes with the same again is led there too. */
  readonly by: string;
  readonly address: string;
  readonly page: Page;
  fetched(): void;
}

/** Serves one callback path, and two pages at addresses that nobody can guess, to which the browser is led from there. */
export function createCallbackService(
  path: string,
  isOurHost: (host: string) => boolean,
  log: Log,
): CallbackService {
  /** One for all: callbacks without a query come from anybody, so there is nothing to keep of each. */
  const handOnAddress = newAddress();
  let judge: Judge<unknown> | undefined;
  let settle: ((outcome: () => unknown) => void) | undefined;
  let last: Promise<void> = Promise.resolve();
  let turn: Promise<unknown> = Promise.resolve();
  let over: Ending | undefined;

  async function judged(by: Judge<unknown>, parameters: URLSearchParams): Promise<Reply> {
    const text = parameters.toString();
    if (over !== undefined) return over.by === text ? leadTo(over.address) : foreign();
    const end = (page: Page, outcome: () => unknown) => {
      let fetched = () => {};
      last = new Promise<void>((resolve) => {
        fetched = resolve;
      });
      over = { by: text, address: newAddress(), page, fetched };
      settle?.(outcome);
      return leadTo(over.address);
    };
    let verdict: Verdict<unknown>;
    try {
      verdict = await by(parameters);
    } catch (thrown) {
      return end(UNFINISHED, () => {
        throw thrown;
      });
    }
    if (verdict.kind === 'foreign') return pageReply(400, verdict.page);
    const { page, value } = verdict;
    return end(page, () => value);
  }

  function inTurn(by: Judge<unknown> | undefined, parameters: URLSearchParams): Promise<Reply> {
    if (by === undefined) return Promise.resolve(foreign());
    const reply = turn.then(() => judged(by, parameters));
    turn = reply;
    return reply;
  }

  async function handOn(call: Call): Promise<Reply> {
    const form = await readForm(call);
    return inTurn(judge, new URLSearchParams(form.get('fragment') ?? ''));
  }

  const callback = createRouter(
    {
      [path]: {
        GET: ({ target }) => {
          const query = new URLSearchParams(target.slice(path.length));
          return query.size > 0 ? inTurn(judge, query) : leadTo(handOnAddress);
        },
        POST: async (call) => inTurn(judge, await readForm(call)),
      },
    },
    (error) => log.debug('callback refused', { code: error.code }),
  );
  const handsOn = createRouter(
    { [handOnAddress]: { GET: () => pageReply(200, handOnPage()), POST: handOn } },
    () => {},
  );
  const showsEnding = ({ address, page, fetched }: Ending) => {
    const show = () => {
      fetched();
      return pageReply(200, page);
    };
    return createRouter({ [address]: { GET: show } }, () => {});
  };
  const routeTo = (target: string) => {
    if (target === handOnAddress) return handsOn;
    return over !== undefined && target === over.address ? showsEnding(over) : callback;
  };

  return {
    shown: () => last,
    async handle(call) {
      const hosts = headerValues(call, 'host');
      // Another name that leads to this machine is how a web page would reach us: DNS rebinding.
      if (hosts.length !== 1 || !isOurHost((hosts[0] as string).toLowerCase())) {
        return { status: 421, headers: COMMON, body: null };
      }
      const reply = await routeTo(call.target)(call);
      return { ...reply, headers: [...reply.headers, ['connection', 'close']] };
    },
    receive<T>(by: Judge<T>, signal: AbortSignal): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const stop = () => {
          // Nobody waits any more for what a browser brings.
          judge = undefined;
          settle = undefined;
          reject(signal.reason as Error);
        };
        if (signal.aborted) return stop();
        signal.addEventListener('abort', stop, { once: true });
        judge = by;
        settle = (outcome) => {
          signal.removeEventListener('abort', stop);
          // What it throws rejects the promise.
          resolve(new Promise<T>((done) => done(outcome() as T)));
        };
      });
    },
    close: () => Promise.resolve(),
  };
}

const COMMON = [
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
] as const;

const UNFINISHED = signInFailedPage({
  what: 'The sign-in could not be brought to its end.',
  next: ['Look at your terminal, which says why, and run the command again.'],
  code: 'see the terminal',
});

/** Nobody can guess it. */
function newAddress(): string {
  return `/shown/${randomBytes(16).toString('base64url')}`;
}

function leadTo(address: string): Reply {
  return { status: 303, headers: [['location', address], ...COMMON], body: null };
}

function foreign(): Reply {
  return pageReply(400, foreignCallbackPage());
}

function pageReply(status: number, { html, contentSecurityPolicy }: Page): Reply {
  return {
    status,
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['content-security-policy', contentSecurityPolicy],
      ...COMMON,
    ],
    body: html,
  };
}

async function readForm(call: Call): Promise<URLSearchParams> {
  const [type = ''] = headerValues(call, 'content-type');
  if (mediaType(type) !== 'application/x-www-form-urlencoded') {
    throw new DrawbridgeError('media_type_unsupported');
  }
  const text = decodeUtf8(await readBody(call, MAX_FORM));
  if (text === undefined) throw new DrawbridgeError('body_malformed', { hint: 'It is not UTF-8.' });
  return new URLSearchParams(text);
}
