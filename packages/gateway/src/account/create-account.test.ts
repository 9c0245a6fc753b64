import { replyText } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { AUTH, browse, clearedBy, CROSS, fieldOf, OWN, setUp } from '../logout/logout.fixture.ts';
import { createLogoutContext } from '../logout/logout-context.ts';
import { createAccount } from './create-account.ts';

const HOST = 'auth.test';

/** The page of a browser, and what its buttons send. */
async function start() {
  const all = await setUp();
  const account = createAccount(createLogoutContext(all.options));
  const show = (id?: string) => account.show(browse(HOST, '/', { id, headers: [OWN] }));
  const tokenFor = async (id: string) =>
    /name="form" value="([^"]+)"/.exec(replyText(await show(id)))?.[1] ?? '';
  const press = (id: string | undefined, form: Record<string, string>, headers = [OWN]) =>
    account.act(browse(HOST, '/', { id, form, headers }));
  return { ...all, account, show, tokenFor, press };
}

describe('nothing is ended by', () => {
  it.each([
    ['a form of another site', [CROSS, ['origin', 'https://evil.test']]],
    ['a form of an app host', [['sec-fetch-site', 'same-site']]],
    ['a form of an old browser without an origin', []],
  ] as const)('%s, though it knew the token', async (_, headers) => {
    const { press, tokenFor, sessions } = await start();
    sessions.add('a');
    const form = await tokenFor('a');
    const reply = await press('a', { form, all: 'yes' }, [...headers]);
    expect([reply.status, clearedBy(reply)]).toEqual([400, 0]);
    expect(sessions.live).toHaveLength(1);
  });

  it.each(['', 'x', 'v1.aaaaaaaaaaa.bbbb'])('a form with the token %j', async (form) => {
    const { press, sessions } = await start();
    sessions.add('a');
    expect((await press('a', { form, all: 'yes' })).status).toBe(400);
    expect((await press('a', { form, handle: 'handle-of-a' })).status).toBe(400);
    expect(sessions.live).toHaveLength(1);
  });

  it('a form with the token of another session, also of the same person', async () => {
    const { press, tokenFor, sessions } = await start();
    sessions.add('a');
    sessions.add('b');
    expect((await press('a', { form: await tokenFor('b'), all: 'yes' })).status).toBe(400);
    expect(sessions.live).toHaveLength(2);
  });

  it('the handle of somebody else', async () => {
    const { press, tokenFor, sessions } = await start();
    sessions.add('a');
    sessions.add('b', { subject: 'bob' });
    const reply = await press('a', { form: await tokenFor('a'), handle: 'handle-of-b' });
    expect([reply.status, fieldOf(reply, 'location')]).toEqual([303, `${AUTH}/`]);
    expect(sessions.live).toHaveLength(2);
  });

  it('a doubled field', async () => {
    const { account, tokenFor, sessions } = await start();
    sessions.add('a');
    const call = browse(HOST, '/', {
      id: 'a',
      headers: [OWN],
      form: { form: await tokenFor('a') },
    });
    const body = (async function* () {
      yield new TextEncoder().encode('form=a&form=b&all=yes');
    })();
    await expect(account.act({ ...call, body })).rejects.toMatchObject({
      code: 'parameter_invalid',
    });
  });
});

describe('the page', () => {
  it('leads to what a session is made of, where that is shown', async () => {
    const { options, sessions, show } = await start();
    sessions.add('a');
    expect(replyText(await show('a'))).not.toContain('/inspect');
    const account = createAccount(createLogoutContext(options), { inspector: '/inspect' });
    const reply = await account.show(browse(HOST, '/', { id: 'a', headers: [OWN] }));
    expect(replyText(reply)).toContain('<a href="/inspect">');
  });

  it('leaves a sign-in alone that is under way in another tab', async () => {
    const { account } = await start();
    const attempt = '__Host-drawbridge-attempt-x=y';
    const call = browse(HOST, '/', { id: 'gone', headers: [OWN, ['cookie', attempt]] });
    const reply = await account.show(call);
    expect(clearedBy(reply)).toBe(1);
    expect(JSON.stringify(reply.headers)).not.toContain('attempt');
  });

  it('leads whoever is not signed in to a sign-in, and takes away a cookie that is over', async () => {
    const { show } = await start();
    const never = await show();
    expect([never.status, clearedBy(never)]).toEqual([200, 0]);
    expect(replyText(never)).toContain(`<a href="${AUTH}/.drawbridge/login?url=%2F">`);
    expect(clearedBy(await show('gone'))).toBe(1);
  });

  it('is shown in no frame, and is kept by nobody', async () => {
    const { show, sessions } = await start();
    sessions.add('a');
    const reply = await show('a');
    expect(fieldOf(reply, 'content-security-policy')).toContain("frame-ancestors 'none'");
    expect(fieldOf(reply, 'cache-control')).toBe('no-store');
    // With `no-referrer`, browsers say of its own forms that they are of nobody.
    expect(fieldOf(reply, 'referrer-policy')).toBe('same-origin');
  });

  it('says who is signed in, by whom and where, and nothing of another person, or of the cookie', async () => {
    const { show, sessions, clock } = await start();
    sessions.add('first-id');
    sessions.add('bob-id', { subject: 'bob' });
    clock.advance(60);
    sessions.add('second-id');
    const html = replyText(await show('first-id')).replaceAll('<wbr>', '');
    expect(html).toMatch(/<time datetime="[\d-]+T[\d:]+Z">/);
    expect(html).not.toMatch(/:\d\d\.\d+Z/);
    expect(html).toContain('alice@example.test');
    expect(html).toContain('Provider main');
    expect(html.match(/handle-of-[a-z]+-id/g)).toEqual(['handle-of-second-id']);
    expect(html.match(/This browser/g)).toHaveLength(1);
    expect(html).not.toContain('bob');
    expect(html.replaceAll('handle-of-second-id', '')).not.toMatch(/-id/);
  });

  it('calls none of two this browser that began in the same second', async () => {
    const { show, sessions } = await start();
    sessions.add('a');
    sessions.add('b');
    const html = replyText(await show('a'));
    expect(html).not.toContain('This browser');
    expect(html.match(/name="handle"/g)).toHaveLength(2);
  });
});

describe('a button', () => {
  it('ends one session of the list, and shows the list again', async () => {
    const { press, tokenFor, sessions } = await start();
    sessions.add('a');
    sessions.add('b');
    const reply = await press('a', { form: await tokenFor('a'), handle: 'handle-of-b' });
    expect([reply.status, fieldOf(reply, 'location')]).toEqual([303, `${AUTH}/`]);
    expect(sessions.live.map(({ id }) => id)).toEqual(['a']);
  });

  it('ends the one of this browser, and goes on to the provider', async () => {
    const { press, tokenFor, sessions } = await start();
    sessions.add('a');
    sessions.add('b');
    const reply = await press('a', { form: await tokenFor('a'), this: 'yes' });
    expect([reply.status, clearedBy(reply)]).toEqual([200, 2]);
    expect(fieldOf(reply, 'refresh')).toContain(
      'https://issuer.test/end?client_id=app&id_token_hint=id-token-of-a',
    );
    expect(sessions.live.map(({ id }) => id)).toEqual(['b']);
  });

  it('ends all of a person, and of nobody else', async () => {
    const { press, tokenFor, sessions } = await start();
    sessions.add('a');
    sessions.add('b');
    sessions.add('c', { subject: 'bob' });
    const reply = await press('a', { form: await tokenFor('a'), all: 'yes' });
    expect([reply.status, clearedBy(reply)]).toEqual([200, 2]);
    expect(fieldOf(reply, 'refresh')).toContain('id_token_hint=id-token-of-a');
    expect(sessions.live.map(({ id }) => id)).toEqual(['c']);
  });

  it('takes the cookies away where the store does not answer, and says that sessions live', async () => {
    const { press, tokenFor, sessions } = await start();
    sessions.add('a');
    const form = await tokenFor('a');
    sessions.down.add('endPerson');
    const reply = await press('a', { form, all: 'yes' });
    expect([reply.status, clearedBy(reply)]).toEqual([503, 2]);
    expect(replyText(reply)).toContain('not signed out everywhere');
  });

  it('is good while the provider does not answer who would have to renew the session', async () => {
    const { press, tokenFor, sessions } = await start();
    sessions.add('a');
    const form = await tokenFor('a');
    sessions.down.add('open');
    expect((await press('a', { form, this: 'yes' })).status).toBe(200);
    expect(sessions.live).toEqual([]);
  });

  it('of a page whose session was ended elsewhere leads to the page that says so', async () => {
    const { press } = await start();
    const reply = await press('gone', { form: 'x', all: 'yes' });
    expect([reply.status, fieldOf(reply, 'location')]).toEqual([303, `${AUTH}/`]);
  });
});
