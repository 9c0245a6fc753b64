import { hasDuplicateMembers } from './duplicate-members.ts';

/** As deep as any policy or key set lies, and far from the end of a stack. */
const DEEPEST = 64;

/**
 * Parses a JSON text that two readers must agree on: no object in it has a member twice, and nothing lies so deep that
 * whoever walks through it runs out of stack.
 *
 * @param deepest - how many objects and lists may lie in one another. Default: 64
 * @returns the value, or what is wrong with the text: the rest of a sentence that begins with its name
 */
export function readJson(
  text: string,
  deepest: number = DEEPEST,
): { readonly value: unknown; readonly fault?: undefined } | { readonly fault: string } {
  // Before it is parsed: millions of lists in one another take gigabytes.
  if (isDeeper(text, deepest)) return { fault: 'is nested too deeply' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: NO_JSON };
  }
  return hasDuplicateMembers(text, value) ? { fault: TWICE } : { value };
}

/** The fault of what is no JSON at all. */
export const NO_JSON = 'is no JSON';
const TWICE =
  'has a member twice in one object, and readers differ in which of the two they take, or refuse it: leave one';

/** Of any text: one that is no JSON may have strings without an end. */
function isDeeper(text: string, deepest: number): boolean {
  let open = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isInString) {
      if (character === '\\') index++;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{' || character === '[') {
      if (++open > deepest) return true;
    } else if (character === '}' || character === ']') open--;
  }
  return false;
}
