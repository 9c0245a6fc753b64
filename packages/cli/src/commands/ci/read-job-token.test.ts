import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DrawbridgeError,
  type ErrorCode,
  type FetchDocument,
  type Retry,
  toDrawbridgeError,
} from '@drawbridge/core';
import type { JobTokenPlace } from '@drawbridge/clouds/ci';
import { createTestClock, createTestIssuer } from '@drawbridge/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readJobToken } from './read-job-token.ts';

const clock = createTestClock();
const END = clock.seconds() + 600;
const ENDPOINT = {
  kind: 'request',
  url: 'https://ci.test/token?audience=x',
  authorization: 'bearer of-the-runner',
  member: 'value',
} as const;

let token: string;
let folder: string;
let told: Retry[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-job-'));
  const issuer = await createTestIssuer({ issuer: 'https://ci.test', algorithms: ['ES256'] });
  token = await issuer.issue({ exp: END });
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  told = [];
});

type Answer = { readonly status: number; readonly body: string } | ErrorCode;

/** An endpoint with these answers, one after the other. */
function endpoint(...answers: readonly Answer[]) {
  const left = [...answers];
  const headers: unknown[] = [];
  const fetchDocument: FetchDocument = async () => {
    const answer = left.shift();
    if (answer === undefined) throw new Error('nothing left');
    if (typeof answer === 'string') throw new DrawbridgeError(answer, { detail: 'ci.test' });
    return { status: answer.status, body: new TextEncoder().encode(answer.body) };
  };
  const documents = (given: unknown) => {
    headers.push(given);
    return fetchDocument;
  };
  return { left, headers, documents };
}

interface Ways {
  readonly env?: Record<string, string>;
  readonly documents?: (headers: unknown) => FetchDocument;
  readonly retries?: number;
  readonly signal?: AbortSignal;
  readonly deadline?: number;
}

function read(place: JobTokenPlace, ways: Ways = {}) {
  const { env = {}, documents = endpoint().documents, retries = 4, deadline = 60_000 } = ways;
  const policy = {
    retries,
    deadline,
    clock,
    sleep: async () => {},
    onRetry: (retry: Retry) => void told.push(retry),
  };
  const found = { place, system: undefined, advice: 'do this' };
  const { signal = new AbortController().signal } = ways;
  return readJobToken(found, { env, documents, signal, policy });
}

/** The code of its fault, and how often it was tried again. */
const endOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => ['none', told.length],
    (thrown: unknown) => [toDrawbridgeError(thrown).code, told.length],
  );

const answerOf = (value: unknown) => ({ status: 200, body: JSON.stringify({ value }) });
const status = (code: number) => ({ status: code, body: '{"message":"no"}' });

describe('an endpoint', () => {
  test.each([
    ['a refusal', [status(401)], 'job_token_missing'],
    ['another refusal', [status(403)], 'job_token_missing'],
    ['an address that is wrong', [status(404)], 'upstream_invalid'],
    ['a redirect', [status(302)], 'upstream_invalid'],
    ['a page', [{ status: 200, body: '<html>' }], 'upstream_invalid'],
    ['a token that is none', [answerOf(7)], 'upstream_invalid'],
    ['a token that is no JWT', [answerOf('glpat-1')], 'job_token_missing'],
    ['an answer that cannot be used', ['upstream_invalid'], 'upstream_invalid'],
  ] as const)('is not asked again after %s', async (_, answers, code) => {
    const { documents } = endpoint(...answers);
    expect(await endOf(read(ENDPOINT, { documents }))).toEqual([code, 0]);
  });

  test('is asked again after what passes by itself, with its secret each time', async () => {
    const passing = [status(500), status(503), status(429), 'upstream_timeout'] as const;
    const { documents, headers } = endpoint(...passing, answerOf(token));
    expect(await read(ENDPOINT, { documents })).toEqual({ token, expiresAt: END });
    expect(told).toHaveLength(4);
    expect(headers).toHaveLength(5);
    for (const sent of headers) expect(sent).toEqual({ authorization: 'bearer of-the-runner' });
    expect(told.map(({ fault }) => fault.message).join()).not.toContain('of-the-runner');
  });

  test('is asked five times at most, and once where it is asked later again', async () => {
    const silent = Array<Answer>(9).fill('upstream_unreachable');
    const code = 'upstream_unreachable';
    expect(await endOf(read(ENDPOINT, endpoint(...silent)))).toEqual([code, 4]);
    told = [];
    const once = { ...endpoint(...silent), retries: 0 };
    expect(await endOf(read(ENDPOINT, once))).toEqual([code, 0]);
    told = [];
    expect(await endOf(read(ENDPOINT, { ...endpoint(...silent), deadline: 1 }))).toEqual([code, 0]);
  });
});

describe('a program', () => {
  const run = (script: string): JobTokenPlace => ({
    kind: 'command',
    command: ['/bin/sh', '-c', script],
  });

  test('that is not there, or prints without end, is run once', async () => {
    const nowhere = { kind: 'command', command: ['/no-such-program'] } as const;
    expect(await endOf(read(nowhere))).toEqual(['job_token_missing', 0]);
    expect(await endOf(read(run('exec yes')))).toEqual(['upstream_invalid', 0]);
    expect(await endOf(read(run('echo opaque')))).toEqual(['job_token_missing', 0]);
  });

  test('that fails is run again, by its words and with its environment alone', async () => {
    const env = { TOKEN: token, MARK: join(folder, 'mark'), PATH: process.env['PATH'] ?? '' };
    const script = '[ -e "$MARK" ] && { echo "$TOKEN"; exit; }; : > "$MARK"; exit 1';
    expect(await read(run(script), { env })).toEqual({ token, expiresAt: END });
    expect(told.map(({ fault }) => fault.message)).toEqual([
      expect.stringContaining('it ended with exit code 1'),
    ]);
  });

  test('that is too slow is ended, in the time that is left', async () => {
    const slow = read(run('exec sleep 30'), { deadline: 20, retries: 0 });
    expect(await endOf(slow)).toEqual(['upstream_timeout', 0]);
  });

  test('ends with whoever asked', async () => {
    const closing = new AbortController();
    const attempt = read(run('exec sleep 30'), { signal: closing.signal });
    closing.abort(new Error('closed'));
    await expect(attempt).rejects.toThrow('closed');
    expect(told).toEqual([]);
  });
});

test('a file is read anew, and its spaces are no part of the token', async () => {
  const path = join(folder, 'token');
  const file = { kind: 'file', path } as const;
  expect(await endOf(read(file))).toEqual(['job_token_missing', 0]);
  await writeFile(path, `${token}\n`);
  expect(await read(file)).toEqual({ token, expiresAt: END });
  await writeFile(path, ' \n');
  await expect(read(file)).rejects.toThrow('is empty');
});

test.skipIf(process.platform === 'win32')('a file without an end is no token', async () => {
  expect(await endOf(read({ kind: 'file', path: '/dev/zero' }))).toEqual(['job_token_missing', 0]);
});

test('what is no signed JWT is never taken, and never repeated', async () => {
  const cut = fc.nat(token.length - 2).map((length) => token.slice(0, length));
  await fc.assert(
    fc.asyncProperty(fc.oneof(cut, fc.string()), async (text) => {
      const env = { X: text };
      const message = await read({ kind: 'variable', name: 'X' }, { env }).then(
        ({ token: taken }) => (taken.split('.').length === 3 ? '' : 'taken'),
        (thrown: unknown) => toDrawbridgeError(thrown).message,
      );
      expect(message).not.toBe('taken');
      expect(text.length > 12 && message.includes(text)).toBe(false);
    }),
  );
});
