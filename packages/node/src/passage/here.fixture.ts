import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Http2SecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Certificate, certify } from '../../../../tools/certify.ts';
import type { ProxyStage } from './proxy.fixture.ts';

/** A certificate for 127.0.0.1, which the tests of a `describe` share. @returns what tells it, once they run */
export function useCertificate(): () => Certificate {
  let folder: string;
  let here: Certificate;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-h2-'));
    here = await certify(folder, 'here', 'IP:127.0.0.1');
  });
  afterAll(() => rm(folder, { recursive: true }));
  return () => here;
}

/** Has a server listen until the stage is cleared. @returns its origin */
export async function listenHere(stage: ProxyStage, server: Http2SecureServer): Promise<string> {
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => sessions.add(session));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stage.cleanUps.push(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
