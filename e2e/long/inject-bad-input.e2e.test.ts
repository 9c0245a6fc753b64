import { once } from 'node:events';
import { readdir, rename, writeFile } from 'node:fs/promises';
import { createServer, get, type IncomingMessage, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { ask, codeOf, injectAt, startInject } from '../support/inject.ts';
import { startRemote } from '../support/protected-remote.ts';
import { answerJson, type Script, startScripted } from '../support/scripted-endpoint.ts';
import { serveHere } from '../support/serve-here.ts';
import { mayMount, mountSmallDisk } from '../support/small-disk.ts';
import { createStage } from '../support/stage.ts';

// What issuers, upstreams, callers, disks and clocks should not do. Everything secret is called planted.

const stage = createStage();
/** Milliseconds between two calls of a caller that goes on and on. */
const PAUSE = 150;
afterAll(() => stage.clear());

/** The ID token of a person; nobody looks at its signature, for it comes from the endpoint itself. */
function idToken(sub: string): string {
  const parts = [{ alg: 'RS256' }, { iss: 'https://id.test', sub, aud: 'c' }];
  return [
    ...parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')),
    'cGxhbnRlZA',
  ].join('.');
}

const tokens = (number: number, more: object = {}) => ({
  access_token: `planted-access-${number}`,
  token_type: 'Bearer',
  expires_in: 12,
  refresh_token: `planted-refresh-${number}`,
  id_token: idToken('alice'),
  ...more,
});

interface Given {
  readonly upstream: string;
  readonly endpoint: string;
  readonly data?: string;
  readonly more?: Readonly<Record<string, string>>;
}

const start = ({ upstream, endpoint, data, more = {} }: Given) =>
  startInject(
    stage,
    [
      upstream,
      '--token-endpoint',
      endpoint,
      '--client-id',
      'c',
      '--client-secret',
      'CLIENT_SECRET',
      '--refresh-token',
      'REFRESH_TOKEN',
    ],
    {
      ...(data !== undefined && { data }),
      env: { REFRESH_TOKEN: 'planted-refresh-0', CLIENT_SECRET: 'planted-secret', ...more },
    },
  );

/** An upstream, and a proxy to it with a token that was given. */
async function startBefore(serve: RequestListener) {
  const upstream = await serveHere(stage, createServer(serve));
  const command = await startInject(stage, [upstream, '--access-token', 'GIVEN'], {
    env: { GIVEN: 'planted-given' },
  });
  return { url: await injectAt(command), command };
}

describe('a refresh that is answered', () => {
  const html = '<html>planted: log in here</html>';
  const bad: readonly (readonly [string, Script, number, string])[] = [
    [
      'with a fault',
      (_, reply) =>
        answerJson(
          reply,
          { error: 'server_error', error_description: 'no planted-refresh-1 here' },
          500,
        ),
      503,
      'token_endpoint_unavailable',
    ],
    [
      'with a page',
      (_, reply) => void reply.writeHead(200, { 'content-type': 'text/html' }).end(html),
      502,
      'token_endpoint_invalid',
    ],
    [
      'without an access token',
      (_, reply) => answerJson(reply, tokens(2, { access_token: undefined })),
      502,
      'token_endpoint_invalid',
    ],
    [
      'with the tokens of another person',
      (_, reply) => answerJson(reply, tokens(2, { id_token: idToken('bob') })),
      502,
      'sign_in_needed',
    ],
    ['not at all', () => {}, 504, 'token_endpoint_timeout'],
    [
      'by an end of the connection',
      (_, reply) => void reply.destroy(),
      502,
      'token_endpoint_unreachable',
    ],
  ];

  it.concurrent.for(bad)(
    '%s: the token at hand is used to its end',
    async ([, script, status, code]) => {
      const endpoint = await startScripted(stage, (form, response, number) =>
        number === 1 ? answerJson(response, tokens(1)) : script(form, response, number),
      );
      const remote = await startRemote(stage);
      const data = await stage.folder();
      const command = await start({ upstream: remote.url, endpoint: endpoint.url, data });
      const url = await injectAt(command);
      let isUsedAfterRefresh = false;
      let reply = await ask(url);
      for (const until = Date.now() + 40_000; reply.status === 200 && Date.now() < until; ) {
        isUsedAfterRefresh ||= endpoint.requests.length > 1;
        await sleep(PAUSE);
        reply = await ask(url);
      }
      expect([isUsedAfterRefresh, reply.status, codeOf(reply)]).toEqual([true, status, code]);
      // Nothing of what the endpoint said, which may be anything.
      expect(reply.text).not.toContain('planted');
      expect(new Set(remote.calls.map(({ headers }) => headers.authorization)).size).toBe(1);
      const names = await readdir(data, { recursive: true });
      expect(names.join()).not.toContain('planted');
      expect(names).toContain('tokens');
    },
  );
});

describe('an upstream', () => {
  it.concurrent('that closes half-way: the caller sees that something is missing', async () => {
    const { url } = await startBefore((request, response) => {
      if (request.url === '/whole') return void response.end('whole');
      response.writeHead(200, { 'content-length': 100 }).write('half');
      setImmediate(() => response.destroy());
    });
    await expect(ask(url)).rejects.toThrow();
    expect((await ask(`${url}/whole`)).text).toBe('whole');
  });

  it.concurrent('that sends without an end, and the caller is gone: it stops', async () => {
    let ended = 0;
    const { url } = await startBefore((_, response) => {
      const chunk = Buffer.alloc(64 * 1024);
      const fill = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', fill).on('close', () => ended++);
      fill();
    });
    const [reply] = (await once(get(url), 'response')) as [IncomingMessage];
    let size = 0;
    for await (const chunk of reply) {
      size += (chunk as Buffer).length;
      if (size > 20_000_000) break;
    }
    await vi.waitFor(() => expect(ended).toBe(1), 10_000);
  });

  it.concurrent('pitfall 11: Connection: authorization takes no token away', async () => {
    const seen: (readonly string[])[] = [];
    const { url } = await startBefore((request, response) => {
      seen.push(request.headersDistinct['authorization'] ?? []);
      response.end();
    });
    const headers = { connection: 'close, authorization, host', authorization: 'Bearer mine' };
    expect((await ask(url, { headers })).status).toBe(200);
    expect(seen).toEqual([['Bearer planted-given']]);
  });

  it.concurrent('pitfall 12: a redirect takes the token nowhere, and there is never more than one', async () => {
    const recorded: IncomingMessage[] = [];
    const elsewhere = await serveHere(
      stage,
      createServer((request, response) => {
        recorded.push(request);
        response.end();
      }),
    );
    const seen: string[][] = [];
    const { url } = await startBefore((request, response) => {
      seen.push(
        request.rawHeaders.filter(
          (_, index, all) => index % 2 === 1 && /^authorization$/i.test(all[index - 1] ?? ''),
        ),
      );
      const status = Number(request.url?.slice(1));
      response.writeHead(status, { location: `${elsewhere}/next` }).end();
    });
    const mine = ['authorization', 'Bearer a', 'Authorization', 'Bearer b', 'host', 'localhost'];
    for (const status of [301, 302, 303, 307, 308]) {
      const reply = await ask(`${url}/${status}`, { method: 'POST', body: 'x', headers: mine });
      expect([reply.status, reply.headers.location]).toEqual([status, `${elsewhere}/next`]);
    }
    expect(recorded).toEqual([]);
    // A caller who follows has nothing to take along.
    expect((await fetch(`${url}/302`)).status).toBe(200);
    expect(recorded.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    expect(seen).toEqual(Array.from({ length: 6 }, () => ['Bearer planted-given']));
  });

  it.concurrent('pitfall 13: two lengths of one request reach nobody', async () => {
    const seen: string[] = [];
    const { url } = await startBefore((request, response) => {
      void text(request).then((body) => {
        seen.push(`${request.method} ${request.url} ${body}`);
        response.end();
      });
    });
    const { port, hostname } = new URL(url);
    for (const fields of [
      ['Content-Length: 5', 'content-length: 0'],
      ['Content-Length: 5, 0'],
      ['Content-Length: 0', 'Transfer-Encoding: chunked'],
      ['Transfer-Encoding: identity, chunked', 'Content-Length: 40'],
    ]) {
      const socket = connect(Number(port), hostname);
      const answer = text(socket);
      socket.write(`POST /a HTTP/1.1\r\nHost: localhost\r\n${fields.join('\r\n')}\r\n\r\n`);
      socket.write('GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n');
      expect(await answer).toMatch(/^HTTP\/1\.1 400 /);
    }
    expect(seen).toEqual([]);
  });
});

describe('the wall clock', () => {
  it.concurrent('set to another day costs no call, and at most one refresh', async () => {
    const file = join(await stage.folder(), 'offset');
    await writeFile(file, '0');
    const endpoint = await startScripted(stage, (form, response, number) => {
      const isRight = form.get('refresh_token') === `planted-refresh-${number - 1}`;
      if (isRight) answerJson(response, tokens(number, { expires_in: 3600 }));
      else answerJson(response, { error: 'invalid_grant' }, 400);
    });
    const remote = await startRemote(stage);
    const preload = fileURLToPath(new URL('../support/movable-clock.cjs', import.meta.url));
    const more = { NODE_OPTIONS: `--require "${preload}"`, CLOCK_OFFSET_FILE: file };
    const url = await injectAt(await start({ upstream: remote.url, endpoint: endpoint.url, more }));
    const day = 86_400_000;
    const counts: number[] = [];
    for (const offset of [0, -day, 0, day, 0]) {
      await writeFile(`${file}.new`, `${offset}`);
      await rename(`${file}.new`, file);
      for (let call = 0; call < 3; call++) expect((await ask(url)).status).toBe(200);
      counts.push(endpoint.requests.length);
    }
    expect(counts).toEqual([1, 1, 1, 2, 2]);
  });
});

describe.skipIf(!mayMount())('a data folder that takes nothing (needs leave to mount one)', () => {
  it.concurrent.for(['full', 'read only'])(
    '%s at the start: it says so, and asks for nothing',
    async (how) => {
      const endpoint = await startScripted(stage, (_, response) => answerJson(response, tokens(1)));
      const disk = mountSmallDisk(stage);
      if (how === 'full') disk.fillUp();
      else disk.makeReadOnly();
      const data = join(disk.path, 'data');
      const command = await start({ upstream: 'http://127.0.0.1:9', endpoint: endpoint.url, data });
      expect(await command.exited).toEqual({ code: 2, signal: null });
      await command.waitFor('stderr', how === 'full' ? /ENOSPC/ : /EROFS/);
      expect(endpoint.requests).toHaveLength(0);
    },
  );

  it.concurrent('full later: the token at hand is used, and the refresh token is not', async () => {
    const endpoint = await startScripted(stage, (_, response, number) =>
      answerJson(response, tokens(number)),
    );
    const disk = mountSmallDisk(stage);
    const remote = await startRemote(stage);
    const data = join(disk.path, 'data');
    const command = await start({ upstream: remote.url, endpoint: endpoint.url, data });
    const url = await injectAt(command);
    disk.fillUp();
    await command.waitFor('stderr', /tokens not renewed.*ENOSPC/);
    expect((await ask(url)).status).toBe(200);
    const sent = endpoint.requests.length;
    await vi.waitFor(async () => expect(codeOf(await ask(url))).toBe('data_unusable'), 30_000);
    expect(endpoint.requests).toHaveLength(sent);
    await command.stop('SIGKILL');
    disk.empty();
    const again = await start({ upstream: remote.url, endpoint: endpoint.url, data });
    expect((await ask(await injectAt(again))).status).toBe(200);
    expect(endpoint.requests.at(-1)?.get('refresh_token')).toBe(`planted-refresh-${sent}`);
  });
});

afterAll(() => {
  const said = stage.output();
  expect(said).not.toContain('planted');
  expect(said).not.toMatch(/Unhandled|TypeError/);
});
