import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createRouter,
  DISCOVERY_PATH,
  JWKS_PATH,
  type Log,
  type Reply,
  type Service,
} from '@drawbridge/core';

/** The files of a site by the paths that they are asked for at. */
const FILES = {
  [JWKS_PATH]: { path: JWKS_PATH, type: 'application/jwk-set+json' },
  [DISCOVERY_PATH]: { path: DISCOVERY_PATH, type: 'application/json' },
  '/': { path: '/index.html', type: 'text/html; charset=utf-8' },
} as const;

/** Serves the folder of a site as any web server would. */
export function serveSite(dir: string, log: Log): Service {
  const routes = Object.entries(FILES).map(([asked, { path, type }]) => {
    const show = async (): Promise<Reply> => ({
      status: 200,
      headers: [
        ['content-type', type],
        ['cache-control', 'public, max-age=60'],
        ['x-content-type-options', 'nosniff'],
      ],
      body: await readFile(join(dir, path)),
    });
    return [asked, { GET: show }] as const;
  });
  const handle = createRouter(Object.fromEntries(routes), ({ code, message: detail }) =>
    log.debug('no file of the site', { code, detail }),
  );
  return { handle, close: () => Promise.resolve() };
}
