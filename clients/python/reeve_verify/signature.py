"""Ed25519 (RFC 8032): by a library where there is one, else by its formulas."""
import hashlib


def _plain_verify(public, message, signature):
    """RFC 8032 section 5.1.7, by its formulas; slow."""
    p = 2**255 - 19
    q = 2**252 + 27742317777372353535851937790883648493
    d = -121665 * pow(121666, p - 2, p) % p

    def add(a, b):
        x1, y1, z1, t1 = a
        x2, y2, z2, t2 = b
        s, m = (y1 - x1) * (y2 - x2) % p, (y1 + x1) * (y2 + x2) % p
        c, e = 2 * t1 * t2 * d % p, 2 * z1 * z2 % p
        u, v, w, h = m - s, e - c, e + c, m + s
        return (u * v % p, w * h % p, v * w % p, u * h % p)

    def times(n, point):
        out = (0, 1, 1, 0)
        while n:
            if n & 1:
                out = add(out, point)
            point = add(point, point)
            n >>= 1
        return out

    def point_of(raw):
        y = int.from_bytes(raw, "little")
        sign, y = y >> 255, y & ((1 << 255) - 1)
        if y >= p:
            return None
        square = (y * y - 1) * pow(d * y * y + 1, p - 2, p) % p
        x = pow(square, (p + 3) // 8, p)
        if (x * x - square) % p:
            x = x * pow(2, (p - 1) // 4, p) % p
        if (x * x - square) % p or (x == 0 and sign):
            return None
        x = p - x if x & 1 != sign else x
        return (x, y, 1, x * y % p)

    a, r = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= q:
        return False
    base = point_of((4 * pow(5, p - 2, p) % p).to_bytes(32, "little"))
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % q
    left, right = times(s, base), add(r, times(k, a))
    return ((left[0] * right[2] - right[0] * left[2]) % p == 0
            and (left[1] * right[2] - right[1] * left[2]) % p == 0)


def _choose_verify():
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        def verify(public, message, signature):
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
                return True
            except (InvalidSignature, ValueError):
                return False
        return verify
    except ImportError:
        pass
    try:
        from nacl.exceptions import BadSignatureError
        from nacl.signing import VerifyKey

        def verify(public, message, signature):
            try:
                VerifyKey(public).verify(message, signature)
                return True
            except (BadSignatureError, ValueError):
                return False
        return verify
    except ImportError:
        return _plain_verify


_ed25519 = _choose_verify()


def ed25519_verifies(public, message, signature):
    return len(public) == 32 and len(signature) == 64 and _ed25519(public, message, signature)
