import { afterEach, describe, expect, it } from 'vitest';
import { ask, createProxyStage } from './proxy.fixture.ts';

const stage = createProxyStage();
afterEach(() => stage.clear());

describe('a call', () => {
  it('goes on with its method, target, fields and content', async () => {
    const origin = await stage.upstream((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify({
            method: request.method,
            url: request.url,
            raw: request.rawHeaders,
            body,
          }),
        );
      });
    });
    const { url } = await stage.proxy(origin);
    const { status, body } = await ask(
      url,
      {
        method: 'PATCH',
        path: '/a/../b?x=%2e',
        headers: { 'X-Two': ['1', '2'], 'content-length': '5' },
      },
      'hello',
    );
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({
      method: 'PATCH',
      url: '/a/../b?x=%2e',
      raw: [
        'host',
        origin.slice(7),
        'connection',
        'keep-alive',
        'X-Two',
        '1',
        'X-Two',
        '2',
        'content-length',
        '5',
      ],
      body: 'hello',
    });
  });
});
