import { describe, expect, it } from 'vitest';
import { freePort, startServer } from './server-process.ts';

const SERVER =
  "require('node:http').createServer((_, r) => r.end()).listen(process.argv[1], '127.0.0.1')";

describe('startServer', () => {
  it('waits until the server answers, and stops it', async () => {
    const port = await freePort();
    const readyUrl = new URL(`http://127.0.0.1:${port}`);
    const server = await startServer({ args: ['-e', SERVER, String(port)], readyUrl });
    expect(server.startTime).toBeGreaterThan(0);
    expect((await fetch(readyUrl)).status).toBe(200);
    await server.stop();
    expect(() => process.kill(server.pid, 0)).toThrow('ESRCH');
    await server.stop();
  });

  it('tells what a server said that ended at once', async () => {
    const command = {
      args: ['-e', "console.error('no key ring'); process.exit(3)"],
      readyUrl: new URL(`http://127.0.0.1:${await freePort()}`),
    };
    await expect(startServer(command)).rejects.toThrow(/ended with code 3\nno key ring/);
  });
});
