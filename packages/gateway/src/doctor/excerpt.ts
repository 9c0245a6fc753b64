/**
 * The lines of a configuration that begin so, with all that stands below them: what is indented more, and the bracket that
 * ends it.
 *
 * @param starts - of lines, without what they are indented by
 * @returns in the order of the configuration, indented as if nothing was around them
 */
export function excerpt(configuration: string, starts: readonly string[]): readonly string[] {
  const lines = configuration.split('\n');
  const taken: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as string;
    const depth = indentOf(line);
    if (!starts.some((start) => line.slice(depth).startsWith(start))) continue;
    let end = index + 1;
    while (end < lines.length && isBelow(lines[end] as string, depth)) end++;
    if (/^\s*[})\]]/.test(lines[end] ?? '') && indentOf(lines[end] as string) === depth) end++;
    taken.push(...trimmed(lines.slice(index, end)).map((text) => text.slice(depth)));
    index = end - 1;
  }
  return taken;
}

const indentOf = (line: string) => line.length - line.trimStart().length;

function isBelow(line: string, depth: number): boolean {
  return line.trim() === '' || indentOf(line) > depth;
}

/** Without the empty lines at the end. */
function trimmed(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return lines.slice(0, last + 1);
}
