import type { ConfigFault } from '@drawbridge/core';

/** The options of a section, by name, as they are written: nothing is filled in yet. */
export type IniSection = ReadonlyMap<string, string>;

/** An ini file. */
export interface IniFile {
  /** By name, in the order of the file, without `DEFAULT`. */
  readonly sections: ReadonlyMap<string, IniSection>;
  /** What the section `DEFAULT` holds for all others. */
  readonly defaults: IniSection;
  /** What stands before the first section header: Python refuses it, snippets have nothing else. */
  readonly bare: IniSection;
  /** Lines that Python would refuse. */
  readonly faults: readonly ConfigFault[];
}

/** What Python's `str.strip` takes away, which is not quite what `trim` does. */
const SPACE = String.raw`[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const OUTER_SPACE = new RegExp(`^${SPACE}+|${SPACE}+$`, 'g');
const TRAILING_SPACE = new RegExp(`${SPACE}+$`);
const INDENT = new RegExp(`^${SPACE}*`);
const HEADER = /^\[(?<name>.+)\]/s;

/**
 * Reads an ini file as Python's `configparser.ConfigParser` does with the settings that PasteDeploy
 * gives it: `#` and `;` begin a comment only at the start of a line, `=` or `:` ends a name, a line
 * that is indented deeper than the one before continues its value, names keep their case
 * (`optionxform = str`), and nothing may be there twice. A byte order mark is passed over.
 */
export function parseIni(text: string): IniFile {
  const faults: ConfigFault[] = [];
  const sections = new Map<string, Map<string, string[]>>();
  const defaults = new Map<string, string[]>();
  const bare = new Map<string, string[]>();
  let section = bare;
  let sectionName = '';
  /** The lines of the value that may go on; none right after a header. */
  let value: string[] | undefined;
  let indent = 0;

  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  for (const [index, line] of lines.entries()) {
    const fault = (message: string) => faults.push({ path: `line ${index + 1}`, message });
    const content = strip(line);
    if (/^[#;]/.test(content)) continue;
    if (content === '') {
      value?.push('');
      continue;
    }
    const depth = INDENT.exec(line)?.[0].length ?? 0;
    if (value !== undefined && depth > indent) {
      value.push(content);
      continue;
    }
    indent = depth;
    const name = HEADER.exec(content)?.groups?.['name'];
    if (name !== undefined) {
      if (sections.has(name)) fault(`has the section [${name}] for the second time`);
      sectionName = name;
      section = name === 'DEFAULT' ? defaults : (sections.get(name) ?? new Map<string, string[]>());
      if (name !== 'DEFAULT') sections.set(name, section);
      value = undefined;
      continue;
    }
    // A line that cannot be read leaves the value before it open, as it does in Python.
    const at = content.search(/[=:]/);
    const option = strip(content.slice(0, Math.max(at, 0)));
    if (option === '') {
      fault('is neither a section, nor a name and a value with = between, nor a comment');
      continue;
    }
    if (section.has(option)) {
      const place = sectionName === '' ? '' : ` in [${sectionName}]`;
      fault(`has ${option} for the second time${place}`);
    }
    value = [strip(content.slice(at + 1))];
    section.set(option, value);
  }
  return {
    sections: new Map([...sections].map(([name, options]) => [name, join(options)])),
    defaults: join(defaults),
    bare: join(bare),
    faults,
  };
}

function join(options: ReadonlyMap<string, readonly string[]>): IniSection {
  return new Map(
    [...options].map(([name, lines]) => [name, lines.join('\n').replace(TRAILING_SPACE, '')]),
  );
}

function strip(text: string): string {
  return text.replace(OUTER_SPACE, '');
}
