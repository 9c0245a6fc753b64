/** What is known of a key of the request. */
export interface KeyState {
  /**
   * What the key may be: its values, or `undefined` where the request may lack it. One of them where it is known, none where it
   * may be anything.
   */
  readonly possible: readonly (readonly string[] | undefined)[];
  /** Whether AWS documents it as one of several values. */
  readonly isMany?: boolean;
  /** Whether it is there for sure, whatever it is. */
  readonly isPresent?: boolean;
  /** What would decide what it is, and how to find out; a sentence. For what is not known. */
  readonly open?: string;
  /** Why no request has it: a clause. */
  readonly never?: string;
}

export function known(values: readonly string[] | undefined, isMany = false): KeyState {
  return { possible: [values], ...(isMany && { isMany }) };
}

export const ABSENT: KeyState = { possible: [undefined] };

export function never(why: string): KeyState {
  return { possible: [undefined], never: why };
}

/** It may be anything. */
export function open(how: string, isPresent = false): KeyState {
  return { possible: [], open: how, ...(isPresent && { isPresent }) };
}

export function oneOf(
  possible: readonly (readonly string[] | undefined)[],
  how: string,
  isMany = false,
): KeyState {
  return { possible, open: how, ...(isMany && { isMany }) };
}

const EMPTY_TEXT =
  'AWS takes an empty text for no value in some places, and does not document all of them.';

/** The page takes an empty text for no value where a set is compared, and says nothing of it elsewhere. */
export function textState(text: string, isMany = false): KeyState {
  return listState([text], isMany);
}

/** Several texts. Empty ones may count as values or not; where no other is left, the key may be missing. */
export function listState(texts: readonly string[], isMany: boolean): KeyState {
  const rest = texts.filter((text) => text !== '');
  const left = rest.length === 0 ? undefined : rest;
  return rest.length === texts.length
    ? known(left, isMany)
    : oneOf([texts, left], EMPTY_TEXT, isMany);
}
