/**
 * Reads the list of people: an email in each line, which ends at a comma; a line that begins with `#` is a comment.
 *
 * @returns in lower case, each once
 */
export function readEmails(text: string): readonly string[] {
  const emails = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => (line.split(',')[0] ?? '').trim().replaceAll(/^"|"$/g, '').toLowerCase());
  return [...new Set(emails.filter((email) => email !== ''))];
}
