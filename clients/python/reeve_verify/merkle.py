"""The tree of RFC 6962 section 2.1."""
import hashlib


def leaf_hash(record):
    return hashlib.sha256(b"\x00" + record).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows: the roots of its full subtrees, largest first, with their sizes."""

    def __init__(self):
        self.size = 0
        self.peaks = []

    def add(self, leaf):
        width = 1
        while self.peaks and self.peaks[-1][0] == width:
            leaf = node_hash(self.peaks.pop()[1], leaf)
            width *= 2
        self.peaks.append((width, leaf))
        self.size += 1

    def root(self):
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_of(leaves):
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def root_by_path(index, size, leaf, path):
    """The root to which an inclusion proof leads (RFC 9162 section 2.1.3.2), or None."""
    if index >= size:
        return None
    at, last, hashed = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if at % 2 or at == last:
            hashed = node_hash(sibling, hashed)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            hashed = node_hash(hashed, sibling)
        at, last = at >> 1, last >> 1
    return hashed if last == 0 else None
