import { expect, it } from 'vitest';
import { readProxyEnvironment } from './environment.ts';

it.each([
  [{}, undefined],
  [{ HTTPS_PROXY: '' }, undefined],
  [{ HTTP_PROXY: 'http://a', http_proxy: 'http://a', ALL_PROXY: 'http://a' }, undefined],
  [{ HTTPS_PROXY: 'http://a:3128' }, { url: 'http://a:3128', variable: 'HTTPS_PROXY' }],
  [
    { https_proxy: 'http://a', HTTPS_PROXY: 'http://b' },
    { url: 'http://a', variable: 'https_proxy' },
  ],
  [
    { https_proxy: ' ', HTTPS_PROXY: 'http://b' },
    { url: 'http://b', variable: 'HTTPS_PROXY' },
  ],
  [
    { HTTPS_PROXY: 'proxy.example:3128' },
    { url: 'http://proxy.example:3128', variable: 'HTTPS_PROXY' },
  ],
  [{ HTTPS_PROXY: 'socks5://a' }, { url: 'socks5://a', variable: 'HTTPS_PROXY' }],
])('finds the proxy of %j', (env, proxy) => {
  expect(readProxyEnvironment(env).proxy).toEqual(proxy);
});

it.each([
  [{}, []],
  [{ NO_PROXY: ' , ,' }, []],
  [{ NO_PROXY: 'A.example,10.0.0.0/8' }, ['a.example', '10.0.0.0/8']],
  [{ NO_PROXY: 'a.example b.example,\t.c.example\n' }, ['a.example', 'b.example', '.c.example']],
  [{ no_proxy: 'a.example', NO_PROXY: 'b.example' }, ['a.example']],
  [{ no_proxy: '', NO_PROXY: 'b.example' }, ['b.example']],
])('finds the exceptions of %j', (env, noProxy) => {
  expect(readProxyEnvironment(env).noProxy).toEqual(noProxy);
});
