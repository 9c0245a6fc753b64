import { DrawbridgeError } from '@drawbridge/core';

/**
 * The fault of what was given to a source, such as a grant of one's own, and threw something else than a fault. What that
 * says is not repeated: it may be a request with a secret in it, and what is a cause is written to logs with its text. What
 * kind it is, and where it came from, is told.
 *
 * @param who - threw it, at the beginning of a sentence
 * @param hint - what it should do
 */
export function foreignFault(thrown: unknown, who: string, hint: string): DrawbridgeError {
  if (thrown instanceof DrawbridgeError) return thrown;
  const { kind, cause } = look(thrown);
  return new DrawbridgeError('internal', {
    detail: `${who} threw ${kind}, whose text is not repeated, for it may hold a secret`,
    hint,
    ...(cause !== undefined && { cause }),
  });
}

interface Look {
  readonly kind: string;
  readonly cause?: Error;
}

function look(thrown: unknown): Look {
  try {
    return thrown instanceof Error
      ? { kind: kindOf(thrown), cause: withoutText(thrown) }
      : { kind: 'what is no Error' };
  } catch {
    // What throws when it is looked at says no more.
    return { kind: 'what cannot be read' };
  }
}

/** Of the system, of Node and of undici. */
const SYSTEM_CODE = /^(?:E[A-Z0-9]{2,15}|(?:UND_)?ERR_[A-Z0-9_]{1,60})$/;

function kindOf({ name, code }: { readonly name: unknown; readonly code?: unknown }): string {
  const kind = typeof name === 'string' && /^[A-Z][A-Za-z]{0,39}$/.test(name) ? name : 'Error';
  return typeof code === 'string' && SYSTEM_CODE.test(code) ? `${kind} (${code})` : kind;
}

/** The lines of a stack that name places, and nothing of what stands before them. */
function withoutText({ stack, message }: { readonly stack?: unknown; readonly message: unknown }) {
  const text = typeof stack === 'string' ? stack : '';
  const at = typeof message === 'string' ? text.indexOf(message) : -1;
  const places = at === -1 ? [] : text.slice(at + String(message).length).split('\n');
  const cause = new Error('its text is left out');
  cause.stack = [`Error: ${cause.message}`, ...places.filter(isPlace)].join('\n');
  return cause;
}

/** With its line and column: a text may be cut after it was written into the stack, and its lines begin like one. */
function isPlace(line: string): boolean {
  return /^ {4}at .*:\d+:\d+\)?$/.test(line);
}
