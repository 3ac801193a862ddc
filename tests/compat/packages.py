"""Python packages of others, for the tests that run them unmodified: fetched once by pip into
$REEVE_COMPAT_FOLDER (or build/compat), each set in a folder of its own, touching nothing else.
"""
import os
import pathlib
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FOLDER = pathlib.Path(os.environ.get("REEVE_COMPAT_FOLDER", SOURCE / "build/compat"))
PATIENCE = 600  # seconds for pip


def skip(why):
    print(f"skipped: {why}")
    sys.exit(0)


def fetched(name, *requirements):
    """The folder that has them, for PYTHONPATH; without them the test is skipped, with a word."""
    folder = FOLDER / f"{name}-{sys.version_info.major}.{sys.version_info.minor}"
    done = folder / "fetched"
    wanted = "\n".join(requirements)
    if done.exists() and done.read_text() == wanted:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    try:
        pip = subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                              "--retries", "1", "--target", str(folder), *requirements],
                             capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        skip(f"{name} cannot be had here: pip took too long")
    if pip.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        said = pip.stderr.strip().splitlines()
        skip(f"{name} cannot be had here: {said[-1] if said else 'pip failed'}")
    done.write_text(wanted)
    return folder
