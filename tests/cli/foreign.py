"""Hashes, proofs and signatures checked with tools that are not Reeve's: hashlib and the openssl
command. Written from RFC 6962, RFC 9162 and the C2SP texts alone."""
import base64
import hashlib
import pathlib
import subprocess
import tempfile


def leaf_hash(record):
    return hashlib.sha256(b"\x00" + record).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(leaves):
    """RFC 6962, section 2.1, as it is written there: split at the largest power of two."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(tree_root(leaves[:k]), tree_root(leaves[k:]))


def root_of_proof(index, size, leaf, path):
    """RFC 9162, section 2.1.3.2."""
    fn, sn, r = index, size - 1, leaf
    for p in path:
        assert sn != 0, "the path is too long"
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0, "the path is too short"
    return r


def parse_vkey(line):
    """(name, key id, public key)"""
    name, identity, encoded = line.strip().split("+", 2)
    material = base64.b64decode(encoded, validate=True)
    assert material[0] == 1 and len(material) == 33
    expected = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
    assert expected.hex() == identity, "the key id does not belong to the key"
    return name, expected, material[1:]


def openssl_verifies(public_key, message, signature):
    with tempfile.TemporaryDirectory(prefix="reeve-openssl-") as folder:
        folder = pathlib.Path(folder)
        # SubjectPublicKeyInfo of Ed25519, RFC 8410.
        (folder / "key.der").write_bytes(bytes.fromhex("302a300506032b6570032100") + public_key)
        (folder / "message").write_bytes(message)
        (folder / "signature").write_bytes(signature)
        done = subprocess.run(["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey",
                               folder / "key.der", "-in", folder / "message", "-sigfile", folder / "signature"],
                              capture_output=True, check=False)
        return done.returncode == 0


def open_checkpoint(note, vkey):
    """(size, root) of a C2SP tlog-checkpoint, its signature checked by openssl."""
    name, identity, public_key = parse_vkey(vkey)
    text, _, signatures = note.partition("\n\n")
    text += "\n"
    origin, size, root = text.splitlines()[:3]
    assert origin == name, (origin, name)
    verified = 0
    for line in signatures.splitlines():
        dash, signer, encoded = line.split(" ")
        blob = base64.b64decode(encoded, validate=True)
        assert dash == "\u2014"
        if (signer, blob[:4]) == (name, identity):
            assert openssl_verifies(public_key, text.encode(), blob[4:]), "openssl refuses the signature"
            verified += 1
    assert verified == 1, "not signed by the key"
    return int(size), base64.b64decode(root, validate=True)


def check_receipt(receipt, record, vkey):
    """The index at which a C2SP tlog-proof proves the record."""
    head, _, checkpoint = receipt.partition("\n\n")
    lines = head.splitlines()
    assert lines.pop(0) == "c2sp.org/tlog-proof@v1"
    if lines[0].startswith("extra "):
        lines.pop(0)
    word, number = lines.pop(0).split(" ")
    assert word == "index"
    size, root = open_checkpoint(checkpoint, vkey)
    path = [base64.b64decode(line, validate=True) for line in lines]
    assert root_of_proof(int(number), size, leaf_hash(record), path) == root, "the proof does not lead to the root"
    return int(number)
