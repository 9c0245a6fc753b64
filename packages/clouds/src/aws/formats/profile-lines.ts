/** A line of a file of profiles, with its end. */
export interface ProfileLine {
  readonly text: string;
  /** `\r\n`, `\n`, or nothing at the end of the file. */
  readonly end: string;
  readonly kind: 'blank' | 'comment' | 'section' | 'entry' | 'other';
  /** What is before the text. */
  readonly indent: string;
  /** What is in the brackets of a section, or the key of an entry in lower case. */
  readonly name: string;
  /** The value of an entry. */
  readonly value: string;
  /**
   * For a line that is further in than the entry before it: the index of that entry. Python's reader, of AWS's command
   * line, takes it for a part of that entry.
   */
  readonly of?: number;
  /** Whether it is in a block that an entry without a value opens: `s3 =`. */
  readonly nested: boolean;
}

/**
 * Reads a file of AWS's profiles, and loses nothing: all texts and ends together are the file again. The readers of AWS
 * differ in what further-in lines are; what each of them could mean is told.
 */
export function profileLines(file: string): readonly ProfileLine[] {
  const lines: ProfileLine[] = [];
  let entry: number | undefined;
  for (const [whole] of file.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const [end = ''] = /\r?\n$/.exec(whole) ?? [];
    const text = whole.slice(0, whole.length - end.length);
    const above = entry === undefined ? undefined : lines[entry];
    const read = readLine(text);
    const isPart = above !== undefined && read.indent.length > above.indent.length;
    const inside = isPart && read.kind !== 'blank' && read.kind !== 'comment';
    const nested = inside && above.value === '';
    const line = {
      text,
      end,
      ...read,
      nested,
      ...(inside && entry !== undefined && { of: entry }),
    };
    if (line.kind === 'section' && !inside) entry = undefined;
    if ((line.kind === 'entry' || line.kind === 'other') && !inside) entry = lines.length;
    lines.push(line);
  }
  return lines;
}

function readLine(line: string): Pick<ProfileLine, 'kind' | 'indent' | 'name' | 'value'> {
  // A mark of Unicode at the beginning of a file is no part of its first line.
  const text = line.startsWith('\uFEFF') ? line.slice(1) : line;
  const rest = text.trim();
  const indent = text.slice(0, text.length - text.trimStart().length);
  const none = { indent, name: '', value: '' };
  if (rest === '') return { kind: 'blank', ...none };
  if (rest.startsWith('#') || rest.startsWith(';')) return { kind: 'comment', ...none };
  if (rest.startsWith('[') && rest.includes(']')) {
    return { kind: 'section', indent, name: rest.slice(1, rest.indexOf(']')), value: '' };
  }
  // Python's reader takes a colon as well, and keys in any case.
  const at = rest.search(/[=:]/);
  if (at < 1) return { kind: 'other', ...none, value: rest };
  const name = rest.slice(0, at).trim().toLowerCase();
  return { kind: 'entry', indent, name, value: rest.slice(at + 1).trim() };
}
