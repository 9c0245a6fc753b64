import { type Call, createRouter, type Reply, type Service } from '@drawbridge/core';
import type { Health } from './health.ts';

/** The paths that probes ask for, whatever a service has below its base path. */
const HEALTH_PATHS = { alive: '/healthz', ready: '/readyz' } as const;

/**
 * Answers probes in front of a service, at the root whatever its base path is.
 *
 * - `GET /healthz`: 200 for as long as this process answers at all.
 * - `GET /readyz`: 200 when all checks are well, 503 when not; with their names, and no more.
 */
export function withHealth(service: Service, health: Pick<Health, 'readiness'>): Service {
  const probes = createRouter(
    {
      [HEALTH_PATHS.alive]: { GET: () => json(200, { alive: true }) },
      [HEALTH_PATHS.ready]: {
        GET: async () => {
          const readiness = await health.readiness();
          return json(readiness.ready ? 200 : 503, readiness);
        },
      },
    },
    // A wrong method is the prober's own news.
    () => {},
  );
  return {
    handle: (call) => (isProbe(call) ? probes(call) : service.handle(call)),
    close: () => service.close(),
  };
}

function isProbe({ target }: Call): boolean {
  return [HEALTH_PATHS.alive, HEALTH_PATHS.ready].some(
    (path) => target.startsWith(path) && ['', '?'].includes(target.charAt(path.length)),
  );
}

function json(status: number, value: object): Reply {
  return {
    status,
    headers: [
      ['content-type', 'application/json'],
      ['cache-control', 'no-store'],
    ],
    body: `${JSON.stringify(value)}\n`,
  };
}
