import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { finish, start } from './command.ts';
import type { Stage } from './stage.ts';

/**
 * Builds a program of one file of Go with what Debian packages, and answers where it is.
 *
 * Whether C is part of it is left to Go, which needs no compiler of C for it: told to do without, it compiles
 * its own library for networks anew.
 *
 * @param source - below `e2e/`: `proxies/decide.go`
 */
export async function buildGo(stage: Stage, source: string): Promise<string> {
  const folder = await stage.folder();
  const program = join(folder, 'program');
  const env = {
    GO111MODULE: 'off',
    GOPATH: '/usr/share/gocode',
    GOCACHE: join(folder, 'cache'),
    GOFLAGS: '',
    HOME: folder,
  };
  const path = fileURLToPath(new URL(`../${source}`, import.meta.url));
  const args = ['build', '-o', program, path];
  const { code, stderr } = await finish(start('/usr/bin/go', args, { env }));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return program;
}
