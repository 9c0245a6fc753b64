import type { Call, Reply } from '@drawbridge/core';
import type { Verdict } from '../decision/verdict.ts';
import type { Question } from '../question/question.ts';

/** How one kind of proxy asks, and what it understands of an answer. It is chosen by the path that the proxy asks at, and never guessed. */
export interface Dialect {
  /** For the log; also its path below `/authz/`, where it has no other. */
  readonly name: string;
  /** Where proxies ask. Default: `/authz/` and the name. */
  readonly path?: string;
  /** Whether the path of the request that waits is behind that of the dialect, as Envoy has it. */
  readonly takesPath?: true;
  /**
   * Reads what is asked from the fields that this proxy writes; all others are the client's own words.
   *
   * @throws {DrawbridgeError} `request_malformed` for a field that is missing, doubled or of a wrong form
   */
  read(call: Call, addressOf: (call: Call) => string | undefined): Question;
  /** @param question - not there where it could not be read */
  reply(verdict: Verdict, question?: Question): Reply;
}

/** Where proxies ask. */
export function pathOf({ path, name }: Pick<Dialect, 'path' | 'name'>): string {
  return path ?? `/authz/${name}`;
}
