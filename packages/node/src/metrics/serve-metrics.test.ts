import { silentLog } from '@drawbridge/core';
import { expect, it } from 'vitest';
import { serveMetrics } from './serve-metrics.ts';

it('answers probes beside the figures: as those of a start until it is told of a health', async () => {
  const served = await serveMetrics('127.0.0.1:0', silentLog);
  const { origin } = new URL(served.url);
  const ask = async (path: string) => {
    const reply = await fetch(origin + path);
    return [reply.status, await reply.json()];
  };
  try {
    expect(await ask('/healthz')).toEqual([200, { alive: true }]);
    const checks = [{ name: 'started', ok: false }];
    expect(await ask('/readyz')).toEqual([503, { ready: false, checks }]);
    served.showHealth({ readiness: () => Promise.resolve({ ready: true, checks: [] }) });
    expect(await ask('/readyz')).toEqual([200, { ready: true, checks: [] }]);
    expect(await (await fetch(served.url)).text()).toContain('# TYPE drawbridge_ready gauge');
    expect((await fetch(`${origin}/token`, { method: 'POST' })).status).toBe(404);
  } finally {
    await served.close();
  }
});
