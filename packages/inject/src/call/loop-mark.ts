import type { CallHead, HeaderField } from '@drawbridge/core';

/** The field by which those that pass calls on know their own again (RFC 8586). Unlike `Via` it turns nothing off at a server. */
const FIELD = 'cdn-loop';

/** How a proxy knows calls that it has passed on before. */
export interface LoopMark {
  /** Goes with each call. */
  readonly field: HeaderField;
  /** Whether a call went through this proxy already. */
  isOn(head: Pick<CallHead, 'headers'>): boolean;
}

/**
 * Makes the mark of one proxy. It says nothing of who calls, and is another one after each start.
 *
 * @param id - of the characters of an HTTP token
 */
export function createLoopMark(id: string = crypto.randomUUID()): LoopMark {
  const name = `drawbridge-${id}`;
  return {
    field: [FIELD, name],
    isOn: ({ headers }) =>
      headers.some(
        ([field, value]) =>
          field.length === FIELD.length &&
          field.toLowerCase() === FIELD &&
          value.split(',').some((part) => part.split(';', 1)[0]?.trim() === name),
      ),
  };
}
