import { once } from 'node:events';
import { createServer } from 'node:net';
import { check, type Check } from '../../check/check.ts';

/** Whether the browser could come back: which ports of this machine could be listened on now. */
export async function checkPorts(host: string, ports: readonly number[]): Promise<Check> {
  const found: { readonly port: number; readonly fault: string | undefined }[] = [];
  for (const port of ports) found.push({ port, fault: await faultOf(host, port) });
  const taken = found.filter(({ fault }) => fault !== undefined);
  const state = taken.length === 0 ? 'passed' : taken.length < ports.length ? 'warning' : 'failed';
  return check('redirect-ports', state, {
    seen: found.map(({ port, fault }) => `${port} ${fault ?? 'is free'}`).join(', '),
    wanted: `a port that is free on ${host}`,
    fix: 'End what listens there, or choose others with --port, and register their redirect URIs; or sign in with --device or --paste.',
  });
}

async function faultOf(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    return undefined;
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    return code === 'EADDRINUSE' ? 'is taken' : `cannot be listened on (${code})`;
  } finally {
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
}
