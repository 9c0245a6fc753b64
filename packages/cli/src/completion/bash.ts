import { quoteForShell as quote } from '@drawbridge/core';
import {
  childrenOf,
  keyedValues,
  type KnownCommand,
  type KnownValue,
  valuedOptions,
} from './known-command.ts';

/** The completion script of bash 3.2 and later; needs no other package. */
export function bashScript(commands: readonly KnownCommand[]): string {
  const cases = commands.map((command) => {
    const children = childrenOf(command, commands).map(({ word }) => word);
    const options = command.options.flatMap(({ names }) => names);
    return [
      `    ${quote(command.words)})`,
      `      children=${quote(children.join(' '))}`,
      `      options=${quote(options.join(' '))}`,
      `      valued=${quote(` ${valuedOptions(command).join(' ')} `)} ;;`,
    ].join('\n');
  });
  const values = keyedValues(commands).flatMap(([key, value]) => propose(key, value));
  return `# Completion of drawbridge for bash.
# To have it in every shell: drawbridge completion bash > ~/.local/share/bash-completion/completions/drawbridge

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

_drawbridge_words() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$current")
}

# $1: -f for files, -d for folders; $2: what stands before their names
_drawbridge_files() {
  local word
  compopt -o filenames 2>/dev/null
  while IFS= read -r word; do COMPREPLY+=("$2$word"); done < <(compgen "$1" -- "\${current#"$2"}")
}

_drawbridge_token() {
  if [[ $current == @* ]]; then _drawbridge_files -f @
  elif [[ $at_sign ]]; then _drawbridge_files -f ''
  fi
}

_drawbridge() {
  local children='' options='' valued='' command='' pending='' current='' at_sign='' word i
  COMPREPLY=()
  _drawbridge_at ''
  for ((i = 1; i <= COMP_CWORD; i++)); do
    # bash takes --option=value, @file and https://host apart, by COMP_WORDBREAKS.
    word=\${COMP_WORDS[i]}
    if [[ $word == '=' && $i -lt $COMP_CWORD ]]; then continue; fi
    if [[ $word == '=' ]]; then word=''; fi
    if [[ $word == ':' ]]; then ((i++)); continue; fi
    at_sign=\${next_at_sign-}
    local next_at_sign=''
    if [[ $word == '@' && $i -lt $COMP_CWORD ]]; then next_at_sign=1; continue; fi
    if ((i == COMP_CWORD)); then current=$word; break; fi
    if [[ $pending ]]; then pending=''; continue; fi
    case $word in
      -*=*) ;;
      -*) [[ $valued == *" $word "* ]] && pending=$word ;;
      help) [[ $command ]] || continue ;;
      *)
        if [[ " $children " == *" $word "* ]]; then
          command=\${command:+$command }$word
          _drawbridge_at "$command"
        fi ;;
    esac
  done
  if [[ $pending ]]; then _drawbridge_values "$command|$pending"
  elif [[ $current == -* ]]; then _drawbridge_words "$options"
  else
    _drawbridge_words "$children"
    _drawbridge_values "$command|"
  fi
}

complete -F _drawbridge drawbridge
`;
}

function propose(key: string, { kind, choices = [] }: KnownValue): readonly string[] {
  const action = {
    file: "_drawbridge_files -f ''",
    folder: "_drawbridge_files -d ''",
    token: '_drawbridge_token',
    choice: `_drawbridge_words ${quote(choices.join(' '))}`,
    text: undefined,
  }[kind];
  return action === undefined ? [] : [`    ${quote(key)}) ${action} ;;`];
}
