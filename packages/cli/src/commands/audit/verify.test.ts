import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog, silentMetrics, systemClock } from '@drawbridge/core';
import { openAudit } from '@drawbridge/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRun } from '../../test-run.fixture.ts';

let folder: string;
let file: string;
/** The hash of the last record. */
let last: string;

/** Writes a file of three records. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-cli-'));
  file = join(folder, 'audit.jsonl');
  const audit = await openAudit({
    file,
    clock: systemClock,
    log: silentLog,
    metrics: silentMetrics,
  });
  for (const code of ['one', 'two', 'three']) {
    await audit.write({ time: 1_700_000_000, decision: 'refused', code });
  }
  await audit.close();
  const text = await readFile(file, 'utf8');
  last = /"hash":"([0-9a-f]{64})"\}\n$/.exec(text)?.[1] ?? '';
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function change(edit: (text: string) => string): Promise<void> {
  await writeFile(file, edit(await readFile(file, 'utf8')));
}

describe('drawbridge audit verify', () => {
  it('tells people what it found, with the hash to keep', async () => {
    const { code, stdout, stderr } = await testRun(['audit', 'verify', file]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^unbroken {2}3 records in 1 stream\n {2}stream \S+ {2}records 1 to 3 {2}last hash [0-9a-f]{64}\n$/,
    );
    expect(stdout).toContain(`last hash ${last}\n`);
  });

  it('tells programs the same', async () => {
    const { code, stdout } = await testRun(['audit', 'verify', '--json', file]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      valid: true,
      records: 3,
      streams: [{ stream: expect.any(String), first: 1, last: 3, hash: last }],
      halves: [],
    });
  });

  it('names the place of a changed record, and ends with 1', async () => {
    await change((text) => text.replace('"two"', '"2wo"'));
    const { code, stdout, stderr } = await testRun(['audit', 'verify', file]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`${file}:2 `);
    expect(stderr).toContain('The records before it are as they were written');
  });

  it('prints its findings as JSON also then', async () => {
    await change((text) => text.replace('"two"', '"2wo"'));
    const { code, stdout } = await testRun(['audit', 'verify', '--json', file]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ valid: false, file, line: 2 });
  });

  it('finds the end gone where it is told to look for a hash, which may be one of several', async () => {
    const all = await readFile(file, 'utf8');
    const [first = ''] = /[0-9a-f]{64}(?="\}\n)/.exec(all) ?? [];
    const holds = ['--holds', first, '--holds', last];
    expect(await testRun(['audit', 'verify', file, ...holds])).toMatchObject({ code: 0 });
    await change((text) => text.replace(/.*\n$/, ''));
    expect(await testRun(['audit', 'verify', file])).toMatchObject({ code: 0 });
    const { code, stderr } = await testRun(['audit', 'verify', file, ...holds]);
    expect(code).toBe(1);
    expect(stderr).toContain(last);
    expect(stderr).toContain('Were the rotated files named too?');
  });

  it('takes nothing else for a hash, lest a slip reads as if records had been removed', async () => {
    for (const slip of ['', 'abc', last.toUpperCase(), last.slice(1), `${last}0`]) {
      const { code, stdout, stderr } = await testRun(['audit', 'verify', file, `--holds=${slip}`]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('A hash is 64 digits');
      expect(stderr).not.toContain('removed');
    }
  });

  it('takes a stream that begins before the file with --partial alone', async () => {
    await change((text) => text.slice(text.indexOf('\n') + 1));
    expect(await testRun(['audit', 'verify', file])).toMatchObject({ code: 1 });
    const { code, stdout } = await testRun(['audit', 'verify', '--partial', file]);
    expect(code).toBe(0);
    expect(stdout).toContain('records 2 to 3');
  });

  it('tells of half a line, which is no fault', async () => {
    await change((text) => `${text}{"v":1,"stre`);
    const { code, stdout } = await testRun(['audit', 'verify', file]);
    expect(code).toBe(0);
    expect(stdout).toContain(`half a line, of a process that was killed or a full disk: ${file}:4`);
  });
});
