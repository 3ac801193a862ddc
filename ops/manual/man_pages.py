"""One manual page a command, in the man macros, from its --help."""
import gzip

EXIT_STATUS = [
    ("0", "Done, and what was asked about is good."),
    ("1", "What was asked about is not good: errors were found, a test failed, a ledger does not verify."),
    ("2", "The command line is wrong."),
    ("3", "It could not be done; standard error says what and why."),
]


def escape(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


def page_name(path):
    return "-".join(path)


def entries(title, found):
    if not found:
        return []
    lines = [f".SH {title}"]
    for entry in found:
        value = f" \\fI{escape(entry.value)}\\fR" if entry.value else ""
        names = ", ".join(f"\\fB{escape(name)}\\fR" for name in entry.names)
        lines += [".TP", names + value, escape(entry.text)]
    return lines


def page(command, version):
    name = page_name(command.path)
    lines = [f'.TH {escape(name.upper())} 1 "" "reeve {version}" "Reeve"',
             ".SH NAME", f"{escape(name)} \\- {escape(command.text.rstrip('.'))}",
             ".SH SYNOPSIS", f"\\fB{escape(' '.join(command.path))}\\fR"
             + escape(command.usage.removeprefix(" ".join(command.path)))]
    if command.groups or command.notes:
        lines.append(".SH DESCRIPTION")
        for text in command.groups:
            lines += [".PP", escape(text)]
        lines += [".PP", *[escape(line) if line else ".PP" for line in command.notes]]
    lines += entries("ARGUMENTS", command.arguments)
    lines += entries("OPTIONS", command.options)
    lines += entries("COMMANDS", command.below)
    if command.examples:
        lines += [".SH EXAMPLES", ".nf", *map(escape, command.examples), ".fi"]
    lines.append(".SH EXIT STATUS")
    for code, text in EXIT_STATUS:
        lines += [".TP", code, escape(text)]
    others = [page_name(below.path) for below in command.commands]
    if len(command.path) > 1:
        others.insert(0, page_name(command.path[:-1]))
    if others:
        lines += [".SH SEE ALSO", ",\n".join(f"\\fB{escape(other)}\\fR(1)" for other in others)]
    return "\n".join(lines) + "\n"


def write(tree, version, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for command in tree.walk():
        # Without a name and a time in it the file is the same whenever it is made.
        packed = gzip.compress(page(command, version).encode(), 9, mtime=0)
        (folder / f"{page_name(command.path)}.1.gz").write_bytes(packed)
