import { open } from 'node:fs/promises';
import { DrawbridgeError } from '@drawbridge/core';
import { type ChainLink, LINE_START, readLink } from './audit-line.ts';

/** A place in a file of records. */
export interface AuditPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

const BEFORE_RECORD = /(?=\{"v":1,"stream":")/;

/** What one process wrote, until it ended or a write failed. */
export interface AuditStream {
  readonly stream: string;
  /** Number of the first record that is there: 1, unless a later part is looked at alone. */
  readonly first: number;
  /** Number of the last record. */
  readonly last: number;
  /** Hash of the last record. */
  readonly hash: string;
}

/** What was found in files of records. */
export interface AuditFindings {
  readonly records: number;
  /** In the order in which they begin. */
  readonly streams: readonly AuditStream[];
  /** Half lines: of a process that was killed, or a disk that was full. */
  readonly halves: readonly AuditPlace[];
  /** The first thing that is wrong, where reading ended. */
  readonly fault?: (Partial<AuditPlace> & { readonly message: string }) | undefined;
}

/** How strict the judgement is. */
export interface VerifyAuditOptions {
  /** Whether streams may begin before the first file. Default: false. */
  readonly partial?: boolean;
  /** Hashes of records that must be there. Default: none. */
  readonly holds?: readonly string[];
}

/**
 * Reads files of records, the oldest first, and holds each record against its hash and the one before it.
 *
 * @throws {DrawbridgeError} `data_unusable` when a file cannot be read
 */
export async function verifyAudit(
  files: readonly string[],
  { partial = false, holds = [] }: VerifyAuditOptions = {},
): Promise<AuditFindings> {
  const streams = new Map<string, AuditStream>();
  const halves: AuditPlace[] = [];
  const wanted = new Set(holds);
  let records = 0;

  /** @returns what is wrong with it, if anything is */
  function judge(link: ChainLink): string | undefined {
    const { stream, seq, hash, intact } = link;
    if (!intact) return 'is not as it was written: its hash is not that of its text';
    const before = streams.get(stream);
    const fault = before === undefined ? firstFault(link, partial) : nextFault(link, before);
    if (fault !== undefined) return fault;
    streams.set(stream, { stream, first: before?.first ?? seq, last: seq, hash });
    wanted.delete(hash);
    records++;
    return undefined;
  }

  const findings = (fault?: AuditFindings['fault']): AuditFindings => ({
    records,
    streams: [...streams.values()],
    halves,
    ...(fault !== undefined && { fault }),
  });

  for (const file of files) {
    let line = 0;
    for await (const text of linesOf(file)) {
      line++;
      for (const part of partsOf(text)) {
        const link = readLink(part);
        if (link === undefined && isHalf(part)) {
          halves.push({ file, line });
          continue;
        }
        const message = link === undefined ? 'is not a record' : judge(link);
        if (message !== undefined) return findings({ file, line, message });
      }
    }
  }
  const [missing] = wanted;
  if (missing === undefined) return findings();
  return findings({ message: `no record has the hash ${missing}: records were removed` });
}

function firstFault({ seq, prev }: ChainLink, partial: boolean): string | undefined {
  if (seq === 1) return prev === null ? undefined : 'is the first of its stream and names another';
  if (partial && prev !== null) return undefined;
  return `is record ${seq} of its stream, and those before it are missing`;
}

function nextFault({ seq, prev }: ChainLink, before: AuditStream): string | undefined {
  if (seq > before.last + 1) {
    const missing = seq - before.last - 1;
    return `is record ${seq} of its stream, after record ${before.last}: ${missing} missing`;
  }
  if (seq <= before.last) return `is record ${seq} of its stream, after record ${before.last}`;
  if (prev !== before.hash) return 'does not follow from the record before it in its stream';
  return undefined;
}

/** What stands in a line: one record, unless a process went on behind half a line of another; none in an empty one. */
function partsOf(line: string): readonly string[] {
  return line.split(BEFORE_RECORD).filter((part) => part !== '');
}

/** Whether it is the beginning of a record and no whole one. */
function isHalf(text: string): boolean {
  if (text.length < LINE_START.length) return LINE_START.startsWith(text);
  return text.startsWith(LINE_START) && !isJson(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    const file = await open(path, 'r');
    try {
      yield* file.readLines({ encoding: 'utf8' });
    } finally {
      await file.close();
    }
  } catch (thrown) {
    const { code = 'unknown fault' } = thrown as NodeJS.ErrnoException;
    throw new DrawbridgeError('data_unusable', {
      detail: `${path} cannot be read (${code})`,
      hint: 'Name a file of records: the setting audit.file says where they are.',
      cause: thrown,
    });
  }
}
