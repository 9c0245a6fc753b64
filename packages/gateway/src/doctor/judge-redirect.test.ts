import { expect, it } from 'vitest';
import { judgeRedirect } from './judge-redirect.ts';
import type { Walk } from './walk.ts';

const ORIGIN = 'https://app.example.com';
const LOGIN = `${ORIGIN}/.drawbridge/login?url=`;

/** @param told - what the gateway is told of a request, by the target that is asked for */
function faultOf(told: (target: string) => string) {
  const loginFor = (target: string) => `${LOGIN}${encodeURIComponent(told(target))}`;
  const page = { scheme: 'https', origin: ORIGIN, host: 'app.example.com', target: '/a?b=c' };
  const walk: Partial<Walk> = {
    page: page as Walk['page'],
    login: new URL(loginFor('/a?b=c&drawbridge-doctor=a%2Fb%20c')),
    ask: ({ target = '' } = {}) =>
      Promise.resolve({ status: 302, fields: [['Location', loginFor(target)]], text: '' }),
  };
  return judgeRedirect.look(walk as Walk);
}

it('takes what is told as it was asked for', async () => {
  expect(await faultOf((target) => target)).toMatchObject({ state: 'good' });
});

it.each([
  ['a path that was decoded', (target: string) => decodeURIComponent(target)],
  ['a path without its query', (target: string) => target.replace(/\?.*$/, '')],
  ['a path without its beginning', (target: string) => target.replace('/a', '/')],
  ['the root for every page', () => '/'],
  ['the path of the question for every page', () => '/.drawbridge/decision'],
  ['the path of the gateway for every page', () => '/authz/nginx'],
])('sees %s', async (_, told) => {
  expect(await faultOf(told)).toMatchObject({ fault: 'wrong-path' });
});

it('sees that two pages get what was kept of a third', async () => {
  expect(await faultOf(() => '/orders?of=somebody')).toMatchObject({ fault: 'answer-cached' });
});
