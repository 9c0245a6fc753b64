import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore, silentMetrics, systemClock } from '@drawbridge/core';
import { createRuntime } from '@drawbridge/node';
import { createLogRecorder } from '@drawbridge/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { certify } from '../../../../../tools/certify.ts';
import { describeWith } from '../../../../../tools/describe-with.ts';
import type { Config } from '../../context.ts';
import { startGateway } from './gateway-service.ts';
import { reloadGateway } from './reload-gateway.ts';

describeWith(['openssl'], 'a gateway that serves over TLS', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-gateway-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('has the end of its certificate watched, and tells that it was renewed', async () => {
    const { certFile, keyFile } = await certify(folder, 'gateway', 'DNS:localhost');
    const log = createLogRecorder();
    const ends: (readonly [labels: object, end: number])[] = [];
    const runtime = {
      ...createRuntime({
        data: folder,
        log,
        openStore: async () => createMemoryStore(systemClock),
        metrics: {
          ...silentMetrics,
          set(name, labels, value) {
            if (name.startsWith('drawbridge_certificate')) ends.push([labels, value]);
          },
        },
      }),
      showHealth: () => {},
    };
    const config: Config = {
      gateway: {
        url: 'https://auth.example.com',
        listen: '127.0.0.1:0',
        tls: { certificateFile: certFile, keyFile },
        hosts: ['app.example.com'],
        trustedProxies: ['127.0.0.1'],
        shutdown: { patience: 0 },
        providers: [{ name: 'corp', issuer: 'https://id.example.com', clientId: 'gateway' }],
        rules: [{ name: 'status', match: { paths: '/status' }, allow: 'anyone' }],
      },
    };
    const service = await startGateway(config, runtime, { stopped() {} });
    try {
      expect(ends).toEqual([[{ listener: 'gateway' }, expect.any(Number)]]);
      expect(ends[0]?.[1]).toBeGreaterThan(Date.now() / 1000);
      await certify(folder, 'gateway', 'DNS:localhost');
      await reloadGateway(service, config, runtime);
      expect(ends).toHaveLength(2);
      const told = log.entries.filter(({ event }) => event === 'certificate renewed');
      expect(told).toMatchObject([{ fields: { listener: 'gateway' } }]);
    } finally {
      await service.close();
      await runtime.close();
    }
  });
});
