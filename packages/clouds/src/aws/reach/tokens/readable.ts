/** What is put where a wildcard stood for nothing. */
const FILLING = 'x';
/** What parts names from one another. */
const SEPARATORS = '/:@.-_=';
/** A longer text is left as it is. */
const MAX_LENGTH = 200;

/**
 * A text that is like this one, and reads better: the shortest that `acme/**` takes is `acme/`, and a person rather sees
 * `acme/x`.
 *
 * @param fits - whether it may be so
 */
export function readable(text: string, fits: (text: string) => boolean): string {
  if (text.length > MAX_LENGTH) return text;
  let made = text;
  for (let at = made.length; at >= 0; at--) {
    if (!isGap(made[at - 1]) || !isGap(made[at])) continue;
    const filled = `${made.slice(0, at)}${FILLING}${made.slice(at)}`;
    if (fits(filled)) made = filled;
  }
  return made;
}

/** Whether a name may begin or end beside this character; `undefined` is where the text ends. */
function isGap(character: string | undefined): boolean {
  return character === undefined || SEPARATORS.includes(character);
}
