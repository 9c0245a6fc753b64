import { DrawbridgeError, type HeaderField, type Peer, type Reply } from '@drawbridge/core';
import type { Caller } from './caller/caller.ts';
import type { Guard } from './guard.ts';
import { NO_PEER } from './headers/request-fields.ts';
import type { Requirement } from './requirements/requirement.ts';

/** Any guard: whether nobody may call too is of no interest. */
export type AnyGuard = Guard;

/** Header fields as a list, or each once. */
export type Fields = readonly HeaderField[] | Readonly<Record<string, string>>;

/** What became of a request. */
export interface Judged {
  readonly caller: Caller | undefined;
  readonly fault: DrawbridgeError | undefined;
  /** What the caller gets, if it is refused. */
  readonly reply: Reply | undefined;
}

/** Shows a request to a guard. What is thrown and is no fault of the table makes the test fail. */
export async function judge(
  guard: AnyGuard,
  fields: Fields,
  { peer = NO_PEER, needs = [] }: { peer?: Peer; needs?: readonly Requirement[] } = {},
): Promise<Judged> {
  const headers: readonly HeaderField[] = isList(fields) ? fields : Object.entries(fields);
  try {
    const caller = await guard.identify({ headers, peer }, ...needs);
    return { caller, fault: undefined, reply: undefined };
  } catch (thrown) {
    if (!(thrown instanceof DrawbridgeError)) throw thrown;
    return { caller: undefined, fault: thrown, reply: guard.refuse(thrown) };
  }
}

/** The same in a word: who it is, `nobody`, or the code and the status of the refusal. */
export async function outcome(...parameters: Parameters<typeof judge>): Promise<string> {
  const { caller, fault, reply } = await judge(...parameters);
  if (fault !== undefined) return `${fault.code} ${reply?.status}`;
  return caller === undefined ? 'nobody' : String(caller.subject);
}

/** A token as `Authorization` has it. */
export function bearer(token: string): readonly HeaderField[] {
  return [['Authorization', `Bearer ${token}`]];
}

/** Claims as APISIX hands them on: padded base64 of JSON. */
export function base64Of(claims: object): string {
  return Buffer.from(JSON.stringify(claims)).toString('base64');
}

function isList(fields: Fields): fields is readonly HeaderField[] {
  return Array.isArray(fields);
}
