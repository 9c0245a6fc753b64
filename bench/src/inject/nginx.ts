import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type ServerProcess, startServer } from '../harness/server-process.ts';

/** A server that answers at an address of this machine. */
export interface RunningServer extends Pick<ServerProcess, 'pid'> {
  readonly url: URL;
  stop(): Promise<void>;
}

/** Whatever is set up, requests to it are answered with 200. */
const READY = '/ready';

/**
 * Starts Debian's nginx as one process, so that all its CPU time is in one place.
 *
 * @param http - directives of `http`, beside those of its `server`
 */
export async function startNginx(server: string, http = ''): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-bench-nginx-'));
  const port = await freePort();
  const url = new URL(`http://127.0.0.1:${port}/`);
  const config = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    config,
    `daemon off; master_process off; pid ${join(folder, 'pid')}; error_log stderr;
     events { worker_connections 4096; }
     http {
       access_log off; keepalive_requests 1000000000;
       ${temporary.map((name) => `${name}_temp_path ${join(folder, name)};`).join('\n')}
       ${http}
       server { listen 127.0.0.1:${port} backlog=4096; location = ${READY} { return 200; } ${server} }
     }`,
  );
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const { pid, stop } = await startServer({
      program: '/usr/sbin/nginx',
      args: ['-e', 'stderr', '-c', config],
      readyUrl: new URL(READY, url),
    });
    return {
      url,
      pid,
      async stop() {
        await stop();
        remove();
      },
    };
  } catch (thrown) {
    remove();
    throw thrown;
  }
}
