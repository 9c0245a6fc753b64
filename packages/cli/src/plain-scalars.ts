import type { ReadPlain } from '@drawbridge/node';

const TRUE = 'y Y yes Yes YES true True TRUE on On ON';
const FALSE = 'n N no No NO false False FALSE off Off OFF';
const NULL = ' ~ null Null NULL';

/** What the words are to Go's reader (sigs.k8s.io/yaml, goyaml.v2/resolve.go: `resolveMapList`). */
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...TRUE.split(' ').map((word) => [word, true] as const),
  ...FALSE.split(' ').map((word) => [word, false] as const),
  ...NULL.split(' ').map((word) => [word, null] as const),
]);
/** The words of which YAML 1.1, YAML 1.2 and Go's reader, which is in between, say the same. */
const COMMON = /^(?:|~|null|Null|NULL|true|True|TRUE|false|False|FALSE)$/;

const INTEGER = /^[-+]?(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|\d+)$/;
const DECIMAL = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
/** What begins with a point is read by Go's `strconv.ParseFloat`, which takes `_` between digits alone. */
const FROM_POINT = /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/;
const NO_NUMBER = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const OF_JSON = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

const NOT_JSON = {
  fault: 'has a number that JSON does not have, and to which it is made: put text in quotes',
};

/**
 * What is in no quotes, as API servers of Kubernetes read it: by the resolution of YAML 1.1 without its numbers to the base of 60,
 * and a time is text (kubernetes-sigs/yaml, goyaml.v2/resolve.go, read 2026-11; measured by the release that it is a copy of, see the test).
 *
 * Whole numbers beyond those of JavaScript are rounded: there is no member that takes a number.
 */
export const readPlainAsGo: ReadPlain = (text) => {
  if (WORDS.has(text)) return { value: WORDS.get(text) };
  if (NO_NUMBER.test(text)) return NOT_JSON;
  if (!/^[-+.\d]/.test(text)) return { value: text };
  const isFromPoint = text.startsWith('.');
  const digits = text.replaceAll('_', '');
  if (isFromPoint ? FROM_POINT.test(text) : INTEGER.test(digits) || DECIMAL.test(digits)) {
    const number = numberOf(digits);
    if (Number.isFinite(number)) return { value: number };
  }
  return { value: text };
};

/**
 * What is in no quotes, where it is the same to every reader of YAML that a relying party or its command line may have; a fault where it
 * may be text or something else. (YAML 1.2.2, section 10.3.2; YAML 1.1, yaml.org/type; PyYAML writes the text 1e3 without quotes.)
 */
export const readCommonPlain: ReadPlain = (text) => {
  if (OF_JSON.test(text)) return { value: Number(text) + 0 };
  const read = readPlainAsGo(text);
  if (
    COMMON.test(text) ||
    (read.fault === undefined && read.value === text && !DECIMAL.test(text))
  ) {
    return read;
  }
  return {
    fault:
      'has a value that is text to some readers of YAML, and a number or true or false to others: put it in quotes, if text is meant',
  };
};

function numberOf(digits: string): number {
  const [, sign = '', body = ''] = /^([-+]?)(.*)$/.exec(digits) ?? [];
  const octal = /^0[0-7]+$/.test(body) ? `0o${body.slice(1)}` : body;
  const number = Number(octal);
  return sign === '-' && number !== 0 ? -number : number;
}
