import { once } from 'node:events';
import { createServer } from 'node:http';
import { createTestIssuer } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { sendRaw } from '../adapters/send-raw.fixture.ts';
import { createGuard } from '../create-guard.ts';
import { toGuardRequest } from './index.ts';

describe('toGuardRequest', () => {
  it('has requests judged that change the protocol, which no framework sees', async () => {
    const issuer = await createTestIssuer();
    const guard = createGuard(issuer.guardOptions);
    const server = createServer();
    server.on('upgrade', (request, socket) => {
      guard.identify(toGuardRequest(request)).then(
        ({ subject }) => socket.end(`HTTP/1.1 101 Switching Protocols\r\n\r\n${subject}`),
        (thrown: unknown) => {
          const { status, headers } = guard.refuse(thrown);
          const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
          socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join('')}\r\n`);
        },
      );
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const upgrade = ['Upgrade: websocket', 'Connection: Upgrade'];
    const { authorization } = await issuer.bearer({ sub: 'bob' });
    const token = `Authorization: ${authorization}`;
    const ask = (fields: readonly string[]) => sendRaw(port, { path: '/', fields });
    const taken = await ask([...upgrade, token]);
    expect([taken.status, taken.body]).toEqual([101, 'bob']);
    const refused = await ask(upgrade);
    expect([refused.status, refused.header('www-authenticate')]).toEqual([401, ['Bearer']]);
    expect((await ask([...upgrade, token, token])).status).toBe(400);
    server.close();
  });
});
