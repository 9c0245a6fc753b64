import { quoteForShell as quote } from '@drawbridge/core';
import {
  childrenOf,
  keyedValues,
  type KnownCommand,
  type KnownValue,
  valuedOptions,
} from './known-command.ts';

/** The completion script of zsh: a file for its `fpath`, and one that can be sourced. */
export function zshScript(commands: readonly KnownCommand[]): string {
  const cases = commands.map((command) => {
    const children = childrenOf(command, commands).map(({ word, summary }) => item(word, summary));
    const options = command.options.flatMap(({ names, summary }) =>
      names.map((name) => item(name, summary)),
    );
    return [
      `    (${quote(command.words)})`,
      `      children=(${children.join(' ')})`,
      `      options=(${options.join(' ')})`,
      `      valued=(${valuedOptions(command).map(quote).join(' ')}) ;;`,
    ].join('\n');
  });
  const values = keyedValues(commands).flatMap(([key, value]) => propose(key, value));
  return `#compdef drawbridge
# Completion of drawbridge for zsh.
# To have it in every shell: drawbridge completion zsh > a folder of your $fpath, under the name _drawbridge

_drawbridge_at() {
  case $1 in
${cases.join('\n')}
  esac
}

# Proposes what may stand for an option (command|option) or as an argument (command|).
_drawbridge_values() {
  case $1 in
${values.join('\n')}
  esac
}

_drawbridge_token() {
  if compset -P '@'; then _files; fi
}

_drawbridge() {
  local command='' pending='' word
  local -a children options valued
  local -i i
  _drawbridge_at ''
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    if [[ -n $pending ]]; then pending=''; continue; fi
    case $word in
      (-*=*) ;;
      (-*) if (( \${valued[(Ie)$word]} )); then pending=$word; fi ;;
      (help) ;;
      (*)
        if [[ -n $word ]] && (( \${\${children[@]%%:*}[(Ie)$word]} )); then
          command=\${command:+$command }$word
          _drawbridge_at $command
        fi ;;
    esac
  done
  if [[ -n $pending ]]; then
    _drawbridge_values "$command|$pending"
  elif [[ $PREFIX == --*=* ]]; then
    word=\${PREFIX%%=*}
    compset -P '*='
    _drawbridge_values "$command|$word"
  elif [[ $PREFIX == -* ]]; then
    _describe -o 'option' options
  else
    if (( $#children )); then _describe 'command' children; fi
    _drawbridge_values "$command|"
  fi
}

if [[ $funcstack[1] == _drawbridge ]]; then
  _drawbridge "$@"
else
  compdef _drawbridge drawbridge
fi
`;
}

/** A word with its meaning, as `_describe` takes them. */
function item(word: string, summary: string): string {
  return quote(`${word.replaceAll(':', String.raw`\:`)}:${summary}`);
}

function propose(key: string, { kind, choices = [] }: KnownValue): readonly string[] {
  const action = {
    file: '_files',
    folder: '_files -/',
    token: '_drawbridge_token',
    choice: `compadd -- ${choices.map(quote).join(' ')}`,
    text: undefined,
  }[kind];
  return action === undefined ? [] : [`    (${quote(key)}) ${action} ;;`];
}
