"""Makes the manual pages and the completions of a built `reeve`:

    python3 ops/manual/make.py build/release/reeve OUT

OUT/man1/reeve-serve.1.gz and one for each other command; OUT/bash/reeve, OUT/zsh/_reeve.
"""
import pathlib
import subprocess
import sys

import command_tree
import completions
import man_pages


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: make.py REEVE OUT")
    program, out = sys.argv[1], pathlib.Path(sys.argv[2])
    version = subprocess.run([program, "--version"], capture_output=True, check=True, text=True).stdout.split()[-1]
    tree = command_tree.read_tree(program)
    man_pages.write(tree, version, out / "man1")
    completions.write(tree, out)


if __name__ == "__main__":
    main()
