import type { HeaderField } from '@drawbridge/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRoutes, type Route } from '../routes.ts';
import { stubSource } from '../stub-source.fixture.ts';
import { requestHeaders } from './request-headers.ts';

const [route] = compileRoutes([
  { upstream: 'https://up.test:8443/base', tokens: stubSource('t') },
]) as [Route];
const host = { name: 'localhost', field: 'localhost:8080' };
const LOOP: HeaderField = ['cdn-loop', 'drawbridge-1'];
const sent = (...headers: readonly HeaderField[]) =>
  requestHeaders({ headers }, route, host, 'Bearer fresh', { field: LOOP });
const OWN: readonly HeaderField[] = [
  ['host', 'up.test:8443'],
  LOOP,
  ['authorization', 'Bearer fresh'],
];

describe('requestHeaders', () => {
  it.each([
    ['Authorization', 'Bearer of the caller'],
    ['AUTHORIZATION', 'Basic x'],
    ['Proxy-Authorization', 'Basic x'],
    ['Forwarded', 'for=1'],
    ['X-Forwarded-For', '1'],
    ['X_Forwarded_Host', '1'],
    ['X-Forwarded-Whatever', '1'],
    ['X-Real-IP', '1'],
    ['X-Original-URL', '/admin'],
    ['Via', '1.1 a'],
    ['Expect', '100-continue'],
    ['Host', 'evil.test'],
    ['Content-Length', '3'],
    ['Transfer-Encoding', 'chunked'],
    ['Transfer_Encoding', 'chunked'],
    ['Content_Length', '3'],
    ['Proxy_Authorization', 'Basic x'],
    ['Upgrade', 'websocket'],
    ['Keep-Alive', '1'],
    ['Proxy-Connection', 'keep-alive'],
    ['TE', 'gzip'],
    ['HTTP2-Settings', 'x'],
    ['X-Drawbridge-Secret', 'x'],
  ])('passes on no %s', (name, value) => {
    expect(sent([name, value], [name, value])).toEqual(OWN);
  });

  it('takes away what Connection lists before the token comes', () => {
    const listed: HeaderField = ['Connection', 'close, Authorization ,X-Hop,, cookie'];
    const more: HeaderField = ['connection', 'host, x-more, x_under'];
    expect(
      sent(listed, more, ['X-Hop', 'a'], ['X_Under', 'a'], ['Cookie', 'a=b'], ['X-More', 'a']),
    ).toEqual(OWN);
  });

  it('passes on the rest, in its order', () => {
    const rest: readonly HeaderField[] = [
      ['Cookie', 'a=b'],
      ['Accept', 'a'],
      ['accept', 'b'],
      ['Sec-WebSocket-Key', 'x'],
      ['Referer', 'https://else.test/'],
      ['Destination', 'no URL'],
    ];
    expect(sent(...rest)).toEqual([OWN[0], ...rest, ...OWN.slice(1)]);
  });

  it('says that trailers are read, where they are', () => {
    expect(sent(['TE', 'deflate;q=0.5, Trailers'])).toContainEqual(['te', 'trailers']);
  });

  it('names its own pages as the upstream would', () => {
    expect(
      sent(
        ['Origin', 'http://localhost:8080'],
        ['Referer', 'http://localhost:8080/a?b'],
        ['Destination', 'http://localhost:8080/c'],
      ),
    ).toEqual([
      OWN[0],
      ['Origin', 'https://up.test:8443'],
      ['Referer', 'https://up.test:8443/base/a?b'],
      ['Destination', 'https://up.test:8443/base/c'],
      ...OWN.slice(1),
    ]);
  });

  it('leaves a page by https what it is, but for one that the browser knows for this proxy', () => {
    const referer: HeaderField = ['Referer', 'https://localhost:8080/a'];
    const site = (value: string): HeaderField => ['Sec-Fetch-Site', value];
    expect(sent(referer)).toContainEqual(referer);
    expect(sent(site('none'), referer)).toContainEqual(referer);
    expect(sent(site('same-origin'), referer)).toContainEqual([
      'Referer',
      'https://up.test:8443/base/a',
    ]);
  });

  it('never carries two tokens, or what is about a connection (property)', () => {
    const name = fc.constantFrom(
      'Authorization',
      'authorization',
      'AuThOrIzAtIoN',
      'Connection',
      'Proxy-Authorization',
      'X-A',
      'X-B',
      'TE',
      'Upgrade',
      'Transfer-Encoding',
      'Host',
      'Cookie',
      'Keep-Alive',
      'Trailer',
      'X-Forwarded-For',
    );
    const value = fc.oneof(
      name,
      fc.tuple(name, name).map((two) => two.join(' , ')),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 12 }), (headers) => {
        const passed = sent(...headers);
        const names = passed.map(([field]) => field.toLowerCase());
        expect(passed.filter(([field]) => field.toLowerCase() === 'authorization')).toEqual([
          OWN[2],
        ]);
        expect(passed.filter(([field]) => field.toLowerCase() === 'host')).toEqual([OWN[0]]);
        const listed = headers
          .filter(([field]) => field === 'Connection')
          .flatMap(([, text]) => text.split(',').map((part) => part.trim().toLowerCase()));
        const gone = [
          'connection',
          'upgrade',
          'transfer-encoding',
          'keep-alive',
          'trailer',
          'proxy-authorization',
          'x-forwarded-for',
        ];
        for (const field of names) {
          expect(gone).not.toContain(field);
          if (!['host', 'authorization', 'te'].includes(field)) expect(listed).not.toContain(field);
        }
        for (const [field, text] of passed) if (field === 'te') expect(text).toBe('trailers');
      }),
    );
  });
});
