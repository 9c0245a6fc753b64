/** What a file of Kubernetes is made of. */
export interface Members {
  readonly [name: string]: Value;
}
export type Value = string | readonly Value[] | Members;

/** Names that are written without quotes, but for those that readers of YAML 1.1 take for something else. */
const PLAIN = /^[A-Za-z][A-Za-z0-9]*$/;
const TAKEN = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

/**
 * Members as YAML (YAML 1.2.2). A text is written as in JSON, which is YAML too, so that none is taken for something else; all but
 * ASCII is escaped. What is lines of ASCII, as PEM is, is written as lines.
 */
export function toYaml(members: Members): string {
  return membersOf(members, '');
}

function membersOf(members: Members, indent: string): string {
  return Object.entries(members)
    .map(([name, value]) => {
      const key = PLAIN.test(name) && !TAKEN.test(name) ? name : text(name);
      return `${indent}${key}:${valueOf(value, indent)}`;
    })
    .join('');
}

/** What is behind the colon of a member, with its line end. */
function valueOf(value: Value, indent: string): string {
  if (typeof value === 'string') {
    if (!isLines(value)) return ` ${text(value)}\n`;
    const lines = value.slice(0, -1).split('\n');
    return ` |\n${lines.map((line) => `${indent}  ${line}\n`).join('')}`;
  }
  if (!isList(value)) return `\n${membersOf(value, `${indent}  `)}`;
  return `\n${value.map((item) => `${indent}- ${itemOf(item, `${indent}  `)}`).join('')}`;
}

/** An item of a list begins on the line of its dash. */
function itemOf(item: Value, indent: string): string {
  if (typeof item === 'string') return `${text(item)}\n`;
  return isList(item) ? valueOf(item, indent).trimStart() : membersOf(item, indent).trimStart();
}

/** Two lines at least, none of them empty or with white space at an end, and a line end behind the last. */
function isLines(value: string): boolean {
  return /^(?:[!-~](?:[ -~]*[!-~])?\n){2,}$/.test(value);
}

function text(value: string): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/gu, (character) => {
    const point = (character.codePointAt(0) ?? 0).toString(16);
    return point.length <= 4
      ? String.raw`\u${point.padStart(4, '0')}`
      : String.raw`\U${point.padStart(8, '0')}`;
  });
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
