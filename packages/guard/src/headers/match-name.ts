/** How the name of a field that was sent is to one that is looked for. */
export const OTHER = 0;
/** The same (RFC 9110 section 5.1: without regard to case). */
export const SAME = 1;
/** Another, which what hands fields on as variables cannot tell from it. */
export const LOOK_ALIKE = 2;

const HYPHEN = 0x2d;
const UNDERSCORE = 0x5f;
const CASE = 0x20;

/**
 * Compares two names of header fields. CGI (RFC 3875 section 4.1.18), and servers that do as it does, write a
 * hyphen as an underscore: `X_ID_Token` and `X-ID-Token` then reach the application as one field.
 *
 * Makes no lower case of what was sent: most fields of a request are of no interest, and each would cost a string.
 *
 * @param wanted - in lower case
 */
export function matchName(sent: string, wanted: string): 0 | 1 | 2 {
  if (sent.length !== wanted.length) return OTHER;
  if (sent === wanted) return SAME;
  let match: 1 | 2 = SAME;
  for (let index = 0; index < wanted.length; index++) {
    const code = sent.charCodeAt(index);
    const other = wanted.charCodeAt(index);
    if (code === other || (isUpperCase(code) && (code | CASE) === other)) continue;
    if (!isJoint(code) || !isJoint(other)) return OTHER;
    match = LOOK_ALIKE;
  }
  return match;
}

function isUpperCase(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

function isJoint(code: number): boolean {
  return code === HYPHEN || code === UNDERSCORE;
}
