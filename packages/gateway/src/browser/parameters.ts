import {
  type Call,
  decodeUtf8,
  DrawbridgeError,
  headerValues,
  mediaType,
  quote,
  readBody,
} from '@drawbridge/core';

/** The parameters of an address or a form, each of which may be there once. */
export interface Parameters {
  /**
   * @returns `undefined` for one that is not there, or empty
   * @throws {DrawbridgeError} `parameter_invalid` for one that is there twice: two readers would read two things
   */
  one(name: string): string | undefined;
  /** All of them, as they came. */
  readonly all: URLSearchParams;
}

/** Bytes of a form; a logout token may be among its fields. */
const MAX_FORM = 64 * 1024;

/** Those of the query of an address. */
export function readQuery({ target }: Pick<Call, 'target'>): Parameters {
  const at = target.indexOf('?');
  return parametersOf(new URLSearchParams(at === -1 ? '' : target.slice(at + 1)));
}

/**
 * Those of the form that a call brings.
 *
 * @throws {DrawbridgeError} `media_type_unsupported`, `body_missing`, `body_too_large`, `body_malformed`
 */
export async function readForm(call: Call): Promise<Parameters> {
  const types = headerValues(call, 'content-type');
  if (types.length !== 1 || mediaType(types[0] as string) !== 'application/x-www-form-urlencoded') {
    throw new DrawbridgeError('media_type_unsupported', {
      hint: 'Send one Content-Type header: application/x-www-form-urlencoded.',
    });
  }
  const text = decodeUtf8(await readBody(call, MAX_FORM));
  if (text === undefined) throw new DrawbridgeError('body_malformed', { hint: 'It is not UTF-8.' });
  return parametersOf(new URLSearchParams(text));
}

function parametersOf(all: URLSearchParams): Parameters {
  return {
    all,
    one(name) {
      const [value, ...more] = all.getAll(name);
      if (more.length > 0) {
        throw new DrawbridgeError('parameter_invalid', {
          detail: `the parameter ${quote(name)} is there more than once`,
          hint: 'Send each parameter once. In a browser, begin again at the app.',
        });
      }
      return value === '' ? undefined : value;
    },
  };
}
