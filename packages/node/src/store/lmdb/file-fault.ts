import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';

/** What the head of a page says, and of the first two pages what follows it (`MDB_page`, `MDB_meta`). */
const FLAGS_AT = 18;
const META_FLAG = 0x08;
const MAGIC_AT = 24;
const MAGIC = 0xbe_ef_c0_de;
const VERSION_AT = 28;
const VERSION = 2;
const PAGE_SIZE_AT = 48;
const ROOTS_AT = [88, 136];
const META_END = 160;
/** The root of a table that is empty. */
const NO_PAGE = 2n ** 64n - 1n;

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Why LMDB cannot open a file: it ends the process without a word over one that is none of its own, and over
 * one that was cut off. Nobody may change the file meanwhile.
 *
 * @param path - of a file that is there
 * @returns the rest of a sentence that begins with the file
 * @throws the faults of the file system
 */
export async function lmdbFileFault(path: string): Promise<string | undefined> {
  const file = await open(path, constants.O_RDONLY);
  try {
    if ((await file.stat()).size === 0) return undefined;
    const first = await readMeta(file, 0);
    if (first === undefined) return 'was not written by LMDB';
    if (first.version !== VERSION) return 'was written by another release of LMDB';
    const second = await readMeta(file, first.pageSize);
    const last = [first, second].flatMap((meta) => meta?.roots ?? []);
    const { size } = await file.stat();
    const isWhole = second !== undefined && last.every((end) => end <= BigInt(size));
    return isWhole ? undefined : 'is damaged: its end is missing';
  } finally {
    await file.close();
  }
}

interface Meta {
  readonly version: number;
  /** Bytes. */
  readonly pageSize: number;
  /** Where the root pages of its tables end. */
  readonly roots: readonly bigint[];
}

async function readMeta(file: FileHandle, position: number): Promise<Meta | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(META_END), 0, META_END, position);
  const view = new DataView(buffer.buffer, buffer.byteOffset);
  const flags = view.getUint16(FLAGS_AT, IS_LITTLE_ENDIAN);
  const magic = view.getUint32(MAGIC_AT, IS_LITTLE_ENDIAN);
  if (bytesRead < META_END || magic !== MAGIC || (flags & META_FLAG) === 0) return undefined;
  const pageSize = view.getUint32(PAGE_SIZE_AT, IS_LITTLE_ENDIAN);
  const roots = ROOTS_AT.map((at) => view.getBigUint64(at, IS_LITTLE_ENDIAN))
    .filter((page) => page !== NO_PAGE)
    .map((page) => (page + 1n) * BigInt(pageSize));
  return { version: view.getUint32(VERSION_AT, IS_LITTLE_ENDIAN), pageSize, roots };
}

/**
 * Refuses what is no file, before it is opened: opening a named pipe waits for its reader, in a thread that
 * keeps the process from ending.
 *
 * @throws {Error} whose message says so
 */
export async function refuseOtherThanFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && !found.isFile()) throw new Error(`${path} is not a file`);
}
