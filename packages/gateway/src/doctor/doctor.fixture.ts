import { DrawbridgeError, type HeaderField, type Reply } from '@drawbridge/core';
import { testCall } from '@drawbridge/testing';
import { redirectReply } from '../answers/redirect-reply.ts';
import { AUTH, cookieOf, HOST, PROXY, setUpGateway, userNamed } from '../gateway.fixture.ts';
import { foreignReply } from '../sign-in/stopped.ts';
import { examineGateway, type ExamineGatewayOptions } from './examine-gateway.ts';
import type { Answer, SentRequest } from './send.ts';
import { parseTarget, type Target } from './target.ts';

/** What a person got wrong in the proxy of the fixture: each takes the place of what is right. */
export interface TestProxy {
  /** Answers itself, before anything is asked; `undefined` to go on. */
  readonly first?: (request: SentRequest) => Answer | undefined;
  /** The request as the gateway and the app get it. */
  readonly request?: (request: SentRequest) => SentRequest;
  /** The fields of the question. */
  readonly question?: (
    fields: readonly HeaderField[],
    request: SentRequest,
  ) => readonly HeaderField[];
  /** The fields of what goes to the gateway's own paths. */
  readonly own?: (fields: readonly HeaderField[], request: SentRequest) => readonly HeaderField[];
  /** Whether the gateway is asked about a request. */
  readonly isAsked?: (request: SentRequest) => boolean;
  /** Which paths of the app's host are the gateway's. */
  readonly isOwn?: (request: SentRequest) => boolean;
  /** What the app is told of a person. */
  readonly identity?: (
    fields: readonly HeaderField[],
    request: SentRequest,
  ) => readonly HeaderField[];
  /** The answer as the browser gets it. */
  readonly last?: (answer: Answer, request: SentRequest) => Answer;
  /** From where the gateway is asked. */
  readonly address?: string;
}

export const PAGE = parseTarget(`https://${HOST}/orders?open=1`) as Target;
export const FIELDS = ['Remote-User', 'Remote-Email', 'X-Drawbridge-Identity'];
const AUTH_HOST = new URL(AUTH).host;

/** An answer in few words. */
export function answerOf(status: number, text = '', fields: readonly HeaderField[] = []): Answer {
  return { status, text, fields };
}

/** Whether a request is for a path of the app or of the gateway on its host. */
export const isFor = (request: SentRequest, start: string) =>
  request.origin === PAGE.origin && request.target.startsWith(start);

/** Has the doctor look at a proxy in memory with a real gateway behind it. */
export async function examine(
  proxy: TestProxy = {},
  changes: Partial<ExamineGatewayOptions> = {},
  longestCookie = 10_000,
) {
  const { gateway, sessions, signIn } = await setUpGateway({
    longestCookie,
    signIn: {
      begin: () => Promise.resolve(redirectReply(`${AUTH}/login?request=sealed`)),
      enter: () => Promise.resolve(foreignReply('This address is of no sign-in.')),
      callback: () => Promise.reject(new DrawbridgeError('internal')),
      callbackPaths: ['/callback'],
      takeOver: () => Promise.reject(new DrawbridgeError('internal')),
    },
  });
  signIn(userNamed('alice'));
  const [id = ''] = sessions.keys();

  async function call(target: string, headers: readonly HeaderField[], method = 'GET') {
    const reply = await gateway.handle(
      testCall({ method, target, headers, address: proxy.address ?? PROXY }),
    );
    return { status: reply.status, fields: reply.headers, text: textOf(reply) };
  }

  async function ask(request: SentRequest): Promise<Answer> {
    const { origin, target, fields } = request;
    const { host, protocol } = new URL(origin);
    const isOwn = proxy.isOwn ?? (() => target.startsWith('/.drawbridge/'));
    const told: readonly HeaderField[] = [
      ['x-forwarded-method', request.method],
      ['x-forwarded-proto', protocol.slice(0, -1)],
      ['x-forwarded-host', host],
      ['x-forwarded-uri', target],
      ['x-forwarded-for', '203.0.113.7'],
    ];
    const clean = fields.filter(
      ([name]) => !/^(?:x-forwarded-|x-original-|forwarded$)/i.test(name),
    );
    if (origin === AUTH || isOwn(request)) {
      const all = [['host', host] as const, ...clean, ...told];
      if (origin === AUTH && target.startsWith('/authz/')) return answerOf(404);
      return call(target, proxy.own?.(all, request) ?? all, request.method);
    }
    let identity: readonly HeaderField[] = [];
    if (proxy.isAsked?.(request) ?? true) {
      const all = [['host', 'gateway.internal'] as const, ...clean, ...told];
      const answer = await call('/authz/traefik', proxy.question?.(all, request) ?? all);
      if (answer.status !== 200) return answer;
      identity = answer.fields;
    }
    const known = new Set(FIELDS.map((name) => name.toLowerCase().replaceAll('-', '')));
    const rest = fields.filter(
      ([name]) => !known.has(name.toLowerCase().replaceAll(/[^a-z]/g, '')),
    );
    const received = [...rest, ...identity.filter(([name]) => FIELDS.includes(name))];
    return answerOf(200, JSON.stringify(proxy.identity?.(received, request) ?? received));
  }

  const sent: SentRequest[] = [];
  const examination = await examineGateway({
    page: PAGE,
    proxy: 'traefik',
    fields: FIELDS,
    echo: '/headers',
    paths: ['/api/orders', '/public'],
    session: cookieOf(id)[1],
    isPublicSuffix: (domain) => Promise.resolve(['com', 'example'].includes(domain)),
    async send(given) {
      sent.push(given);
      // RFC 9112 section 3.2.2: a target in absolute-form says which host is asked, whatever Host does.
      const target = given.target.startsWith('/')
        ? given.target
        : given.target.slice(given.origin.length);
      const received = { ...given, target };
      const request = proxy.request?.(received) ?? received;
      const answer = proxy.first?.(request) ?? (await ask(request));
      return proxy.last?.(answer, received) ?? answer;
    },
    ...changes,
  });
  return { ...examination, sent, authHost: AUTH_HOST };
}

function textOf({ body }: Reply): string {
  return typeof body === 'string' ? body : '';
}
