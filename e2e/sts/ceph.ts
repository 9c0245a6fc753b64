import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { freePort } from '../support/free-port.ts';

const run = promisify(execFile);
const TOOL = fileURLToPath(new URL('../tools/ceph-sts.sh', import.meta.url));

/** A Ceph RADOS Gateway: STS, IAM and S3 at one address, which nobody here wrote. */
export interface Ceph {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** The credentials of who may administer it, as variables of the environment. */
  readonly admin: Readonly<Record<string, string>>;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly ceph: Ceph;
  }
}

/** vitest calls this once before all tests of the folder: Ceph needs half a minute, and is shared by them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-ceph-'));
  const port = await freePort();
  const env = {
    ...process.env,
    CEPH_STS_DIR: join(folder, 'ceph'),
    RGW_PORT: String(port),
    MON_PORT: String(await freePort()),
  };
  const teardown = async () => {
    await run('bash', [TOOL, 'down'], { env });
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await run('bash', [TOOL, 'up'], { env });
  } catch (thrown) {
    const { stdout } = await run('bash', [TOOL, 'logs'], { env }).catch(() => ({ stdout: '' }));
    await teardown();
    throw new Error(`Ceph did not start:\n${stdout}`, { cause: thrown });
  }
  project.provide('ceph', {
    endpoint: `http://127.0.0.1:${port}`,
    admin: { AWS_ACCESS_KEY_ID: 'adminkey', AWS_SECRET_ACCESS_KEY: 'adminsecret' },
  });
  return teardown;
}
