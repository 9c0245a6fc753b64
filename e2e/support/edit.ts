/**
 * Changes a text as a unified diff without numbers of lines says: lines of `+`, of `-` and of neither, and `@@` between two
 * places. What surrounds a line does not count.
 *
 * @throws {Error} where a place is not there, or there more than once
 */
export function edit(text: string, diff: string): string {
  return diff.split(/^@@$/m).reduce((edited, place) => editPlace(edited, place), text);
}

function editPlace(text: string, place: string): string {
  const changes = place.split('\n').filter((line) => line.trim() !== '');
  const before = changes.filter((line) => !line.startsWith('+')).map((line) => body(line));
  const lines = text.split('\n');
  const starts = lines
    .map((_, index) => index)
    .filter((index) => before.every((line, more) => lines[index + more]?.trim() === line));
  const [start, ...others] = starts;
  if (start === undefined || others.length > 0) {
    throw new Error(`${starts.length} places are as\n${before.join('\n')}\nin\n${text}`);
  }
  const after = changes
    .filter((line) => !line.startsWith('-'))
    .map((line) => (line.startsWith('+') ? line.slice(1) : line));
  return lines.toSpliced(start, before.length, ...after).join('\n');
}

const body = (line: string) => line.replace(/^-/, '').trim();
