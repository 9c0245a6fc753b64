import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { apisixHeaders } from '@drawbridge/testing';
import { listenTestIssuer, type ListeningIssuer } from '@drawbridge/testing/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { start } from '../support/command.ts';
import { ROOT } from '../support/documents.ts';
import { freePort } from '../support/free-port.ts';
import { createStage } from '../support/stage.ts';

// What Next.js makes of a request before a route handler has it, Next.js alone can show.

const FILES: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ private: true, type: 'module' }),
  // The packages are linked in, from a folder outside of this one.
  'next.config.mjs': `export default { turbopack: { root: '/' } };`,
  'guard.js': `
    import { APISIX, createGuard } from '@drawbridge/guard';
    import { nextGuard } from '@drawbridge/guard/next';
    export const auth = nextGuard(createGuard({
      issuer: process.env.ISSUER,
      audience: 'drawbridge',
      headers: APISIX,
      resource: { url: 'https://api.test' },
    }));`,
  'app/me/[id]/route.js': `
    import { scopes } from '@drawbridge/guard';
    import { headers } from 'next/headers';
    import { auth } from '../../../guard.js';
    export const GET = auth.protect(async (request, caller, { params }) => {
      const page = await headers();
      console.log('handled', [...request.headers], [...page]);
      return Response.json({
        caller: caller.subject,
        id: (await params).id,
        path: request.nextUrl.pathname,
        shown: [...request.headers, ...request.clone().headers, ...page, ...page.entries()],
      });
    });
    export const POST = auth.protect(
      async (request, caller) => Response.json({ caller: caller.subject, text: await request.text() }),
      scopes('write'),
    );`,
  'app/.well-known/oauth-protected-resource/route.js': `
    import { auth } from '../../../guard.js';
    export const GET = auth.metadata;`,
};

const stage = createStage();
afterAll(() => stage.clear());

let issuer: ListeningIssuer;
let url: string;
let output: () => string;

beforeAll(async () => {
  issuer = await listenTestIssuer();
  stage.later(() => issuer.close());
  const folder = await stage.folder();
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const port = await freePort();
  const next = join(ROOT, 'node_modules/next/dist/bin/next');
  const env = { ISSUER: issuer.issuer, NEXT_TELEMETRY_DISABLED: '1', HOME: folder };
  const args = [next, 'dev', '--hostname', '127.0.0.1', '--port', String(port)];
  const command = start(process.execPath, args, { cwd: folder, env });
  stage.later(() => command.stop());
  output = () => command.stdout() + command.stderr();
  await command.waitFor('stdout', /Ready in/);
  url = `http://127.0.0.1:${port}`;
});

describe('nextGuard in Next.js', () => {
  const everything = { set_raw_id_token_header: true, set_refresh_token_header: true };
  const tokensOf = (scope: string) =>
    apisixHeaders(issuer, { sub: 'bob' }, { scope, settings: everything });

  it('tells the handler who is calling, and shows no token, nor does headers()', async () => {
    const headers = { ...(await tokensOf('openid')), 'X-Kept': '1' };
    const answer = await fetch(`${url}/me/7?x=1`, { headers });
    const told = (await answer.json()) as { shown: [string, string][] };
    expect(told).toMatchObject({ caller: 'bob', id: '7', path: '/me/7' });
    expect(told.shown.filter(([name]) => name === 'x-kept')).toHaveLength(4);
    const shown = new Set(told.shown.map(([name]) => name));
    for (const name of Object.keys(headers).slice(0, -1)) {
      expect(shown).not.toContain(name.toLowerCase());
    }
    expect(output()).toContain('handled');
    for (const value of Object.values(headers).slice(0, -1)) {
      expect(output()).not.toContain(value.slice(-40));
    }
  });

  it('refuses with the whole reply', async () => {
    const nobody = await fetch(`${url}/me/7`);
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get('www-authenticate')).toContain(
      'resource_metadata="https://api.test/.well-known/oauth-protected-resource"',
    );
    expect(await nobody.json()).toMatchObject({ code: 'credentials_missing' });
    const head = await fetch(`${url}/me/7`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([401, '']);
    const headers = await tokensOf('openid');
    const post = await fetch(`${url}/me/7`, { method: 'POST', headers, body: 'x' });
    expect([post.status, post.headers.get('www-authenticate')]).toEqual([
      403,
      expect.stringContaining('scope="write"'),
    ]);
  });

  it('leaves the body to the handler', async () => {
    const headers = await tokensOf('openid write');
    const body = 'x'.repeat(100_000);
    const answer = await fetch(`${url}/me/7`, { method: 'POST', headers, body });
    expect(await answer.json()).toEqual({ caller: 'bob', text: body });
  });

  it('serves the metadata document', async () => {
    const answer = await fetch(`${url}/.well-known/oauth-protected-resource`);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await answer.json()).toMatchObject({
      resource: 'https://api.test',
      authorization_servers: [issuer.issuer],
    });
  });
});
