"""Completion of commands, options and their values for bash and zsh."""
import re

BASH = r"""# bash completion for reeve, made from its --help.

# What stands below the command $1: commands, options.
_reeve_words() {
  case "$1" in
@WORDS@
  esac
}

# Whether the option $2 of the command $1 takes a value; and which there are, where they are few.
_reeve_values() {
  case "$1 $2" in
@VALUES@
    *) return 1 ;;
  esac
}

_reeve() {
  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD - 1]}"
  local command=reeve commands options values number
  COMPREPLY=()
  for ((number = 1; number < COMP_CWORD; number++)); do
    _reeve_words "$command"
    if [[ " $commands " == *" ${COMP_WORDS[number]} "* ]]; then
      command+=" ${COMP_WORDS[number]}"
    elif [[ ${COMP_WORDS[number]} == -* ]] && _reeve_values "$command" "${COMP_WORDS[number]}"; then
      ((number++)) # its value, which may be called as a command is
      [[ ${COMP_WORDS[number]} == = ]] && ((number++))
    fi
  done
  _reeve_words "$command"
  # bash makes three words of --name=value.
  [[ $word == = ]] && word="" && before="${COMP_WORDS[COMP_CWORD - 1]}"
  [[ $before == = ]] && before="${COMP_WORDS[COMP_CWORD - 2]}"
  if [[ $before == -* ]] && _reeve_values "$command" "$before"; then
    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$word")
  elif [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$word")
  fi
}

# Where there is nothing of ours to offer, a file.
complete -o default -F _reeve reeve
"""


def bash(tree):
    words, values = [], []
    for command in tree.walk():
        path = " ".join(command.path)
        below = " ".join(entry.names[0] for entry in command.below)
        options = " ".join(name for entry in command.options for name in entry.names)
        words.append(f'    "{path}") commands="{below}" options="{options}" ;;')
        for entry in command.options:
            if entry.value:
                patterns = " | ".join(f'"{path} {name}"' for name in entry.names)
                values.append(f'    {patterns}) values="{" ".join(entry.choices)}" ;;')
    return BASH.replace("@WORDS@", "\n".join(words)).replace("@VALUES@", "\n".join(values))


def zsh_text(text):
    """Within single quotes, in a specification of _arguments or _describe."""
    return re.sub(r"([\[\]:\\])", r"\\\1", text).replace("'", "'\\''")


def zsh_option(entry):
    names = entry.names[0] if len(entry.names) == 1 else "{" + ",".join(entry.names) + "}"
    again = "*" if entry.repeats or not entry.value else ""
    value = ""
    if entry.value:
        offered = f"({' '.join(entry.choices)})" if entry.choices else "_files"
        value = f":{zsh_text(entry.value.split(':')[0].split('=')[0].split(' ')[0])}:{offered}"
    quoted = f"'{again}'{names}" if len(entry.names) > 1 else f"'{again}{names}'"
    return f"{quoted}'[{zsh_text(entry.text)}]{value}'"


def zsh_function(command):
    name = "_" + "_".join(command.path).replace("-", "_")
    specs = [zsh_option(entry) for entry in command.options]
    lines = [f"{name}() {{"]
    if command.commands:
        specs += ["'1:command:->command'", "'*::argument:->below'"]
        lines += ["  local state line", "  local -a commands", "  commands=("]
        lines += [f"    '{entry.names[0]}:{zsh_text(entry.text)}'" for entry in command.below]
        lines += ["  )", "  _arguments -C \\", *[f"    {spec} \\" for spec in specs[:-1]], f"    {specs[-1]}",
                  '  case "$state" in', "    command) _describe command commands ;;",
                  '    below) case "$line[1]" in']
        lines += [f"      {below.path[-1]}) _{'_'.join(below.path).replace('-', '_')} ;;" for below in command.commands]
        lines += ["    esac ;;", "  esac"]
    else:
        specs.append("'*:argument:_files'")
        lines += ["  _arguments \\", *[f"    {spec} \\" for spec in specs[:-1]], f"    {specs[-1]}"]
    return "\n".join([*lines, "}"])


def zsh(tree):
    functions = [zsh_function(command) for command in tree.walk()]
    return "\n".join(["#compdef reeve", "# zsh completion for reeve, made from its --help.", *functions,
                      '_reeve "$@"', ""])


def write(tree, folder):
    for path, text in [("bash/reeve", bash(tree)), ("zsh/_reeve", zsh(tree))]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
