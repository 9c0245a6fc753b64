import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import { describe, expect, it } from 'vitest';
import type { GuardRequest } from '../guard-request.ts';
import { toGuardRequest } from './node-request.ts';
import { removeFields } from './remove-fields.ts';

describe('toGuardRequest', () => {
  it('shows a request of HTTP/2, whose tokens are removed alike', async () => {
    let seen: GuardRequest | undefined;
    let left = '';
    const server = createServer((request, response) => {
      seen = toGuardRequest(request);
      removeFields(request, { fields: new Set(['x-id-token']) });
      left = JSON.stringify([request.headers, request.rawHeaders]);
      response.end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const client = connect(`http://127.0.0.1:${port}`);
    const stream = client.request({ ':path': '/', 'x-id-token': ['secret-a', 'secret-b'] });
    stream.resume();
    await once(stream, 'close');
    client.close();
    await new Promise((resolve) => server.close(resolve));
    const values = seen?.headers
      .filter(([name]) => name === 'x-id-token')
      .map(([, value]) => value);
    expect(values).toEqual(['secret-a', 'secret-b']);
    expect(seen?.peer.address).toBe('127.0.0.1');
    expect(left).not.toMatch(/secret|x-id-token/);
  });
});
