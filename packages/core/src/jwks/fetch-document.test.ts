import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FetchDocumentOptions } from './documents.ts';
import { createFetchDocument, type FetchInit } from './fetch-document.ts';

const URL_ = 'https://issuer.test/keys';

/** A document fetcher whose requests a test answers, and remembers. */
function fetcher(
  answer: (url: URL, init: FetchInit) => Response | Promise<Response>,
  options = {},
) {
  const asked: [string, FetchInit][] = [];
  const document = createFetchDocument({
    fetch: async (url, init) => {
      asked.push([url.href, init]);
      return answer(url, init);
    },
    ...options,
  });
  const get = (url = URL_, wanted: Partial<FetchDocumentOptions> = {}) =>
    document(url, { accept: 'application/json', maxBytes: 100, ...wanted });
  return { asked, get };
}

const redirect = (location: string, status = 302) =>
  new Response(null, { status, headers: { location } });

function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new Uint8Array(chunk));
      controller.close();
    },
  });
}

describe('createFetchDocument', () => {
  it('answers what was served, and asks any cache to stay out of it', async () => {
    const { asked, get } = fetcher(() => new Response('{}', { headers: { etag: '"1"' } }));
    expect(await get()).toEqual({
      status: 200,
      body: new TextEncoder().encode('{}'),
      etag: '"1"',
    });
    expect(asked).toEqual([
      [
        URL_,
        {
          signal: expect.any(AbortSignal),
          redirect: 'manual',
          cache: 'no-store',
          headers: { accept: 'application/json', 'user-agent': 'drawbridge' },
        },
      ],
    ]);
  });

  it('asks whether a document has changed', async () => {
    const { asked, get } = fetcher(() => new Response(null, { status: 304 }));
    const answer = await get(URL_, { ifNoneMatch: '"1"' });
    expect(answer).toEqual({ status: 304, body: new Uint8Array() });
    expect(asked[0]?.[1].headers).toMatchObject({ 'if-none-match': '"1"' });
  });

  it('gives extra headers to the origin that is asked first, and to no other', async () => {
    const { asked, get } = fetcher(() => new Response('{}'), { headers: { authorization: 'x' } });
    await get('https://issuer.test/.well-known/openid-configuration');
    await get('https://elsewhere.test/keys');
    await get('https://issuer.test/keys');
    expect(asked.map(([, { headers }]) => headers['authorization'])).toEqual(['x', undefined, 'x']);
  });

  it('follows a redirect within the origin, three times and no more', async () => {
    const hop = ({ pathname }: URL) => redirect(`/${Number(pathname.slice(1)) + 1}`, 307);
    const short = fetcher((url) => (url.pathname === '/3' ? new Response('ok') : hop(url)));
    expect(await short.get('https://issuer.test/0')).toMatchObject({ status: 200 });
    const long = fetcher(hop);
    await expect(long.get('https://issuer.test/0')).rejects.toMatchObject({
      code: 'upstream_invalid',
      message: 'https://issuer.test/3 redirects more than 3 times',
    });
    expect(long.asked).toHaveLength(4);
  });

  it.each([
    ['https://elsewhere.test/keys', 'redirects to another origin, https://elsewhere.test'],
    ['http://issuer.test/keys', 'redirects to another origin, http://issuer.test'],
    ['blob:https://issuer.test/keys', 'redirects to an address that begins with blob:'],
    ['//169.254.169.254/', 'redirects to another origin, https://169.254.169.254'],
    ['https://[', 'redirects without saying where to'],
  ])('does not follow a redirect to %s', async (location, why) => {
    const { asked, get } = fetcher(() => redirect(location));
    await expect(get()).rejects.toMatchObject({
      code: 'upstream_invalid',
      message: `${URL_} ${why}`,
    });
    expect(asked).toHaveLength(1);
  });

  it('refuses a redirect that the runtime does not show', async () => {
    // A browser answers with an opaque-redirect filtered response (Fetch standard section 2.2.6).
    const { get } = fetcher(() => Response.error());
    await expect(get()).rejects.toMatchObject({
      code: 'upstream_invalid',
      message: `${URL_} redirects without saying where to`,
    });
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'https://[fd00:ec2::254]/',
    'https://[::ffff:169.254.169.254]/',
    'https://2852039166/',
  ])('does not ask %s', async (url) => {
    const { asked, get } = fetcher(() => new Response('{}'));
    await expect(get(url)).rejects.toMatchObject({
      code: 'upstream_invalid',
      message: expect.stringContaining('stands for a link-local or cloud metadata address'),
    });
    expect(asked).toEqual([]);
  });

  it('takes as many bytes as the limit says and not one more, however they are cut (property)', async () => {
    const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(chunks, async (sent) => {
        const { get } = fetcher(() => new Response(streamOf(sent)));
        const whole = sent.flatMap((chunk) => [...chunk]);
        const outcome = await get().then(
          ({ body }) => [...body],
          (fault: unknown) => (fault as { code: string }).code,
        );
        expect(outcome).toEqual(whole.length > 100 ? 'upstream_invalid' : whole);
      }),
    );
  });

  it('ends a body that has no end', async () => {
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(30)),
      cancel() {
        cancelled = true;
      },
    });
    const { get } = fetcher(() => new Response(endless));
    await expect(get()).rejects.toMatchObject({
      code: 'upstream_invalid',
      message: `${URL_} is larger than 100 bytes`,
    });
    expect(cancelled).toBe(true);
  });

  it('waits no longer than it may, for the head as for the body', async () => {
    const never = ({ signal }: FetchInit) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    const late = fetcher((_, init) => never(init), { timeout: 20 });
    const stalled = fetcher(
      (_, init) =>
        new Response(
          new ReadableStream({
            start: (stream) => void never(init).catch((why) => stream.error(why)),
          }),
        ),
      { timeout: 20 },
    );
    for (const { get } of [late, stalled]) {
      await expect(get()).rejects.toMatchObject({
        code: 'upstream_timeout',
        message: `${URL_} did not answer within 0.02 seconds`,
      });
    }
  });

  it.each([URL_, 'no URL', ''])('calls %j unreachable when the request fails', async (url) => {
    const fail = () => Promise.reject(new TypeError('fetch failed'));
    await expect(fetcher(fail).get(url)).rejects.toMatchObject({
      code: 'upstream_unreachable',
      message: `${url} could not be reached`,
    });
  });

  it('uses the fetch of the platform', async () => {
    const get = createFetchDocument();
    // Port 9 is blocked by the Fetch standard itself: nothing is sent.
    const options = { accept: '*/*', maxBytes: 1 };
    await expect(get('http://127.0.0.1:9/', options)).rejects.toMatchObject({
      code: 'upstream_unreachable',
    });
  });
});
