import { describe, expect, it } from 'vitest';
import { answerOf, examine, isFor, type TestProxy } from './doctor.fixture.ts';

const PATHS = ['/api/x?y=1', '/public', '/static/app.js'];

async function look(proxy: TestProxy, paths = PATHS) {
  const { looks, finding } = await examine(proxy, { paths });
  return { finding, seen: looks.find(({ at }) => at === 'other paths without a session') };
}

const at = (start: string, status: number, text = '', name = 'x-app', value = '1'): TestProxy => ({
  first: (request) => (isFor(request, start) ? answerOf(status, text, [[name, value]]) : undefined),
});

describe('other paths', () => {
  it.each([
    ['a page', 200],
    ['a page that is not there', 404],
    ['a 401 of the app', 401],
    ['a fault of the app', 500],
  ])('are open where %s comes', async (_, status) => {
    const { finding } = await look({
      isAsked: (request) => !isFor(request, '/static/'),
      last: (answer, { target }) =>
        target === '/static/app.js' ? answerOf(status, 'app') : answer,
    });
    expect([finding?.fault, finding?.detail]).toEqual([
      'open-door',
      expect.stringContaining(`At "/static/app.js" a browser without a session gets ${status}`),
    ]);
  });

  it.each([
    ['the sign-in of another', 302, '', 'location', '/login'],
    ['a sign-in of the app by 401', 401, '', 'www-authenticate', 'Basic realm="app"'],
  ])('are open where %s comes', async (_, ...answer) => {
    expect((await look(at('/static/', ...answer))).finding?.fault).toBe('open-door');
  });

  it.each([
    ['a program is told', 401, '', 'www-authenticate', 'Bearer realm="drawbridge"'],
    ['nobody may see them', 403, '{"code":"access_denied"}', 'x', 'y'],
  ])('are not open where %s', async (_, ...answer) => {
    expect((await look(at('/static/', ...answer))).seen?.state).toBe('good');
  });

  it('are said to be open to anybody where a rule says so', async () => {
    const { finding, seen } = await look({});
    expect(finding).toBeUndefined();
    expect(seen).toMatchObject({
      state: 'good',
      seen: 'the gateway is asked about 3 of 3, and lets anybody see "/public"',
    });
  });

  it('are open where the proxy has lines for how they end, as it resolves them', async () => {
    const { finding } = await look({
      isAsked: ({ target }) => !target.replace(/^\/%FF\/\.\./, '').endsWith('.js'),
    });
    expect(finding?.fault).toBe('open-door');
  });

  it('may be asked about in vain', async () => {
    const { finding } = await look(at('/static/', 502));
    expect([finding?.fault, finding?.detail]).toEqual([
      'gateway-down',
      expect.stringMatching(/^At "\/static\/app\.js" the page gets 502/),
    ]);
  });

  it('count for nothing of what the page does', async () => {
    const { looks } = await examine({}, { paths: ['/public'] });
    expect(looks.every(({ state }) => state === 'good')).toBe(true);
  });
});
