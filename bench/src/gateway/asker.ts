import { IDENTITY_TOKEN_FIELD } from '@drawbridge/gateway';
import { cpuMicroseconds, readCpuTime } from '../harness/cpu-time.ts';
import { leanLoad } from '../harness/lean-load.ts';
import type { RunningServer } from '../inject/nginx.ts';
import { type Fields, questionFields } from './site.ts';

/** Asks a server whether requests may go on, as nginx does. */
export interface Asker {
  warmUp(): Promise<void>;
  /** @returns CPU microseconds of the server for a request */
  measure(): Promise<number>;
}

/** One request at a time on each, as proxies send them: our listener and an empty handler both answer each by a write of its own. */
const CONNECTIONS = 64;
/** Seconds of load a round. */
const SECONDS = 0.5;
/** Requests before anything counts: the code of every side is compiled by then. */
const WARM_UP = 16_000;
/** Seconds that they may take at most. */
const WARM_UP_SECONDS = 4;

/** What is asked. */
export interface Questions {
  readonly path: string;
  /** Of each request: they take turns, and go on where the round before ended. */
  readonly fields: readonly Fields[];
}

/** Where a gateway is asked. */
export const QUESTION_PATH = '/authz/nginx';

/** What a gateway is asked for people with these cookies. */
export function questionsOf(cookies: readonly string[]): Questions {
  return {
    path: QUESTION_PATH,
    fields: cookies.map((cookie, page) => questionFields(cookie, page)),
  };
}

/** Makes one. */
export function createAsker(server: RunningServer, { path, fields }: Questions): Asker {
  const url = new URL(path, server.url);
  let next = 0;
  const load = async () => {
    const headers = [...fields.slice(next), ...fields.slice(0, next)];
    const { requests } = await leanLoad({
      url,
      method: 'GET',
      headers,
      connections: CONNECTIONS,
      awake: true,
      seconds: SECONDS,
    });
    next = (next + requests) % fields.length;
    return requests;
  };
  return {
    async warmUp() {
      const end = performance.now() + WARM_UP_SECONDS * 1000;
      for (let sent = 0; sent < WARM_UP && performance.now() < end; ) sent += await load();
    },
    async measure() {
      const before = await readCpuTime(server.pid);
      const requests = await load();
      return cpuMicroseconds(before, await readCpuTime(server.pid)) / requests;
    },
  };
}

/**
 * Makes sure that what is measured is a gateway: it lets in who is signed in and says who that is, and keeps out everybody else.
 *
 * @throws {Error} when it does not
 */
export async function requireGateway(
  { url }: RunningServer,
  cookies: readonly string[],
): Promise<void> {
  const ask = async (cookie: string | undefined) =>
    fetch(new URL(QUESTION_PATH, url), { headers: questionFields(cookie) });
  for (const [person, cookie] of [...cookies.entries()].filter((_, at) => at % 97 === 0)) {
    const { status, headers } = await ask(cookie);
    const who = headers.get('remote-user');
    const token = headers.get(IDENTITY_TOKEN_FIELD) ?? '';
    if (status !== 200 || who !== `person-${person}@example.com` || token === '') {
      throw new Error(`person ${person} was answered with ${status} for ${who}`);
    }
  }
  const [cookie = ''] = cookies;
  const changed = cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  for (const bad of [undefined, changed]) {
    const { status } = await ask(bad);
    if (status !== 401) throw new Error(`who is not signed in was answered with ${status}`);
  }
}
