import { isJsonObject, type JsonObject } from '@drawbridge/core';
import { celWords } from './cel-words.ts';

/** What stands for characters that a name of CEL cannot have (kubernetes, apiserver/pkg/cel/escaping.go). */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['underscores', '__'],
  ['dot', '.'],
  ['dash', '-'],
  ['slash', '/'],
]);

/** Names that CEL keeps for itself: one of them is written `__for__`. */
const RESERVED: readonly string[] =
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  );

/** What goes through the names of a map, which then have to be those of the token. */
const MACROS: readonly string[] =
  'all exists exists_one existsOne map filter transformList transformMap transformMapEntry in'.split(
    ' ',
  );

/** Names that an expression has in their escaped form. */
export interface EscapedNames {
  /** From what is meant to what is written: `kubernetes.io` to `kubernetes__dot__io`. */
  readonly written: ReadonlyMap<string, string>;
  /** Whether the expression may look at the names of a map in other ways too. */
  readonly hasOthers: boolean;
}

/**
 * The escaped names of an expression: `claims.kubernetes__dot__io` reads the claim `kubernetes.io`. API servers from 1.34 on look such a
 * member up by what is meant, and only by that (kubernetes, oidc.go: unescapeWrapper).
 */
export function escapedNames(expression: string): EscapedNames {
  const words = celWords(expression).map(({ kind, text }) => ({
    kind,
    // A name may be in quotes, too: claims["kubernetes__dot__io"].
    name: kind === 'text' ? text.replace(/^[A-Za-z]*("""|'''|"|')(.*)\1$/s, '$2') : text,
  }));
  const written = new Map<string, string>();
  let hasOthers = false;
  for (const { kind, name } of words) {
    const meant = kind === 'name' || kind === 'text' ? unescape(name) : undefined;
    if (meant === undefined || meant === name) continue;
    if ((written.get(meant) ?? name) !== name) hasOthers = true;
    written.set(meant, name);
  }
  hasOthers ||= words.some(
    ({ kind, name }) =>
      (kind === 'name' && MACROS.includes(name)) || (kind === 'text' && written.has(name)),
  );
  return { written, hasOthers };
}

function unescape(name: string): string | undefined {
  let isFine = true;
  const meant = name.replace(/__([^_]+)__/g, (escaped, inner: string) => {
    const stands = ESCAPES.get(inner);
    if (stands !== undefined) return stands;
    if (!RESERVED.includes(inner) || escaped.length !== name.length) isFine = false;
    return inner;
  });
  return isFine ? meant : undefined;
}

/**
 * A copy of a value in which members have the names by which an expression looks them up.
 *
 * @returns `undefined` where there is nothing to change
 */
export function renameMembers(
  value: JsonObject,
  written: ReadonlyMap<string, string>,
): JsonObject | undefined {
  if (written.size === 0) return undefined;
  const escaped = new Set(written.values());
  let isChanged = false;
  let result: unknown;
  // Not by recursion: a token may be nested deeper than the stack.
  const open: { readonly from: unknown; readonly put: (copy: unknown) => void }[] = [
    {
      from: value,
      put: (copy) => {
        result = copy;
      },
    },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { from, put } = next;
    if (Array.isArray(from)) {
      const copy: unknown[] = [];
      for (const [index, entry] of from.entries()) {
        copy.push(undefined);
        open.push({
          from: entry,
          put: (inner) => {
            copy[index] = inner;
          },
        });
      }
      put(copy);
    } else if (isJsonObject(from)) {
      const copy = {};
      for (const [name, inner] of Object.entries(from)) {
        isChanged ||= written.has(name) || escaped.has(name);
        if (!written.has(name) && escaped.has(name)) continue;
        open.push({ from: inner, put: (made) => define(copy, written.get(name) ?? name, made) });
      }
      put(copy);
    } else put(from);
  }
  return isChanged && isJsonObject(result) ? result : undefined;
}

/** An own member, whatever its name: `__proto__` is one, too. */
function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
