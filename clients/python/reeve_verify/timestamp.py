"""RFC 3161 tokens: what they are of and their time, read here; their signature, by the command `openssl`.

A token is a CMS message (RFC 5652) that holds a TSTInfo. This module reads the two as far as the digest and
the time, and judges neither signature nor certificates: `openssl ts -verify` does, where it is installed.
"""
import calendar
import hashlib
import pathlib
import re
import shutil
import subprocess
import tempfile

from .form import Malformed, Unavailable

MAX_TOKEN = 32 << 10
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2
_TST_INFO = bytes.fromhex("2a864886f70d0109100104")  # 1.2.840.113549.1.9.16.1.4
_SHA_256 = bytes.fromhex("608648016503040201")  # 2.16.840.1.101.3.4.2.1
_INTEGER, _OCTETS, _OID, _TIME_TAG, _SEQUENCE, _SET, _EXPLICIT = 0x02, 0x04, 0x06, 0x18, 0x30, 0x31, 0xA0


class _Der:
    """Reads one value after the other."""

    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def take(self, tag):
        if self.at + 2 > len(self.raw) or self.raw[self.at] != tag:
            raise Malformed(f"the token has no {tag:02x} where one belongs")
        length, self.at = self.raw[self.at + 1], self.at + 2
        if length >= 0x80:
            count = length & 0x7F
            if not 1 <= count <= 4:
                raise Malformed("a length in the token is none of DER")
            length = int.from_bytes(self.raw[self.at:self.at + count], "big")
            self.at += count
        if self.at + length > len(self.raw):
            raise Malformed("the token is cut off")
        self.at += length
        return self.raw[self.at - length:self.at]


def _seconds(text):
    found = re.fullmatch(rb"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d+))?Z", text)
    if not found:
        raise Malformed("the time of the token is not one")
    try:
        whole = calendar.timegm(tuple(map(int, found.groups()[:6])))
    except ValueError:
        raise Malformed("the time of the token is not one") from None
    return whole * 1_000_000 + int(((found[7] or b"") + b"000000")[:6])


class Token:
    """What a token says: the `digest` (SHA-256) that it is of, and the `time`, in microseconds since 1970."""

    def __init__(self, raw):
        if len(raw) > MAX_TOKEN:
            raise Malformed("a token has at most 32 KiB")
        self.raw = raw
        outer = _Der(raw)
        content = _Der(outer.take(_SEQUENCE))
        if outer.at != len(raw) or content.take(_OID) != _SIGNED_DATA:
            raise Malformed("a token is signed data of CMS and nothing else")
        signed = _Der(_Der(content.take(_EXPLICIT)).take(_SEQUENCE))
        signed.take(_INTEGER)
        signed.take(_SET)
        held = _Der(signed.take(_SEQUENCE))
        if held.take(_OID) != _TST_INFO:
            raise Malformed("the token holds no time stamp")
        stamp = _Der(_Der(_Der(held.take(_EXPLICIT)).take(_OCTETS)).take(_SEQUENCE))
        stamp.take(_INTEGER)
        stamp.take(_OID)
        imprint = _Der(stamp.take(_SEQUENCE))
        if _Der(imprint.take(_SEQUENCE)).take(_OID) != _SHA_256:
            raise Malformed("the token is not over a SHA-256")
        self.digest = imprint.take(_OCTETS)
        stamp.take(_INTEGER)
        self.time = _seconds(stamp.take(_TIME_TAG))

    def is_of(self, data):
        return self.digest == hashlib.sha256(data).digest()

    def is_signed(self, authorities):
        """Whether a certificate in the PEM file leads to the signer, at the time of the token. By `openssl`."""
        openssl = shutil.which("openssl")
        if openssl is None:
            raise Unavailable("signatures of tokens are judged by `openssl`, which is not installed")
        with tempfile.TemporaryDirectory(prefix="reeve-verify-") as folder:
            path = pathlib.Path(folder) / "token"
            path.write_bytes(self.raw)
            done = subprocess.run([openssl, "ts", "-verify", "-in", str(path), "-token_in", "-digest", self.digest.hex(),
                                   "-CAfile", str(authorities), "-attime", str(self.time // 1_000_000)],
                                  capture_output=True, check=False)
        return done.returncode == 0
