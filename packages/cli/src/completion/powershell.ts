import { quoteForPowershell as quote } from '@drawbridge/core';
import { childrenOf, type KnownCommand, valuedOptions } from './known-command.ts';

/** The completion script of PowerShell 5.1 and later. */
export function powershellScript(commands: readonly KnownCommand[]): string {
  const entries = commands.map((command) => {
    const children = childrenOf(command, commands).map(({ word, summary }) => pair(word, summary));
    const options = command.options.flatMap(({ names, summary }) =>
      names.map((name) => pair(name, summary)),
    );
    const choices = [
      ...command.options.flatMap(({ names, value }) =>
        value?.choices === undefined
          ? []
          : names.map((name) => `${quote(name)} = ${list(value.choices ?? [])}`),
      ),
      ...(command.argument?.choices === undefined
        ? []
        : [`'' = ${list(command.argument.choices)}`]),
    ];
    return `        ${quote(command.words)} = @{
            Children = [ordered]@{ ${children.join('; ')} }
            Options = [ordered]@{ ${options.join('; ')} }
            Valued = ${list(valuedOptions(command))}
            Choices = @{ ${choices.join('; ')} }
        }`;
  });
  return `# Completion of drawbridge for PowerShell.
# To have it in every shell, in $PROFILE: drawbridge completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName drawbridge -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $commands = @{
${entries.join('\n')}
    }
    $command = ''
    $pending = ''
    $before = $commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() }
    foreach ($word in $before) {
        if ($pending) { $pending = ''; continue }
        if ($commands[$command].Valued -ccontains $word) { $pending = $word; continue }
        if ($commands[$command].Children.Contains($word)) { $command = "$command $word".Trim() }
    }
    $known = $commands[$command]
    $found = [ordered]@{}
    if ($pending) {
        foreach ($choice in $known.Choices[$pending]) { $found[$choice] = $choice }
    } elseif ($wordToComplete -like '-*') {
        $found = $known.Options
    } else {
        foreach ($child in $known.Children.Keys) { $found[$child] = $known.Children[$child] }
        foreach ($choice in $known.Choices['']) { $found[$choice] = $choice }
    }
    # With nothing found PowerShell proposes files.
    foreach ($name in $found.Keys) {
        if ($name.StartsWith($wordToComplete)) {
            [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $found[$name])
        }
    }
}
`;
}

function pair(word: string, summary: string): string {
  return `${quote(word)} = ${quote(summary)}`;
}

function list(words: readonly string[]): string {
  return `@(${words.map(quote).join(', ')})`;
}
