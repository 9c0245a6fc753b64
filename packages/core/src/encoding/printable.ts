/** What a terminal may obey, or hide, instead of showing it: controls, bidi marks, line separators, noncharacters. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{NChar}]/gu;

/**
 * Text from outside, made harmless for a terminal: line feeds stay, everything else that
 * a terminal does not simply show is written as `\uXXXX`. JSON stays JSON of the same value.
 */
export function printable(text: string): string {
  return text.replace(OBEYED, (character) => (character === '\n' ? character : escape(character)));
}

function escape(character: string): string {
  let text = '';
  for (let index = 0; index < character.length; index++) {
    text += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return text;
}
