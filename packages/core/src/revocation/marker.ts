import { member, parseJsonText } from '../encoding/json.ts';

/** What is remembered of something that was ended before its time. */
export interface Marker {
  /** Seconds since the epoch: tokens whose `iat` is this or earlier are ended. `undefined` for all of them. */
  readonly notBefore: number | undefined;
  /** Seconds since the epoch, until when it is remembered. */
  readonly expiresAt: number;
}

/** The format that this release writes. */
const VERSION = 1;

/** A marker as text for the store. */
export function writeMarker({ notBefore, expiresAt }: Marker): string {
  return JSON.stringify({ v: VERSION, notBefore, expiresAt });
}

/** @returns `undefined` for a text of another release's format */
export function readMarker(text: string): Marker | undefined {
  const value = parseJsonText(text);
  if (value === undefined || member(value, 'v') !== VERSION) return undefined;
  const notBefore = member(value, 'notBefore');
  const expiresAt = member(value, 'expiresAt');
  if (typeof expiresAt !== 'number') return undefined;
  if (notBefore !== undefined && typeof notBefore !== 'number') return undefined;
  return { notBefore, expiresAt };
}

/** The marker that ends what either of two ends, for as long as either does. */
export function joinMarkers(one: Marker, other: Marker): Marker {
  const bounded = one.notBefore !== undefined && other.notBefore !== undefined;
  return {
    notBefore: bounded ? Math.max(one.notBefore, other.notBefore) : undefined,
    expiresAt: Math.max(one.expiresAt, other.expiresAt),
  };
}

/** Whether a marker, as the store has it, ends a token. One that nobody here can read does: it was put to end something. */
export function endsToken(text: string, issuedAt: unknown): boolean {
  const marker = readMarker(text);
  if (marker?.notBefore === undefined) return true;
  return !(typeof issuedAt === 'number' && issuedAt > marker.notBefore);
}
