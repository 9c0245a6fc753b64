/** A text whose letters A to Z are small: by Unicode's rules the sign of Kelvin would become a `k`, and one name another. */
export function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
