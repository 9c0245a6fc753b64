/** The options of curl that carry what is looked for, and how each is written as a field. */
const OPTIONS: Readonly<Record<string, (value: string) => string>> = {
  '-b': (value) => `Cookie: ${value}`,
  '--cookie': (value) => `Cookie: ${value}`,
  '-H': (value) => value,
  '--header': (value) => value,
  '--oauth2-bearer': (value) => `Authorization: Bearer ${value}`,
};

/** A word of a shell: bare, or in quotation marks, in which nothing is expanded here. */
const WORD = /(?:[^\s'"\\]+|'[^']*'|"(?:[^"\\]|\\.)*"|\\.)+/gs;

/**
 * The fields that a command line of curl sends, of those that are looked for, a line each.
 *
 * @returns `undefined` for what is no such command line
 */
export function readCurl(text: string): string | undefined {
  if (!/^(?:\$\s+)?(?:curl(?:\.exe)?\s|-b\s|-H\s|--cookie[\s=]|--header[\s=])/.test(text)) {
    return undefined;
  }
  const words = (text.match(WORD) ?? []).map(plain);
  const fields: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const [, option, joined] = /^(--[a-z0-9-]+|-[bH])(?:=(.*)|$)/s.exec(words[at] as string) ?? [];
    const write =
      option !== undefined && Object.hasOwn(OPTIONS, option) ? OPTIONS[option] : undefined;
    if (write !== undefined) fields.push(write(joined ?? words[++at] ?? ''));
  }
  return fields.join('\n');
}

function plain(word: string): string {
  const pieces = word.matchAll(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^'"\\]+)/gs);
  return [...pieces]
    .map(([, single, double, escaped, bare]) => {
      return single ?? double?.replace(/\\(.)/gs, '$1') ?? escaped ?? bare ?? '';
    })
    .join('');
}
