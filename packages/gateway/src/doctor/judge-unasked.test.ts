import { describe, expect, it } from 'vitest';
import { answerOf, examine, isFor, PAGE, type TestProxy } from './doctor.fixture.ts';

const isPage = (request: Parameters<typeof isFor>[0]) => isFor(request, '/orders');

describe('a page that nothing of the gateway is in', () => {
  it.each([500, 502])('takes a %d of an app that anybody may see for no fault', async (status) => {
    const page = { ...PAGE, target: '/public' };
    const { looks, finding } = await examine(
      {
        last: (answer, { target }) =>
          target.startsWith('/public') && answer.status === 200 ? answerOf(status) : answer,
      },
      { page },
    );
    expect(finding).toBeUndefined();
    expect(looks[0]).toMatchObject({
      state: 'not looked at',
      seen: expect.stringContaining(`(${status})`) as string,
    });
    expect(looks.find(({ at }) => at === 'cookies that are set')).toMatchObject({ state: 'good' });
  });

  it.each([
    ['the page', '/orders?'],
    ['all of the app', '/orders'],
  ])('believes that a page is public where %s fails', async (_, start) => {
    const proxy: TestProxy = {
      first: (request) => (isFor(request, start) ? answerOf(502) : undefined),
      isAsked: (request) => !isPage(request),
    };
    const { finding, looks } = await examine(proxy, { isPublic: true });
    expect([finding, looks[0]?.state]).toEqual([undefined, 'not looked at']);
  });

  it('says that it may be the app that fails, where nothing shows which it is', async () => {
    const { finding } = await examine({
      first: (request) => (isPage(request) ? answerOf(502) : undefined),
    });
    expect(finding?.detail).toContain('or it is the app that fails');
  });

  const PASSWORD = answerOf(401, '', [['www-authenticate', 'Basic realm="app"']]);

  it('takes a 401 by which the app asks for a password for no answer of the gateway', async () => {
    const { finding } = await examine({ first: () => PASSWORD });
    expect(finding?.fault).toBe('open-door');
  });

  it('takes such a 401 of a page that anybody may see for no fault', async () => {
    const { looks, finding } = await examine(
      {
        last: (answer, { target }) =>
          target.startsWith('/public') && answer.status === 200 ? PASSWORD : answer,
      },
      { page: { ...PAGE, target: '/public' } },
    );
    expect(finding).toBeUndefined();
    expect(looks[0]?.seen).toContain('lets anybody see this page (401)');
  });

  it('does not take a gateway that nobody reaches for a page that is public', async () => {
    const { finding } = await examine({ first: () => answerOf(502) }, { isPublic: true });
    expect(finding?.fault).toBe('gateway-down');
  });
});
