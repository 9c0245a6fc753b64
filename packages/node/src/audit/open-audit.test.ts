import {
  appendFile,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
  chmod,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditRecord, Metrics } from '@drawbridge/core';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditFile, openAudit } from './open-audit.ts';
import { verifyAudit } from './verify-audit.ts';

let folder: string;
let file: string;
const opened: AuditFile[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-audit-'));
  file = join(folder, 'audit.jsonl');
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((audit) => audit.close()));
  await rm(folder, { recursive: true, force: true });
});

interface Settings {
  readonly required?: boolean;
  readonly subject?: 'plain' | 'hash';
}

async function setUp(settings: Settings = {}) {
  const clock = createTestClock();
  const log = createLogRecorder();
  const counts = new Map<string, number>();
  const metrics: Metrics = {
    count(name, labels) {
      const key = [name, ...Object.values(labels)].join(' ');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    set() {},
    observe() {},
  };
  const audit = await openAudit({ file, ...settings, clock, log, metrics });
  opened.push(audit);
  return { audit, clock, log, counts };
}

const granted: AuditRecord = {
  time: 1_700_000_000,
  decision: 'granted',
  rule: 'ci',
  issuer: 'https://a.test',
  subject: 'alice',
  jtiIn: 'in',
  tokenIn: 'aa',
  audiences: ['aws', 'gcp'],
  method: 'GET',
  path: '/a',
  jtiOut: 'out',
  tokenOut: 'bb',
  expiresAt: 1_700_000_300,
  client: 'runner',
  address: '192.0.2.1',
};
const refused: AuditRecord = { time: 1_700_000_001, decision: 'refused', code: 'token_expired' };

async function lines(path = file): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(path, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('openAudit', () => {
  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['in a folder that is not there', () => rm(folder, { recursive: true }), /\(ENOENT\)$/],
    ['that is a folder', () => mkdir(file), /is not a file that can be appended to$/],
    [
      'that every user may write to',
      async () => {
        await writeFile(file, '');
        await chmod(file, 0o666);
      },
      /can be written to by every user/,
    ],
  ])('refuses a file %s', async (_, prepare, message) => {
    await prepare();
    await expect(setUp()).rejects.toMatchObject({
      code: 'data_unusable',
      message: expect.stringMatching(message) as string,
    });
  });

  it('makes a file that only this user can read', async () => {
    await setUp();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('keeps a record a line, with the names of the log', async () => {
    const { audit, counts } = await setUp({ required: true });
    await Promise.all([audit.write(granted), audit.write(refused)]);
    const [one, two] = await lines();
    expect(one).toEqual({
      v: 1,
      stream: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      seq: 1,
      time: '2023-11-14T22:13:20Z',
      decision: 'granted',
      rule: 'ci',
      issuer: 'https://a.test',
      subject: 'alice',
      jti_in: 'in',
      token_in: 'aa',
      audience: ['aws', 'gcp'],
      method: 'GET',
      path: '/a',
      jti_out: 'out',
      token_out: 'bb',
      expires_at: '2023-11-14T22:18:20Z',
      caller: 'runner',
      client: '192.0.2.1',
      prev: null,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(two).toEqual({
      v: 1,
      stream: one?.['stream'],
      seq: 2,
      time: '2023-11-14T22:13:21Z',
      decision: 'refused',
      code: 'token_expired',
      prev: one?.['hash'],
      hash: expect.any(String) as string,
    });
    expect(counts).toEqual(new Map([['drawbridge_audit_records_total kept', 2]]));
  });

  it('hides the subject where asked, and tells those of two issuers apart', async () => {
    const { audit } = await setUp({ required: true, subject: 'hash' });
    await audit.write(granted);
    await audit.write({ ...granted, issuer: 'https://b.test' });
    await audit.write(refused);
    expect(await readFile(file, 'utf8')).not.toContain('alice');
    const hashes = (await lines()).map((line) => line['subject_hash']);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes[1]).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes[0]).not.toBe(hashes[1]);
    expect(hashes[2]).toBeUndefined();
  });

  it('begins a line of its own after half a line of a killed process', async () => {
    await writeFile(file, '{"v":1,"stream":"00", "se', { mode: 0o600 });
    const { audit } = await setUp({ required: true });
    await audit.write(granted);
    const { records, halves, fault } = await verifyAudit([file]);
    expect({ records, halves, fault }).toEqual({
      records: 1,
      halves: [{ file, line: 1 }],
      fault: undefined,
    });
  });

  it('keeps what was written before it is closed, also where no record is required', async () => {
    const { audit } = await setUp();
    for (let n = 0; n < 2500; n++) expect(audit.write(granted)).toBeUndefined();
    await audit.close();
    expect(await verifyAudit([file])).toMatchObject({ records: 2500, halves: [] });
  });

  it('lets files be shared', async () => {
    const all = await Promise.all([setUp({ required: true }), setUp(), setUp({ required: true })]);
    for (let n = 0; n < 200; n++) {
      await Promise.all(all.map(async ({ audit }) => audit.write(granted)));
    }
    await Promise.all(all.map(({ audit }) => audit.close()));
    const { records, streams, fault } = await verifyAudit([file]);
    expect({ records, streams: streams.length, fault }).toEqual({
      records: 600,
      streams: 3,
      fault: undefined,
    });
  });

  it('loses nothing when the file is renamed', async () => {
    const { audit, clock } = await setUp({ required: true });
    const old = `${file}.1`;
    await audit.write(granted);
    await rename(file, old);
    await audit.write(granted);
    clock.advance(1);
    await audit.write(granted);
    await rename(file, `${file}.2`);
    audit.reopen();
    await audit.write(granted);
    expect((await lines(old)).length).toBe(2);
    expect(await verifyAudit([old, `${file}.2`, file])).toMatchObject({
      records: 4,
      streams: [{ first: 1, last: 4 }],
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('goes on at the start of a file that was truncated', async () => {
    const { audit } = await setUp({ required: true });
    await audit.write(granted);
    await writeFile(file, '');
    await audit.write(granted);
    expect(await verifyAudit([file], { partial: true })).toMatchObject({
      records: 1,
      streams: [{ first: 2, last: 2 }],
    });
  });
});

/** A disk that is full, or not. */
async function fillDisk(): Promise<() => Promise<void>> {
  await rm(file, { force: true });
  await symlink('/dev/full', file);
  return async () => {
    const fresh = join(folder, 'fresh');
    await writeFile(fresh, '', { mode: 0o600 });
    await rename(fresh, file);
  };
}

describe.runIf(process.platform === 'linux')('openAudit on a disk that is full', () => {
  it('keeps decisions back where a record is required, and recovers by itself', async () => {
    const free = await fillDisk();
    const { audit, log, counts, clock } = await setUp({ required: true });
    await expect(audit.check()).resolves.toBeUndefined();
    const writes = [audit.write(granted), audit.write(refused)].map((write) =>
      Promise.resolve(write),
    );
    for (const write of await Promise.allSettled(writes)) {
      expect(write).toMatchObject({
        status: 'rejected',
        reason: {
          code: 'audit_unavailable',
          status: 503,
          message: expect.stringContaining('ENOSPC') as string,
        },
      });
    }
    await expect(audit.check()).rejects.toMatchObject({ code: 'audit_unavailable' });
    // Told once, and again a minute later.
    const told = () => log.entries.filter(({ event }) => event === 'audit records not kept').length;
    expect(told()).toBe(1);
    clock.advance(60);
    await expect(audit.write(granted)).rejects.toMatchObject({ code: 'audit_unavailable' });
    expect(told()).toBe(2);

    await free();
    await audit.check();
    await audit.write(granted);
    expect(log.entries.at(-1)).toMatchObject({
      level: 'info',
      event: 'audit records kept again',
      fields: { file, lost: 3 },
    });
    expect(await verifyAudit([file])).toMatchObject({ records: 1, streams: [{ first: 1 }] });
    expect(counts.get('drawbridge_audit_records_total lost')).toBe(3);
    expect(counts.get('drawbridge_audit_records_total kept')).toBe(1);
    expect(counts.get('drawbridge_audit_failures_total')).toBe(3);
  });

  it('counts and tells of what is lost where none is required, and holds nobody up', async () => {
    const free = await fillDisk();
    const { audit, log, counts } = await setUp();
    expect(audit.write(granted)).toBeUndefined();
    await expect.poll(() => counts.get('drawbridge_audit_records_total lost')).toBe(1);
    expect(log.text()).toContain('ENOSPC');
    await audit.check();
    await free();
    expect(audit.write(granted)).toBeUndefined();
    await expect.poll(() => counts.get('drawbridge_audit_records_total kept')).toBe(1);
  });

  it('fails when its folder is gone, and goes on when it is back', async () => {
    const { audit, clock } = await setUp({ required: true });
    await audit.write(granted);
    await rm(folder, { recursive: true });
    clock.advance(1);
    await expect(audit.write(granted)).rejects.toMatchObject({ code: 'audit_unavailable' });
    await mkdir(folder);
    await audit.write(granted);
    expect(await verifyAudit([file])).toMatchObject({ records: 1 });
  });

  it('bounds what waits', async () => {
    const { audit, counts } = await setUp();
    for (let n = 0; n < 10_010; n++) void audit.write(granted);
    expect(counts.get('drawbridge_audit_records_total lost')).toBe(10);
    const strict = await setUp({ required: true });
    const waiting = Array.from({ length: 10_000 }, async () => strict.audit.write(refused));
    expect(() => strict.audit.write(refused)).toThrow('10000 records wait');
    await Promise.all(waiting);
    await audit.close();
    await appendFile(file, '');
    expect(await verifyAudit([file])).toMatchObject({ records: 20_000 });
  });
});
