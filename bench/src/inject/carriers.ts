import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMAND } from '../harness/drawbridge-command.ts';
import { freePort, startServer } from '../harness/server-process.ts';
import { type RunningServer, startNginx } from './nginx.ts';

/** What stands between a client and a service, and adds a token. */
export type Carrier = 'inject' | 'nginx' | 'mitmdump';

/** What is carried, and where to. */
export interface Carried {
  readonly origin: URL;
  readonly token: string;
}

const MITMDUMP = '/usr/bin/mitmdump';

/** Starts one. Each sends every request on with the token as `Authorization: Bearer`, over connections that are kept. */
export function startCarrier(carrier: Carrier, carried: Carried): Promise<RunningServer> {
  switch (carrier) {
    case 'inject':
      return startInject(carried);
    case 'nginx':
      return startNginx(
        `location / {
           proxy_pass http://origin; proxy_http_version 1.1;
           proxy_set_header Connection ""; proxy_set_header Authorization "Bearer ${carried.token}";
         }`,
        `upstream origin {
           server ${carried.origin.host}; keepalive 256; keepalive_requests 1000000000;
         }`,
      );
    case 'mitmdump':
      return startMitmdump(carried);
  }
}

async function startInject({ origin, token }: Carried): Promise<RunningServer> {
  const [port, data] = [await freePort(), mkdtempSync(join(tmpdir(), 'drawbridge-bench-inject-'))];
  const url = new URL(`http://127.0.0.1:${port}/`);
  const listen = ['--listen', url.host, '--data', data];
  const { pid, stop } = await startServer({
    args: [COMMAND, 'inject', origin.origin, '--access-token', 'BENCH_TOKEN', ...listen],
    env: { BENCH_TOKEN: token },
    readyUrl: new URL('/ready', url),
  });
  return { url, pid, stop: ended(stop, data) };
}

/** As eoepca-security's add-on does it: by the head of a request, before its body. */
const ADD_ON = `
import os
def requestheaders(flow):
    flow.request.headers["authorization"] = "Bearer " + os.environ["BENCH_TOKEN"]
`;

async function startMitmdump({ origin, token }: Carried): Promise<RunningServer> {
  if (!existsSync(MITMDUMP)) {
    throw new Error('mitmdump is not there: apt-get install mitmproxy');
  }
  const [port, folder] = [await freePort(), mkdtempSync(join(tmpdir(), 'drawbridge-bench-mitm-'))];
  const url = new URL(`http://127.0.0.1:${port}/`);
  const script = join(folder, 'add-on.py');
  writeFileSync(script, ADD_ON);
  const { pid, stop } = await startServer({
    program: MITMDUMP,
    args: [
      '--quiet',
      `--scripts=${script}`,
      `--mode=reverse:${origin.origin}`,
      `--listen-host=${url.hostname}`,
      `--listen-port=${url.port}`,
      `--set=confdir=${folder}`,
    ],
    env: { BENCH_TOKEN: token },
    readyUrl: new URL('/ready', url),
  });
  return { url, pid, stop: ended(stop, folder) };
}

function ended(stop: () => Promise<unknown>, folder: string): () => Promise<void> {
  return async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
