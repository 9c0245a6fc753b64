import { DrawbridgeError } from '@drawbridge/core';
import { type ProfileLine, profileLines } from './profile-lines.ts';

/** Which of AWS's two files: they name the section of a profile differently. */
export type ProfileFileKind = 'credentials' | 'config';

/** A setting of a profile, such as `['region', 'eu-west-1']`. */
export type ProfileSetting = readonly [key: string, value: string];

/** How a profile is to be changed. Keys in lower case. */
export interface ProfileChange {
  readonly set: readonly ProfileSetting[];
  readonly remove: readonly string[];
}

/** What is wrong with the name of a profile, in words; `undefined` for one that all readers take. */
export function profileNameFault(name: string): string | undefined {
  if (name === '__proto__') return 'no SDK of AWS for JavaScript reads a profile of this name';
  // What the SDK for JavaScript reads; AWS's command line takes more, in quotes.
  if (/^[\w\-@+.%:/]+$/.test(name)) return undefined;
  return 'a profile is named by letters, digits and _ - @ + . % : /, and at least one of them';
}

/**
 * The settings of a profile, keys in lower case: all that any reader could take for one, the first where there are
 * several of a name.
 */
export function readProfile(
  file: string,
  kind: ProfileFileKind,
  profile: string,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const lines = profileLines(file);
  for (const section of sectionsOf(lines, kind, profile)) {
    for (const { kind: what, nested, name, value } of lines.slice(section.from + 1, section.to)) {
      if (what === 'entry' && !nested && !found.has(name)) found.set(name, value);
    }
  }
  return found;
}

/**
 * Changes a profile in the text of a file, and nothing else: comments, order, line ends, nested blocks and keys that it
 * does not know stay as they are, byte for byte. A profile that is there in several sections has its new settings in
 * one of them, the one that all readers prefer, and the old ones in none.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for a name or a value that some reader would not read back; a value
 *   is not shown
 */
export function editProfile(
  file: string,
  kind: ProfileFileKind,
  profile: string,
  { set, remove }: ProfileChange,
): string {
  const fault = profileNameFault(profile);
  if (fault !== undefined) throw new DrawbridgeError('cloud_setting_invalid', { detail: fault });
  set.forEach(requireReadable);

  const lines = profileLines(file);
  const end = lines.find((line) => line.end !== '')?.end ?? '\n';
  const sections = sectionsOf(lines, kind, profile);
  const [first] = sections;
  if (first === undefined) return appendSection(file, headerOf(kind, profile), set, end);

  const touched = new Set([...set.map(([key]) => key), ...remove]);
  const pending = new Map(set);
  const written: string[] = [];
  const isIn = (index: number) => sections.some(({ from, to }) => index > from && index < to);
  const last = lastContent(lines, first);
  const gone = new Set<number>();
  for (const [index, line] of lines.entries()) {
    if (!isIn(index)) written.push(line.text + line.end);
    else if (line.of !== undefined && gone.has(line.of)) gone.add(index);
    else if (line.kind !== 'entry' || line.nested || !touched.has(line.name)) {
      written.push(line.text + line.end);
    } else {
      gone.add(index);
      const value = pending.get(line.name);
      const isOwn = index > first.from && index < first.to && line.of === undefined;
      if (value !== undefined && isOwn) {
        // As far in as before: one further in than its neighbours would be taken for a part of them, or they of it.
        written.push(`${line.indent}${line.name} = ${value}${line.end}`);
        pending.delete(line.name);
      }
    }
    if (index === last) {
      const added = [...pending].map(([key, value]) => `${key} = ${value}${end}`);
      if (added.length > 0 && written.at(-1)?.endsWith('\n') === false) written.push(end);
      written.push(...added);
      pending.clear();
    }
  }
  return written.join('');
}

interface Section {
  /** The index of its header. */
  readonly from: number;
  /** The index after its last line. */
  readonly to: number;
}

/** The sections of a profile, the one that readers prefer first. */
function sectionsOf(
  lines: readonly ProfileLine[],
  kind: ProfileFileKind,
  profile: string,
): readonly Section[] {
  const headers = lines.flatMap((line, index) =>
    line.kind === 'section' && line.of === undefined ? [{ index, name: line.name }] : [],
  );
  const found = headers.flatMap(({ index, name }, place) => {
    const rank = rankOf(name, kind, profile);
    if (rank === undefined) return [];
    return [{ from: index, to: headers[place + 1]?.index ?? lines.length, rank }];
  });
  return found.toSorted((a, b) => a.rank - b.rank || a.from - b.from);
}

/** How readers prefer a section for a profile, less is more; `undefined` where it is not of this profile. */
function rankOf(name: string, kind: ProfileFileKind, profile: string): number | undefined {
  if (kind === 'credentials') return name === profile ? 0 : undefined;
  const [, , named] = /^profile\s+(["']?)(.*?)\1\s*$/.exec(name) ?? [];
  if (named === profile) return 0;
  // AWS SDKs and Tools Reference Guide, "Shared config and credentials files": [profile default] goes before [default].
  return profile === 'default' && name === 'default' ? 1 : undefined;
}

function headerOf(kind: ProfileFileKind, profile: string): string {
  return kind === 'credentials' || profile === 'default' ? `[${profile}]` : `[profile ${profile}]`;
}

/** Where a section ends but for blank lines and comments, which more often belong to what comes next. */
function lastContent(lines: readonly ProfileLine[], { from, to }: Section): number {
  const after = lines
    .slice(from, to)
    .findLastIndex(({ kind }) => kind !== 'blank' && kind !== 'comment');
  return from + after;
}

function appendSection(
  file: string,
  header: string,
  set: readonly ProfileSetting[],
  end: string,
): string {
  if (set.length === 0) return file;
  const lines = [header, ...set.map(([key, value]) => `${key} = ${value}`)];
  const ended = file === '' || file.endsWith('\n') ? file : file + end;
  const gap = ended === '' || /(^|\n)\r?\n$/.test(ended) ? '' : end;
  return ended + gap + lines.map((line) => line + end).join('');
}

/** No reader of AWS's files strips quotes, so that there is no way to write what begins or ends with a space. */
function requireReadable([key, value]: ProfileSetting): void {
  let fault: string | undefined;
  if (/\p{Cc}/u.test(value)) fault = 'a line end or another control character in it';
  else if (value === '' || value.trim() !== value) fault = 'a space at an end, or nothing in it';
  // The SDK for JavaScript takes the rest for a comment.
  else if (/(^|\s)[#;]/.test(value)) fault = 'a # or ; after a space in it';
  if (fault === undefined) return;
  throw new DrawbridgeError('cloud_setting_invalid', {
    detail: `the value for ${key} cannot be written to a profile: it has ${fault}`,
  });
}
