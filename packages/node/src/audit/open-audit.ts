import { randomBytes } from 'node:crypto';
import type { Audit, AuditRecord, Clock, DrawbridgeError, Log, Metrics } from '@drawbridge/core';
import { openAppendFile } from './append-file.ts';
import { createChain } from './audit-line.ts';
import { createFailures } from './failures.ts';
import { toMembers } from './to-members.ts';

/** Where records of decisions go, and what becomes of a decision whose record cannot be kept. */
export interface AuditOptions {
  readonly file: string;
  /** Whether a decision needs a record on disk. Default: false. */
  readonly required?: boolean | undefined;
  /** Whether a record has the subject itself or a hash of it. Default: `plain`. */
  readonly subject?: 'plain' | 'hash' | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** An audit that is kept in a file. */
export interface AuditFile extends Audit {
  /** Has the name of the file looked up again before the next record: for who renamed it just now. */
  reopen(): void;
  /** Keeps what is still to be kept, and lets go of the file. */
  close(): Promise<void>;
}

/** How many records may wait: each is some hundred bytes. */
const MAX_WAITING = 10_000;
/** How many records one write has at most. */
const MAX_BATCH = 1000;

interface Waiting {
  /** Without a record it is asked whether one could be kept. */
  readonly record?: AuditRecord;
  readonly resolve: () => void;
  readonly reject: (fault: DrawbridgeError) => void;
}

/**
 * Keeps a line of JSON a decision in a file, in the form of {@link createChain}. All records of one turn of the event
 * loop, and those that come while a write is under way, share the next write and its flush.
 *
 * Where records are required, `write` resolves once they are on disk. Else it returns at once, and what cannot be
 * kept is lost, counted and logged.
 *
 * @throws {DrawbridgeError} `data_unusable` when the file cannot be opened
 */
export async function openAudit(options: AuditOptions): Promise<AuditFile> {
  const { clock, log, metrics, required = false, subject = 'plain' } = options;
  const file = await openAppendFile(options.file, clock);
  const failures = createFailures(options.file, { clock, log, metrics });
  let chain = newChain();
  let waiting: Waiting[] = [];
  let work: Promise<void> | undefined;

  async function keep(batch: readonly Waiting[]): Promise<void> {
    let text = '';
    let records = 0;
    for (const { record } of batch) {
      if (record === undefined) continue;
      text += `${chain.add(toMembers(record, subject === 'hash'))}\n`;
      records++;
    }
    try {
      // An empty line says nothing, and ends half a one.
      await file.append(text === '' ? '\n' : text);
      if (required) await file.sync();
    } catch (thrown) {
      // Nobody knows how much was written: what follows is bound to none of it.
      chain = newChain();
      const fault = failures.failed(thrown, records);
      for (const { reject } of batch) reject(fault);
      return;
    }
    failures.worked(records);
    for (const { resolve } of batch) resolve();
  }

  async function workOff(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH);
      waiting = waiting.slice(MAX_BATCH);
      await keep(batch);
    }
    work = undefined;
  }

  function enter(one: Waiting): void {
    waiting.push(one);
    work ??= workOff();
  }

  return {
    write(record) {
      if (waiting.length >= MAX_WAITING) {
        const fault = failures.failed(new Error(`${MAX_WAITING} records wait`), 1);
        if (required) throw fault;
        return undefined;
      }
      if (!required) return enter({ record, resolve() {}, reject() {} });
      return new Promise((resolve, reject) => enter({ record, resolve, reject }));
    },

    check() {
      if (!required || !failures.lasting()) return Promise.resolve();
      return new Promise((resolve, reject) => enter({ resolve, reject }));
    },

    reopen: () => file.reopen(),

    async close() {
      await work;
      await file.close();
    },
  };
}

/** A stream of its own for each process, and after each failure. */
function newChain() {
  return createChain(randomBytes(8).toString('hex'));
}
