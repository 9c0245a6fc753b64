import { tallyJson } from './tally-json.ts';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;

/**
 * Whether a JSON text is seen at a glance to have no member name twice in one object, and no more objects and lists, so no
 * more of them in one another, than some number. Nearly every token is; `false` says nothing about the text.
 *
 * @param text - JSON text, whole
 * @param value - what `JSON.parse` made of it
 */
export function isPlainJson(text: string, value: unknown, mostContainers: number): boolean {
  const { members, containers } = tallyJson(value);
  return members === countNamesAtMost(text) && containers <= mostContainers;
}

/**
 * Counts the colons that follow a quotation mark: all that follow a name, and those with which a string begins. `undefined`
 * when one follows white space, for then it may follow a name all the same.
 */
function countNamesAtMost(text: string): number | undefined {
  let count = 0;
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
    switch (text.charCodeAt(colon - 1)) {
      case QUOTE:
        count++;
        break;
      case SPACE:
      case TAB:
      case LINE_FEED:
      case CARRIAGE_RETURN:
        return undefined;
    }
  }
  return count;
}
