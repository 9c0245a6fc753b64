import { quoteForFish as quote } from '@drawbridge/core';
import { childrenOf, type KnownCommand, type KnownValue, valuedOptions } from './known-command.ts';

/** The completion script of fish 3 and later. */
export function fishScript(commands: readonly KnownCommand[]): string {
  const cases = commands.map((command) => {
    const children = childrenOf(command, commands).map(({ word }) => quote(word));
    return [
      `            case ${quote(command.words)}`,
      `                set children ${children.join(' ')}`,
      `                set valued ${valuedOptions(command).map(quote).join(' ')}`,
    ].join('\n');
  });
  return `# Completion of drawbridge for fish.
# To have it in every shell: drawbridge completion fish > ~/.config/fish/completions/drawbridge.fish

# Whether the line has come to this command.
function __drawbridge_at
    set -l command ''
    set -l pending 0
    set -l children
    set -l valued
    for word in (commandline -opc)[2..-1] ''
        switch "$command"
${cases.join('\n')}
        end
        if test $pending = 1
            set pending 0
        else if contains -- "$word" $valued
            set pending 1
        else if contains -- "$word" $children
            set command (string trim -- "$command $word")
        end
    end
    test "$command" = "$argv[1]"
end

complete -c drawbridge -f
${commands.flatMap((command) => lines(command, commands)).join('\n')}
`;
}

function lines(command: KnownCommand, commands: readonly KnownCommand[]): readonly string[] {
  const start = `complete -c drawbridge -n ${quote(`__drawbridge_at ${quote(command.words)}`)}`;
  return [
    ...childrenOf(command, commands).map(
      ({ word, summary }) => `${start} -a ${quote(word)} -d ${quote(summary)}`,
    ),
    ...command.options.map(({ names, summary, value }) => {
      const flags = names.map((name) =>
        name.startsWith('--') ? `-l ${quote(name.slice(2))}` : `-s ${quote(name.slice(1))}`,
      );
      return [
        start,
        ...flags,
        ...(value === undefined ? [] : [`-r ${propose(value)}`]),
        `-d ${quote(summary)}`,
      ].join(' ');
    }),
    ...(command.argument === undefined ? [] : [`${start} ${propose(command.argument)}`]),
  ];
}

function propose({ kind, choices = [] }: KnownValue): string {
  return {
    file: '-F',
    folder: `-f -a ${quote('(__fish_complete_directories (commandline -ct))')}`,
    token: '-F',
    choice: `-f -a ${quote(choices.join(' '))}`,
    text: '-f',
  }[kind];
}
