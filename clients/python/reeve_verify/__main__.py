"""`python3 -m reeve_verify`, or `python3 clients/python/reeve_verify` from anywhere."""
import pathlib
import sys

if not __package__:
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from reeve_verify.command import main  # noqa: E402

sys.exit(main())
