/**
 * The commands of the environment variable `BROWSER`: a list with colons, on Windows with semicolons. In each, `%s`
 * stands for the address, which is the last word where there is none, and `%%` for a percent sign. Words are divided
 * by spaces, and by quotation marks kept together; nothing else has a meaning, for no shell reads them.
 *
 * @returns the words of each command
 */
export function browserCommands(
  variable: string,
  url: string,
  platform: NodeJS.Platform,
): readonly (readonly string[])[] {
  return variable
    .split(platform === 'win32' ? ';' : ':')
    .map((command) => wordsOf(command))
    .filter((words) => words.length > 0)
    .map((words) => withAddress(words, url));
}

function wordsOf(command: string): string[] {
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"']|["'])+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

function withAddress([program = '', ...args]: readonly string[], url: string): string[] {
  let isThere = false;
  const filled = args.map((word) =>
    word.replace(/%[s%]/g, (mark) => {
      if (mark === '%%') return '%';
      isThere = true;
      return url;
    }),
  );
  return [program, ...filled, ...(isThere ? [] : [url])];
}
