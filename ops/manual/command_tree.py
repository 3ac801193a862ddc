"""The commands of `reeve` as the program's own --help tells them, as one tree: what manual pages and
completions are made of, so that neither can know an option that the program does not.
"""
import dataclasses
import re
import subprocess

SECTIONS = {"Positionals:": "arguments", "Options:": "options", "Subcommands:": "commands"}
# "  --name TEXT                 what it is": the text begins in this column, or on the next line.
TEXT_COLUMN = 30


@dataclasses.dataclass
class Entry:
    """An option, an argument by position, or the name of a command below."""
    names: list
    value: str = ""  # "TEXT:{a,b}=a REQUIRED"; empty for a flag and for a command
    text: str = ""

    @property
    def choices(self):
        found = re.search(r"\{([^}]*)\}", self.value)
        return found[1].split(",") if found else []

    @property
    def repeats(self):
        return " ..." in self.value


@dataclasses.dataclass
class Command:
    path: tuple  # ("reeve", "policy", "check")
    text: str = ""
    usage: str = ""
    arguments: list = dataclasses.field(default_factory=list)
    options: list = dataclasses.field(default_factory=list)
    groups: list = dataclasses.field(default_factory=list)  # what is said of options that stand together
    commands: list = dataclasses.field(default_factory=list)  # Command, by read_tree
    below: list = dataclasses.field(default_factory=list)  # Entry
    notes: list = dataclasses.field(default_factory=list)
    examples: list = dataclasses.field(default_factory=list)

    def walk(self):
        yield self
        for command in self.commands:
            yield from command.walk()


def read_tree(program, path=("reeve",)):
    done = subprocess.run([program, *path[1:], "--help"], capture_output=True, check=True, text=True)
    command = parse_help(path, done.stdout)
    command.commands = [read_tree(program, (*path, entry.names[0])) for entry in command.below]
    return command


def parse_help(path, text):
    lines = text.rstrip("\n").split("\n")
    usage = next(number for number, line in enumerate(lines) if line.startswith("Usage: "))
    command = Command(path, " ".join(lines[:usage]), lines[usage].removeprefix("Usage: "))
    number = usage + 1
    section, indent = None, 0
    while number < len(lines):
        line = lines[number]
        if line.strip() in SECTIONS and not line[:1].strip() or line in SECTIONS:
            section, indent = SECTIONS[line.strip()], len(line) - len(line.lstrip())
        elif line.startswith("[Option Group:"):
            section = "groups"
        elif section == "groups" and line.strip():
            if not line.strip().startswith("["):
                command.groups.append(line.strip())
        elif line and not line.startswith(" "):  # all that is left was written by a person
            read_footer(command, lines[number:])
            break
        elif line.strip() and section:
            entry, number = read_entry(lines, number, indent)
            entries = {"arguments": command.arguments, "options": command.options, "commands": command.below}
            entries[section].append(entry)
        number += 1
    return command


def read_entry(lines, number, indent):
    """The entry whose first line that is, and the number of its last one."""
    column = indent + TEXT_COLUMN
    line, text = lines[number], []
    ends_before = line[:column].endswith(" ") and len(line) > column
    follows = number + 1 < len(lines) and lines[number + 1].startswith(" " * column)
    if ends_before and not (follows and not line[:column].endswith("  ")):
        line, text = line[:column], [line[column:]]
    while number + 1 < len(lines) and lines[number + 1].startswith(" " * column):
        number += 1
        text.append(lines[number].strip())
    # What it excludes and needs is for the program to say.
    spec = re.sub(r" (Excludes|Needs): .*", "", line.strip())
    names, _, value = spec.partition(" ")
    return Entry(names.split(","), value.strip(), " ".join(text)), number


def read_footer(command, lines):
    """`Example: ` or `Examples: ` and the lines indented below are examples; all else is notes."""
    in_example = False
    for line in lines:
        begins = re.match(r"Examples?: ", line)
        if begins:
            in_example = True
            command.examples.append(line[begins.end():])
        elif in_example and line.startswith("  "):
            command.examples.append(line.strip())
        else:
            in_example = False
            command.notes.append(line)
