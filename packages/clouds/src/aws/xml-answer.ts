import { parseXml, XmlElement } from '@rgrove/parse-xml';

/** Bytes. What STS answers has a twentieth of it. */
export const MAX_ANSWER_BYTES = 64 * 1024;

/** Elements in one another. The answers of STS have five; a parser recurses, and runs out of stack on far more. */
const MAX_DEPTH = 32;

/**
 * Reads XML from outside.
 *
 * @returns its element, or `undefined` where it is none, has a document type, or is nested deeply
 */
export function readXml(text: string): XmlElement | undefined {
  if (/<!DOCTYPE/i.test(text) || isDeep(text)) return undefined;
  try {
    return parseXml(text).root ?? undefined;
  } catch {
    return undefined;
  }
}

/** The first element of a name in another. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find(
    (child): child is XmlElement => child instanceof XmlElement && child.name === name,
  );
}

/** The text of the first element of a name in another; `undefined` where there is none. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  return childOf(element, name)?.text.trim();
}

/** Comments and the like are stepped over: what looks like the end of an element there ends none. */
const MARKUP = /<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<\?[^]*?(?:\?>|$)|<\/?/g;

/** Counted too high, for empty elements; too low never. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const [tag] of text.matchAll(MARKUP)) {
    if (tag === '</') depth -= 1;
    else if (tag === '<') depth += 1;
    if (depth > MAX_ELEMENTS) return true;
  }
  return false;
}

/** Elements that are open at once, empty ones among them. */
const MAX_ELEMENTS = MAX_DEPTH * 8;
