import { createHash } from 'node:crypto';
import { printable } from '@drawbridge/core';

/** What every line begins with: inside a string of JSON its quotation marks would be escaped. */
export const LINE_START = '{"v":1,"stream":"';

const LINE = /^(?<body>\{"v":1,"stream":".*),"hash":"(?<hash>[0-9a-f]{64})"\}$/;

/** Makes the lines of one stream, each bound to the one before it. */
export interface Chain {
  /** A line, without its end. */
  add(members: object): string;
}

/**
 * Begins a stream. Its lines are numbered from 1, and each has the hash of the one before it in `prev`, the first
 * one `null`. `hash` is the SHA-256 of the line without the member `hash`: of the bytes before `,"hash"` and a `}`.
 *
 * @param stream - names it among all streams
 */
export function createChain(stream: string): Chain {
  let seq = 0;
  let prev: string | null = null;
  return {
    add(members) {
      seq++;
      const body = printable(JSON.stringify({ v: 1, stream, seq, ...members, prev })).slice(0, -1);
      prev = hashOf(body);
      return `${body},"hash":"${prev}"}`;
    },
  };
}

/** One line, read back. */
export interface ChainLink {
  readonly stream: string;
  readonly seq: number;
  readonly prev: string | null;
  readonly hash: string;
  /** Whether the hash is that of the line. */
  readonly intact: boolean;
}

/** Reads a line; `undefined` when it does not have the form of one. */
export function readLink(line: string): ChainLink | undefined {
  const { body = '', hash = '' } = LINE.exec(line)?.groups ?? {};
  const members = parse(`${body}}`);
  const { stream, seq, prev } = members;
  if (typeof stream !== 'string' || !Number.isSafeInteger(seq)) return undefined;
  if (typeof prev !== 'string' && prev !== null) return undefined;
  return { stream, seq: seq as number, prev, hash, intact: hash === hashOf(body) };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

function hashOf(body: string): string {
  return createHash('sha256').update(`${body}}`).digest('hex');
}
