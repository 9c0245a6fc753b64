import type { Call, HeaderField, Reply } from '@drawbridge/core';
import { replyText, testCall } from '@drawbridge/testing';

/** What a browser ends at. */
export interface Shown {
  /** The last address that was asked, or that is of somebody else. */
  readonly url: string;
  /** Not there for an address that the sign-in does not answer: of a provider, or of an app. */
  readonly reply?: Reply;
  readonly text: string;
  /** All addresses on the way, the first one asked first. */
  readonly way: readonly string[];
}

/** A browser with a jar of cookies for each origin. */
export interface TestBrowser {
  /** Goes to an address, and on by all redirects, twenty at most. */
  open(url: string): Promise<Shown>;
  /** Asks one address, and goes nowhere. */
  ask(url: string): Promise<Reply>;
  /** The cookies of an origin. */
  cookies(origin: string): Map<string, string>;
  /** Whether an origin's cookies are kept. */
  keeps(origin: string, isKept: boolean): void;
}

/** What is behind an address. @returns `undefined` for what is of somebody else: a provider, an app */
export type Answer = (url: URL, call: Call) => Promise<Reply | undefined> | undefined;

/** Makes a browser. @param fields - that it sends, or a proxy on the way, beside the cookies */
export function createTestBrowser(
  answer: Answer,
  fields: readonly HeaderField[] = [],
): TestBrowser {
  const jars = new Map<string, Map<string, string>>();
  const refused = new Set<string>();
  const cookies = (origin: string) => {
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    return jar;
  };

  async function ask(text: string): Promise<Reply | undefined> {
    const url = new URL(text);
    const jar = cookies(url.origin);
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const call = testCall({
      target: url.pathname + url.search,
      headers: cookie === '' ? fields : [...fields, ['cookie', cookie]],
    });
    const reply = await answer(url, call);
    for (const [name, value] of reply?.headers ?? []) {
      if (name === 'set-cookie' && !refused.has(url.origin)) keep(jar, value);
    }
    return reply;
  }

  return {
    cookies,
    keeps(origin, isKept) {
      if (isKept) refused.delete(origin);
      else refused.add(origin);
    },
    async ask(url) {
      const reply = await ask(url);
      if (reply === undefined) throw new Error(`nobody answers ${url}`);
      return reply;
    },
    async open(first) {
      const way = [first];
      let url = first;
      for (let count = 0; count < 20; count++) {
        const reply = await ask(url);
        const location = reply?.headers.find(([name]) => name === 'location')?.[1];
        if (location === undefined) {
          return { url, way, text: reply ? replyText(reply) : '', ...(reply && { reply }) };
        }
        url = new URL(location).href;
        way.push(url);
      }
      throw new Error(`it goes round in a circle: ${way.slice(-4).join(' ')}`);
    },
  };
}

/** As RFC 6265bis has it, and no cookie longer than browsers take. */
function keep(jar: Map<string, string>, text: string): void {
  const [pair = '', ...attributes] = text.split('; ');
  const at = pair.indexOf('=');
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  const isHost = attributes.includes('Secure') && attributes.includes('Path=/');
  if (at < 1 || pair.length > 4096 || (name.startsWith('__Host-') && !isHost)) {
    throw new Error('no browser takes this cookie');
  }
  if (!attributes.includes('HttpOnly') || !attributes.includes('SameSite=Lax')) {
    throw new Error('a cookie is open to scripts, or to other sites');
  }
  // One that is set anew keeps its place (RFC 6265 section 5.3).
  if (attributes.includes('Max-Age=0')) jar.delete(name);
  else jar.set(name, value);
}
