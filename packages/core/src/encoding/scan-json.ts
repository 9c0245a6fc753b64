const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** What a JSON text looks like from outside. */
export interface JsonScan {
  /** Colons outside of strings: each member has one. */
  readonly colons: number;
  /** How many objects and lists lie in one another at most. */
  readonly depth: number;
}

/**
 * Looks a JSON text over, without recursion and in one pass.
 *
 * @param text - JSON text, whole: that it is must be known
 */
export function scanJson(text: string): JsonScan {
  let colons = 0;
  let open = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case QUOTE:
        index = endOfString(text, index);
        break;
      case COLON:
        colons++;
        break;
      case OPEN_OBJECT:
      case OPEN_LIST:
        if (++open > depth) depth = open;
        break;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        open--;
        break;
    }
  }
  return { colons, depth };
}

/** Where the string that begins at a quotation mark has its other one. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

/** An odd number of backslashes in front of a character takes its meaning away. */
function isEscaped(text: string, index: number): boolean {
  let start = index;
  while (text.charCodeAt(start - 1) === BACKSLASH) start--;
  return (index - start) % 2 === 1;
}
