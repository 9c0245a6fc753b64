import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@drawbridge/core';
import { createHttpClient } from '@drawbridge/node';
import { createFolderPublisher, publishSite, type SiteFile } from '@drawbridge/node/publish';
import type { BenchOptions } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { progress } from '../harness/progress.ts';

export const PUBLISH_FIGURE = 'publish-keys';

const MANY = 100;
/** How often a site is published a round, each time to an empty folder. */
const RUNS = 10;

/** Measures publishing of a hundred keys against that of one: to a folder, read back from a server in front of it. */
export async function publishFigure({ rounds }: BenchOptions): Promise<Figure> {
  const root = mkdtempSync(join(tmpdir(), 'drawbridge-bench-publish-'));
  let count = 0;
  const folder = () => join(root, String(count));
  const server = createServer((request, response) => {
    readFile(join(folder(), request.url ?? '')).then(
      (body) => response.writeHead(200, { 'content-type': typeOf(request.url) }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http = createHttpClient();
  const remote = http.remote();

  const publish = (keys: number) => async (): Promise<number> => {
    const files = siteOf(address, keys);
    const begin = performance.now();
    for (let run = 0; run < RUNS; run++) {
      count++;
      const publisher = createFolderPublisher(folder());
      const clock = systemClock;
      await publishSite({ publisher, files: () => files, address, remote, clock });
    }
    return (performance.now() - begin) / RUNS / 1000;
  };
  try {
    const pairs = await interleave(
      rounds,
      { subject: publish(MANY), reference: publish(1) },
      (round) => progress(`issuer ${PUBLISH_FIGURE}: round ${round} of ${rounds}`),
    );
    return toFigure(
      {
        bench: 'issuer',
        figure: PUBLISH_FIGURE,
        unit: 's',
        against: `a site with 1 key, where this one has ${MANY}`,
        better: 'lower',
        ratio: ({ subject, reference }) => subject / reference,
      },
      pairs,
    );
  } finally {
    await http.close();
    server.close();
    server.closeAllConnections();
    rmSync(root, { recursive: true, force: true });
  }
}

const JWKS_PATH = '/jwks/keys';

function typeOf(path: string | undefined): string {
  return path === JWKS_PATH ? 'application/jwk-set+json' : 'application/json';
}

/** A site of so many RSA keys of 2048 bits; what is published of one is its length alone. */
function siteOf(issuer: string, count: number): readonly SiteFile[] {
  const keys = Array.from({ length: count }, (_, index) => ({
    kty: 'RSA',
    use: 'sig',
    alg: 'RS256',
    kid: `key-${index}`,
    e: 'AQAB',
    n: `${index}`.padEnd(342, 'x'),
  }));
  const file = (path: string, value: unknown): SiteFile => ({
    path,
    body: Buffer.from(JSON.stringify(value)),
    contentType: typeOf(path),
    cacheControl: 'public, max-age=300',
  });
  return [
    file(JWKS_PATH, { keys }),
    file('/.well-known/openid-configuration', { issuer, jwks_uri: `${issuer}${JWKS_PATH}` }),
  ];
}
