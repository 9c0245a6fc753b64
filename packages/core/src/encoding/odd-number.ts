/**
 * The first number of a JSON text that this program would write with other letters: `1.0`, `1e3`, `-0`, or one that is too long for a
 * double. To a program that compares letters such a number is another one than to a program that compares numbers.
 *
 * @param text - JSON that can be parsed
 */
export function oddNumber(text: string): string | undefined {
  let start: number | undefined;
  let isInString = false;
  for (let index = 0; index <= text.length; index++) {
    const character = text[index] ?? '';
    if (isInString) {
      if (character === '\\') index++;
      else if (character === '"') isInString = false;
    } else if (start === undefined) {
      if (character === '"') isInString = true;
      else if (/[-\d]/.test(character)) start = index;
    } else if (!/[-+.\deE]/.test(character) || character === '') {
      const number = text.slice(start, index);
      if (String(Number(number)) !== number) return number;
      start = undefined;
    }
  }
  return undefined;
}
