import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { ACCEPTED, postToken, serveExchange } from '../support/exchange.ts';
import { createStage } from '../support/stage.ts';
import { startUpstream } from '../support/upstream.ts';

const PRLIMIT = '/usr/bin/prlimit';

const stage = createStage();
afterAll(() => stage.clear());

describe.skipIf(!existsSync(PRLIMIT))(
  'an exchange that may open no more files (needs prlimit)',
  () => {
    test('serves whom it has, says so, and goes on by itself', { timeout: 120_000 }, async () => {
      const upstream = await startUpstream(stage, ACCEPTED);
      const data = await stage.folder();
      const { command, url } = await serveExchange(stage, upstream.issuer, data);
      const exchange = async () => (await postToken(url, await upstream.issue())).status;
      expect(await exchange()).toBe(200);

      // Fewer than it has: those that are open stay, and nothing can be added.
      limitFiles(command.pid, 10);
      expect(await exchange()).toBe(200);
      await command.waitFor(
        'stderr',
        /level=error event="key ring not reloaded" detail="[^"]* too many files are open \(EMFILE\)" hint="Raise the limit/,
      );
      expect(await exchange()).toBe(200);
      expect(await stage.run(['keys', 'rotate', '--data', data])).toMatchObject({ code: 0 });

      limitFiles(command.pid, 1024);
      await command.waitFor('stderr', /event="key ring reloaded" revision=2/);
      expect((await fetch(`${url}/readyz`, { headers: { connection: 'close' } })).status).toBe(200);
      expect(await command.stop()).toEqual({ code: 0, signal: null });
    });
  },
);

function limitFiles(pid: number, files: number): void {
  execFileSync(PRLIMIT, ['--pid', `${pid}`, `--nofile=${files}:`], { stdio: 'pipe' });
}
