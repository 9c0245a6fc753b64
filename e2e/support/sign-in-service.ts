import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { certify } from '../../tools/certify.ts';
import { listenHere } from './serve-here.ts';
import type { Stage } from './stage.ts';

/** A stub of the sign-in service of AWS's console, under its own names: behind a proxy that leads all of them here. */
export interface SignInService {
  /** By which a command comes here in the place of AWS. */
  readonly env: Readonly<Record<string, string>>;
  /** The hosts that were asked for, each with its port, in order. */
  readonly hosts: readonly string[];
  /** What was asked, in order. */
  readonly asked: readonly URLSearchParams[];
  /** Has it answer so from now on. */
  answer(status: number, body: string): void;
}

/** Starts one, until the stage is cleared. @param names - the hosts that it is */
export async function startSignInService(
  stage: Stage,
  names: readonly string[],
): Promise<SignInService> {
  const folder = await stage.folder();
  const authority = await certify(folder, 'authority', '');
  const dns = names.map((name) => `DNS:${name}`).join(',');
  const { cert, key } = await certify(folder, 'service', dns, authority);
  const hosts: string[] = [];
  const asked: URLSearchParams[] = [];
  let next = { status: 200, body: '' };

  const service = createServer({ cert, key }, ({ url = '' }, response) => {
    const [path, query] = url.split('?');
    asked.push(new URLSearchParams(query));
    const { status, body } = path === '/federation' ? next : { status: 404, body: '' };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  const port = await listenHere(stage, service);
  const proxy = createProxy().on('connect', ({ url = '' }, near) => {
    hosts.push(url);
    const far = connect(port, '127.0.0.1', () => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      near.pipe(far).pipe(near);
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  const proxyPort = await listenHere(stage, proxy);
  return {
    env: { HTTPS_PROXY: `http://127.0.0.1:${proxyPort}`, AWS_CA_BUNDLE: authority.certFile },
    hosts,
    asked,
    answer(status, body) {
      next = { status, body };
    },
  };
}
