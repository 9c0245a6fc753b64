import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Call,
  createRouter,
  DrawbridgeError,
  errorReply,
  type HeaderField,
  type Log,
  type Methods,
  type Reply,
  toDrawbridgeError,
} from '@drawbridge/core';
import { toRequestHandler } from '@drawbridge/node';
import { goOnPage, homePage } from '@drawbridge/pages';
import { type LoopbackServer, listenOnLoopback } from '../provider/loopback-server.ts';
import type { Decision, Decisions } from './decisions.ts';
import { isForOwnHost, isFromOwnOrigin } from './own-origin.ts';
import { pageReply } from './page-reply.ts';
import { streamNews } from './stream-news.ts';
import type { Leads, Tryable } from './tryable.ts';

/** What the home page is made of. */
export interface HomeOptions {
  /** Opens what is shown, when it is first asked for. */
  readonly parts: () => Promise<readonly Tryable[]>;
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

function answer({ origin }: LoopbackServer, options: HomeOptions) {
  const { parts, decisions, log } = options;
  const port = Number(new URL(origin).port);
  const onFault = ({ code, message: detail }: DrawbridgeError) =>
    log.debug('home page not shown', { code, detail });

  async function handle(call: Call): Promise<Reply> {
    if (!isForOwnHost(call, port)) return errorReply(notFromHere());
    try {
      const routes = routesOf(await parts(), decisions, port);
      return await createRouter(routes, onFault)(call);
    } catch (thrown) {
      const fault = toDrawbridgeError(thrown);
      const { code, message: detail, hint } = fault;
      log.error('the parts of the home page could not be opened', { code, detail, hint });
      return errorReply(fault);
    }
  }

  const serve = toRequestHandler({ handle }, log);
  return (request: IncomingMessage, response: ServerResponse) => {
    const host = [['host', request.headers.host ?? '']] as const;
    if (
      request.url === '/events' &&
      request.method === 'GET' &&
      isForOwnHost({ headers: host }, port)
    ) {
      streamNews(response, decisions);
    } else {
      serve(request, response);
    }
  };
}

function routesOf(
  parts: readonly Tryable[],
  decisions: Decisions,
  port: number,
): Readonly<Record<string, Methods>> {
  const shown = parts.map((part) => part.shown);
  const presses = parts.flatMap((part) =>
    Object.entries(part.tries).map(([path, run]) => {
      const press = async (call: Call): Promise<Reply> => {
        if (!isFromOwnOrigin(call, port)) throw notFromHere();
        return pressed(part.shown.id, run, decisions);
      };
      return [path, { POST: press }] as const;
    }),
  );
  const show = () => pageReply(homePage({ parts: shown, events: decisions.list() }));
  return { ...Object.fromEntries(presses), '/': { GET: show } };
}

async function pressed(
  part: string,
  run: () => Promise<Leads | void>,
  decisions: Decisions,
): Promise<Reply> {
  try {
    const leads = await run();
    if (leads !== undefined)
      return pageReply(goOnPage(leads.to), [['refresh', `0; url=${leads.to}`]]);
  } catch (thrown) {
    decisions.add(failure(part, thrown));
  }
  const headers: HeaderField[] = [
    ['location', `/#${part}`],
    ['cache-control', 'no-store'],
  ];
  return { status: 303, headers, body: null };
}

/** Nothing was decided: what the button begins came to nothing before that. */
function failure(part: string, thrown: unknown): Decision {
  const { code, message, hint } = toDrawbridgeError(thrown);
  return {
    part,
    outcome: 'refused',
    verdict: 'It failed',
    title: 'What the button begins could not be done.',
    code,
    why: hint === undefined ? message : `${message}. ${hint}`,
  };
}

function notFromHere(): DrawbridgeError {
  return new DrawbridgeError('request_forbidden', {
    detail: 'the call does not come from the home page itself',
  });
}
