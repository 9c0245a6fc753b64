import { type AnswerHead, connectionOptions, type HeaderField } from '@drawbridge/core';
import { isOfOneConnection } from './framing.ts';

/** The head of an upstream's answer, and what frames its content. */
export interface ReadAnswer extends AnswerHead {
  /** Of its content, where the upstream said so: digits. */
  readonly length: string | undefined;
  /** The names of fields that come behind the content, as the upstream announced them. */
  readonly trailer: string | undefined;
  /** How its content is coded on the way beside in chunks, which nobody asked for (RFC 9112 section 7). */
  readonly coding: string | undefined;
  /** The protocol that it changes to. */
  readonly upgrade: string | undefined;
}

/**
 * Reads the head of an answer. What is about the connection to the upstream alone is left out, with all that
 * its `connection` names; `content-length` is told apart too.
 *
 * @param raw - names and values by turns, in Latin-1
 */
export function readAnswer(status: number, raw: readonly (Buffer | string)[]): ReadAnswer {
  const headers: HeaderField[] = [];
  let length: string | undefined;
  let trailer: string | undefined;
  let named: string | undefined;
  let coding: string | undefined;
  let upgrade: string | undefined;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = textOf(raw[index] as Buffer | string);
    const value = textOf(raw[index + 1] as Buffer | string);
    if (!isOfOneConnection(name)) {
      headers.push([name, value]);
      continue;
    }
    switch (name.toLowerCase()) {
      case 'content-length':
        length = value;
        break;
      case 'trailer':
        trailer = trailer === undefined ? value : `${trailer}, ${value}`;
        break;
      case 'transfer-encoding':
        if (coding !== undefined || value.trim().toLowerCase() !== 'chunked') coding = value;
        break;
      case 'connection':
        named = named === undefined ? value : `${named},${value}`;
        break;
      case 'upgrade':
        upgrade = value;
        break;
      default:
    }
  }
  const kept = named === undefined ? headers : without(headers, named);
  return { status, headers: kept, length, trailer, coding, upgrade };
}

function without(headers: readonly HeaderField[], list: string): readonly HeaderField[] {
  const names = connectionOptions(list);
  // By far the most say one of these, which name no other field.
  if (names.every((name) => name === 'keep-alive' || name === 'close')) return headers;
  return headers.filter(([name]) => !names.includes(name.toLowerCase()));
}

function textOf(text: Buffer | string): string {
  return typeof text === 'string' ? text : text.toString('latin1');
}
