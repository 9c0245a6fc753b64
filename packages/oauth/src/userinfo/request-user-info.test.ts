import { describe, expect, it, vi } from 'vitest';
import { otherSubject, requestProfile, requestUserInfo } from './request-user-info.ts';

const URL = 'https://id.test/userinfo';
const TOKEN = 'secret-access-token';

const ask = (answer: () => Response | Promise<Response>, url = URL) =>
  requestUserInfo({ url, accessToken: TOKEN, subject: 'a1', fetch: async () => answer() });

describe('requestUserInfo', () => {
  it.each<[string, () => Response]>([
    ['another sub', () => Response.json({ sub: 'b2', email: 'b@corp.example' })],
    ['no sub', () => Response.json({ email: 'b@corp.example' })],
    ['a sub that is no text', () => Response.json({ sub: ['a1'] })],
    ['two of them', () => new Response('{"sub":"b2","sub":"a1"}')],
    ['a list', () => Response.json([{ sub: 'a1' }])],
    ['a page', () => new Response('<!doctype html>')],
    ['nothing', () => new Response(null)],
    ['a refusal', () => Response.json({ sub: 'a1', error: 'invalid_token' }, { status: 401 })],
    [
      'a redirect',
      () => new Response(null, { status: 302, headers: { location: 'https://evil.test' } }),
    ],
    ['a JWT', () => new Response('a.b.c', { headers: { 'content-type': 'application/jwt' } })],
  ])('takes nothing of an answer with %s, and shows nothing of it', async (_, answer) => {
    const thrown = await ask(answer).catch((fault: unknown) => fault);
    expect(thrown).toMatchObject({ code: 'upstream_invalid' });
    expect((thrown as Error).message).not.toMatch(/secret|corp\.example|b2|evil/);
  });

  it('reads no more than 256 KiB', async () => {
    const long = () => Response.json({ sub: 'a1', x: 'x'.repeat(262_144) });
    await expect(ask(long)).rejects.toMatchObject({ code: 'token_endpoint_invalid' });
  });

  it('sends the token to no address that is not safe', async () => {
    const answer = vi.fn(() => Response.json({ sub: 'a1' }));
    for (const url of ['http://id.test/userinfo', 'ftp://id.test', 'nowhere']) {
      await expect(ask(answer, url)).rejects.toMatchObject({ code: 'token_endpoint_wrong' });
    }
    expect(answer).not.toHaveBeenCalled();
  });

  it('gives what is told of the person of the ID token', async () => {
    const fetch = vi.fn(async () => Response.json({ sub: 'a1', groups: ['x'] }));
    const claims = await requestUserInfo({ url: URL, accessToken: TOKEN, subject: 'a1', fetch });
    expect(claims).toEqual({ sub: 'a1', groups: ['x'] });
    expect(fetch).toHaveBeenCalledExactlyOnceWith(URL, {
      method: 'GET',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${TOKEN}`,
        'user-agent': 'drawbridge',
      },
      signal: expect.any(AbortSignal) as AbortSignal,
    });
  });
});

describe('requestProfile', () => {
  const askProfile = (answer: () => Response, url = URL) =>
    requestProfile({ url, accessToken: TOKEN, fetch: async () => answer() });

  it.each<[string, () => Response]>([
    ['a list', () => Response.json([{ id: 1 }])],
    ['a page', () => new Response('<!doctype html>')],
    ['a member twice', () => new Response('{"id":1,"id":2}')],
    ['a refusal', () => Response.json({ id: 1 }, { status: 403 })],
    ['a JWT', () => new Response('{}', { headers: { 'content-type': 'application/jwt' } })],
  ])('takes nothing of an answer with %s', async (_, answer) => {
    const thrown = await askProfile(answer).catch((fault: unknown) => fault);
    expect(thrown).toMatchObject({ code: 'upstream_invalid' });
    expect((thrown as Error).message).not.toContain(TOKEN);
  });

  it('sends the token to no address that is not safe', async () => {
    const asked = askProfile(() => Response.json({ id: 1 }), 'http://id.test/user');
    await expect(asked).rejects.toMatchObject({ code: 'token_endpoint_wrong' });
  });

  it('gives what is told, whoever it is of: a server of OAuth alone has no sub', async () => {
    expect(await askProfile(() => Response.json({ id: 1, login: 'me' }))).toEqual({
      id: 1,
      login: 'me',
    });
  });
});

it('says of another subject where it was told of, and not whom', () => {
  expect(otherSubject(URL)).toMatchObject({ code: 'upstream_invalid' });
  expect(otherSubject(URL).message).toContain(`${URL} told of somebody else`);
});
