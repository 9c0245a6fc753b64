import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Call,
  createRouter,
  DrawbridgeError,
  type Log,
  type Reply,
  toDrawbridgeError,
} from '@drawbridge/core';
import { toRequestHandler } from '@drawbridge/node';
import { goOnPage, homePage } from '@drawbridge/pages';
import { type LoopbackServer, listenOnLoopback } from '../provider/loopback-server.ts';
import type { Decisions } from './decisions.ts';
import { isForOwnHost, isFromOwnOrigin } from './own-origin.ts';
import { pageReply } from './page-reply.ts';
import { streamNews } from './stream-news.ts';
import type { Tryable } from './tryable.ts';

/** What the home page is made of. */
export interface HomeOptions {
  readonly parts: readonly Tryable[];
  readonly decisions: Decisions;
  readonly log: Log;
}

/** The home page, served. */
export interface ServedHome {
  /** With a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the home page of the try-out system on the loopback address. A foreign page can neither read it nor press its
 * buttons.
 *
 * @throws {DrawbridgeError} `address_unavailable`
 */
export async function serveHome(port: number, options: HomeOptions): Promise<ServedHome> {
  const server = await listenOnLoopback(port);
  server.server.on('request', answer(server, options));
  return { url: `${server.origin}/`, close: () => server.close() };
}

function answer({ origin }: LoopbackServer, { parts, decisions, log }: HomeOptions) {
  const port = Number(new URL(origin).port);
  const page = () => homePage({ parts: parts.map(({ shown }) => shown), events: decisions.list() });
  const presses = parts.flatMap(({ shown, tries }) =>
    Object.entries(tries).map(([path, press]) => {
      const run = async (call: Call): Promise<Reply> => {
        requireOwn(isFromOwnOrigin(call, port));
        const leads = await press().catch((thrown: unknown) => {
          const { code, message, hint } = toDrawbridgeError(thrown);
          const why = hint === undefined ? message : `${message} ${hint}`;
          decisions.add({
            part: shown.id,
            outcome: 'refused',
            verdict: 'It failed',
            title: 'What the button begins could not be done.',
            code,
            why,
          });
        });
        if (leads === undefined || leads === null) return seeOther(`/#${shown.id}`);
        return pageReply(goOnPage(leads.to), [['refresh', `0; url=${leads.to}`]]);
      };
      return [path, { POST: run }] as const;
    }),
  );
  const show = async (call: Call): Promise<Reply> => {
    requireOwn(isForOwnHost(call, port));
    return pageReply(page());
  };
  const router = createRouter(
    { ...Object.fromEntries(presses), '/': { GET: show } },
    ({ code, message: detail }) => log.debug('home page refused a call', { code, detail }),
  );
  const serve = toRequestHandler({ handle: router }, log);
  return (request: IncomingMessage, response: ServerResponse) => {
    const isNews = request.url === '/events' && request.method === 'GET';
    if (isNews && isForOwnHost({ headers: [['host', request.headers.host ?? '']] }, port)) {
      streamNews(response, decisions);
    } else {
      serve(request, response);
    }
  };
}

function requireOwn(isOwn: boolean): void {
  if (isOwn) return;
  throw new DrawbridgeError('request_forbidden', {
    detail: 'the call does not come from the home page itself',
  });
}

function seeOther(location: string): Reply {
  return {
    status: 303,
    headers: [
      ['location', location],
      ['cache-control', 'no-store'],
    ],
    body: null,
  };
}
