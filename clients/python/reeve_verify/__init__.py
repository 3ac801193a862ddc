"""reeve-verify: verifies exports, ranges, tiles and receipts of a ledger, without Reeve.

A second implementation of docs/ledger-format.md, written from that page, docs/records.md and the public
specifications that they name, so that an error in one of the two shows as a disagreement. It needs
Python 3.9 and, to be fast, one of the packages `cryptography` and `PyNaCl`; without either it verifies
signatures by the arithmetic of RFC 8032 itself, which is slow and just as right. Signatures of RFC 3161
tokens are judged by the command `openssl`, where --time-ca asks for it.
"""
