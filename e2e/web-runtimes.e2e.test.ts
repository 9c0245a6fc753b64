import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundleWorker } from './support/bundle-worker.ts';
import { start } from './support/command.ts';
import { serveWorker } from './support/workerd.ts';
import type { Outcome } from './web-runtimes/suite-worker.ts';

const worker = await bundleWorker('e2e/web-runtimes/suite-worker.ts');

/** Core looks for `Buffer` when it is loaded, so what is Node's goes before. */
const WITHOUT_NODE = `
delete globalThis.Buffer;
delete process.getBuiltinModule;
const { default: worker } = await import(process.argv[2]);
console.log(JSON.stringify(await worker.judge('/')));
`;

describe.concurrent('core without node:crypto', () => {
  it('is on WebCrypto in a Node that hides its own, and does all that an engine and a verifier must', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drawbridge-bare-'));
    try {
      await writeFile(join(folder, 'worker.mjs'), worker);
      await writeFile(join(folder, 'main.mjs'), WITHOUT_NODE);
      const { href } = pathToFileURL(join(folder, 'worker.mjs'));
      const node = start(process.execPath, [join(folder, 'main.mjs'), href]);
      const { code } = await node.exited;
      expect(code, node.stderr()).toBe(0);
      expectAllGood(JSON.parse(node.stdout()) as Outcome[]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  // Since August 2026 a worker has modules of Node's names, whether it asks for them or not.
  it('is on WebCrypto in workerd, and does all of the same', async () => {
    expectAllGood(await outcomesIn([], '/'));
  });

  it('judges tokens the same in workerd without modules of Node’s names', async () => {
    const outcomes = await outcomesIn(['no_nodejs_compat', 'no_nodejs_compat_v2'], '/verifier');
    expect(outcomes.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(500);
  });
});

async function outcomesIn(flags: readonly string[], path: string): Promise<readonly Outcome[]> {
  const { origin, output, stop } = await serveWorker(worker, flags);
  try {
    const reply = await fetch(`${origin}${path}`);
    expect(reply.status, output()).toBe(200);
    return (await reply.json()) as Outcome[];
  } finally {
    await stop();
  }
}

/** BoringSSL lacks nothing that the suite asks for, so there is no list of exceptions. */
function expectAllGood(outcomes: readonly Outcome[]): void {
  expect(outcomes.filter(({ fault }) => fault !== undefined)).toEqual([]);
  const titles = outcomes.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
  // A suite that was cut short would have no faults either.
  expect(titles).toContain('the default engine answers by promise, as WebCrypto does');
  expect(titles).toContain('EdDSA: jose verifies what the engine signs');
  expect(titles).toContain('a verifier of EdDSA refuses another aud');
  expect(titles).toContain('a guard of cookies accepts its parts');
  expect(titles.length).toBeGreaterThan(700);
}
