import { type Call, createRouter, type Reply, type Service } from '@drawbridge/core';
import type { Health } from './health.ts';

/** The paths that probes ask for, whatever a service has below its base path. */
const HEALTH_PATHS = { alive: '/healthz', ready: '/readyz' } as const;

/** The path of a probe that was made for another service, and what it is here. */
export type OtherProbes = Readonly<Record<string, keyof typeof HEALTH_PATHS>>;

/**
 * Answers probes in front of a service, at the root whatever its base path is.
 *
 * - `GET /healthz`: 200 for as long as this process answers at all.
 * - `GET /readyz`: 200 when all checks are well, 503 when not; with their names, and no more.
 *
 * @param others - asked at each call for further paths of the two. Default: none
 */
export function withHealth(
  service: Service,
  health: Pick<Health, 'readiness'>,
  others?: () => OtherProbes,
): Service {
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
    handle(call) {
      const probe = probeOf(call, others?.());
      return probe === undefined ? service.handle(call) : probes({ ...call, target: probe });
    },
    close: () => service.close(),
  };
}

/** The path among our own of what a probe asks for. */
function probeOf({ target }: Call, others: OtherProbes | undefined): string | undefined {
  const query = target.indexOf('?');
  const path = query === -1 ? target : target.slice(0, query);
  if (path === HEALTH_PATHS.alive || path === HEALTH_PATHS.ready) return path;
  return others !== undefined && Object.hasOwn(others, path)
    ? HEALTH_PATHS[others[path] as keyof typeof HEALTH_PATHS]
    : undefined;
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
