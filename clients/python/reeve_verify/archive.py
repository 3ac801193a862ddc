"""Exports as a zip, unpacked into a folder of its own after its names and lengths were looked at."""
import pathlib
import struct
import zipfile
import zlib

from .form import Unavailable

MAX_FILES = 65_534
MAX_BYTES = 4 << 30


def unpack(path, folder):
    """Writes the files of the zip into `folder`; raises Unavailable for one that is refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            files = [each for each in archive.infolist() if not each.is_dir()]
            _refuse(files)
            left = MAX_BYTES
            for each in files:
                left -= _write(archive, each, pathlib.Path(folder) / each.filename, left)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, OverflowError,
            NotImplementedError, RuntimeError) as error:  # what the library lets through of a zip that is none
        raise Unavailable(f"the zip does not read: {error} [zip.malformed]") from None


def _refuse(files):
    if len(files) > MAX_FILES:
        raise Unavailable(f"the zip has more than {MAX_FILES} files [zip.too_large]")
    names = set()
    for each in files:
        # `orig_filename` is what stands in the file, before the library makes it harmless.
        parts = each.orig_filename.split("/")
        if any(part in ("", ".", "..") for part in parts) or "\\" in each.orig_filename or "\0" in each.orig_filename:
            raise Unavailable("the zip has a name that leads outside the folder [zip.name]")
        if each.orig_filename in names:
            raise Unavailable(f"the zip has `{each.orig_filename}` twice [zip.name]")
        names.add(each.orig_filename)
        if each.flag_bits & 1 or each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unavailable("the zip is encrypted, or neither stored nor deflated [zip.malformed]")


def _write(archive, entry, path, left):
    """The bytes written. What is longer than it says is refused while it is read."""
    if entry.file_size > left:
        raise Unavailable("the zip has more than 4 GiB [zip.too_large]")
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(entry) as source, open(path, "xb") as out:
        while True:
            part = source.read(1 << 20)
            if not part:
                break
            written += len(part)
            if written > entry.file_size:
                raise Unavailable(f"`{entry.filename}` is longer than it says [zip.malformed]")
            out.write(part)
    if written != entry.file_size:
        raise Unavailable(f"`{entry.filename}` is shorter than it says [zip.malformed]")
    return written
