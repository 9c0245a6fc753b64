import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import { startProvider } from './start-provider.ts';

// The only test of its file: oidc-provider warns when it is first imported, and each test file has
// a process of its own.
test('prints nothing, whatever it is asked', async () => {
  const spies = (['debug', 'info', 'log', 'warn', 'error'] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation(() => {}),
  );
  const stdout = vi.spyOn(process.stdout, 'write');
  const stderr = vi.spyOn(process.stderr, 'write');

  const provider = await startProvider({ port: 0, audience: 'http://127.0.0.1:8080' });
  await provider.issueToken();
  for (const accept of ['application/json', 'text/html']) {
    const headers = { accept, origin: 'https://elsewhere.example' };
    await fetch(`${provider.issuer}/token`, { method: 'POST', headers });
    await fetch(`${provider.issuer}/jwks`, { headers });
    await fetch(`${provider.issuer}/auth`, { headers });
  }
  await breakOffRequest(Number(new URL(provider.issuer).port));
  await provider.close();

  for (const spy of [...spies, stdout, stderr]) expect(spy).not.toHaveBeenCalled();
});

async function breakOffRequest(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n');
  socket.write('Content-Type: application/x-www-form-urlencoded\r\n\r\ngrant_type=');
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
}
