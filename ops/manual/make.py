"""Makes what a package brings beside a built `reeve`, of what the program says of itself:

    python3 ops/manual/make.py build/release/reeve OUT

OUT/man1/reeve-serve.1.gz and one for each other command; OUT/bash/reeve, OUT/zsh/_reeve;
OUT/reeve.yaml, the file of settings with all but the data folder commented out.
"""
import pathlib
import subprocess
import sys

import command_tree
import completions
import man_pages


def settings(program):
    example = subprocess.run([program, "config", "example"], capture_output=True, check=True, text=True).stdout
    found = example.replace("\n#data: ./data\n", "\ndata: /var/lib/reeve\n")
    if found == example:
        sys.exit("`reeve config example` has no data folder to set")
    return found


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: make.py REEVE OUT")
    program, out = sys.argv[1], pathlib.Path(sys.argv[2])
    version = subprocess.run([program, "--version"], capture_output=True, check=True, text=True).stdout.split()[-1]
    tree = command_tree.read_tree(program)
    man_pages.write(tree, version, out / "man1")
    completions.write(tree, out)
    (out / "reeve.yaml").write_text(settings(program), encoding="utf-8")


if __name__ == "__main__":
    main()
