import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createTestIssuer } from '@drawbridge/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStage } from '../support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

/** Tells that an exchange was asked to renew a token, to which it never answers. */
let asked: () => void = () => {};
let requests = 0;
let token: string;
let url: string;

// An exchange whose tokens end soon, and that is silent from the second request on: a refresh is under way for as long as it may take.
beforeAll(async () => {
  const issuer = await createTestIssuer({ issuer: 'https://gitlab.test', algorithms: ['ES256'] });
  token = await issuer.issue({ sub: 'project:42' });
  const server = createServer((request, response) => {
    request.resume();
    requests += 1;
    if (requests > 1) return asked();
    const answer = {
      access_token: token,
      issued_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      token_type: 'N_A',
      expires_in: 2,
    };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stage.later(async () => {
    server.closeAllConnections();
    server.close();
  });
});

test.each([
  ['SIGTERM', 'ends with what the command makes of it', "echo got; exit 7' TERM", 7, 'got\n'],
  ['SIGINT', 'ends with what the command makes of it', "echo got; exit 7' INT", 7, 'got\n'],
  ['SIGTERM', 'ends as a shell says of a command that it ended', "' USR1", 143, ''],
] as const)(
  '%s while a token is renewed: %s, and leaves no file',
  async (signal, _, trap, code, said) => {
    requests = 0;
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    const folder = await stage.folder();
    const temporary = await stage.folder();
    const file = join(folder, 'job.jwt');
    await writeFile(file, token, { mode: 0o600 });
    const command = `trap '${trap}; echo ready; while :; do sleep 0.02; done`;
    const options = ['--aws', 'arn:aws:iam::123456789012:role/deploy', '--exchange', url];
    const job = await stage.start(
      ['ci', 'exec', ...options, '--token', `@${file}`, '--', 'sh', '-c', command],
      { env: { PATH: process.env['PATH'] ?? '', TMPDIR: temporary } },
    );
    await job.waitFor('stdout', /ready/);
    await isAsked;
    expect(await readdir(temporary)).toHaveLength(1);
    expect(await job.stop(signal)).toEqual({ code, signal: null });
    expect(job.stdout()).toBe(`ready\n${said}`);
    expect(await readdir(temporary)).toEqual([]);
    // It was called off by us, which is no fault to tell of.
    expect(job.stderr()).not.toContain('could not be renewed');
  },
);
