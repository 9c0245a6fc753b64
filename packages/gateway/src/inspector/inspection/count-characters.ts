/** How long a text is, in words. */
export function countCharacters({ length }: string): string {
  return `${length} ${length === 1 ? 'character' : 'characters'}`;
}
