"""Encryption of single values at rest (AES-256-GCM), and blind indexes for equality look-up."""

import hashlib
import hmac
import os
import zlib
from collections.abc import Iterable, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leadline.kernel.errors import LeadlineError
from leadline.kernel.text import Text

FORMAT = 1
NONCE_BYTES = 12
KEY_ID_BYTES = 4
ARCHIVE = b"archive"
HEAD_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES


# `Cipher.fingerprint` gives 64 bits (signed) that differ when the body does; without the key they are of no use for
# guessing it


class CannotDecrypt(LeadlineError):
    """The value was written with another key, or was altered."""

    code = "cannot_decrypt"
    message = Text(
        "无法解密：DATA_ENCRYPTION_KEY 与写入时不同，或数据被改动。",
        "Cannot decrypt: DATA_ENCRYPTION_KEY is not the one it was written with, or the data was altered.",
    )


class _DataKey:
    """What is derived from one secret, each for its own use."""

    def __init__(self, secret: str) -> None:
        encryption = _derive(secret, "leadline encryption v1")
        self.id = hashlib.sha256(b"leadline key id" + encryption).digest()[:KEY_ID_BYTES]
        self.aead = AESGCM(encryption)
        self.head = bytes([FORMAT]) + self.id
        self.prints = hashlib.blake2b(digest_size=8, key=_derive(secret, "leadline fingerprint v1"))
        self._inner, self._outer = _hmac_halves(_derive(secret, "leadline blind index v1"))

    def blind_index(self, value: bytes) -> bytes:
        inner = self._inner.copy()
        inner.update(value)
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.digest()[:16]

    def fingerprint(self, body: bytes) -> int:
        print_ = self.prints.copy()
        print_.update(body)
        return int.from_bytes(print_.digest(), "big", signed=True)


class Cipher:
    """Encrypts and indexes values with keys derived from one secret; what `former` secrets wrote is still read.

    A ciphertext is `format (1) | key id (4) | nonce (12) | ciphertext and tag`: the key id tells which secret wrote it.
    """

    def __init__(self, secret: str, former: Iterable[str] = ()) -> None:
        self._key = _DataKey(secret)
        self._former = tuple(_DataKey(one) for one in former)
        self._by_head = {key.head: key for key in (*self._former, self._key)}
        self.key_id = self._key.id
        self.key_ids = tuple(dict.fromkeys(key.id for key in (self._key, *self._former)))
        self.fingerprint = self._key.fingerprint

    def encrypt(self, plaintext: bytes, purpose: bytes = b"") -> bytes:
        """The ciphertext of `plaintext`; it decrypts only for the same `purpose`."""
        nonce = os.urandom(NONCE_BYTES)
        return self._key.head + nonce + self._key.aead.encrypt(nonce, plaintext, purpose)

    def encrypt_all(self, plaintexts: Sequence[bytes], purpose: bytes = b"") -> list[bytes]:
        """The ciphertext of each: the system is asked for the randomness of all nonces at once."""
        head, encrypt = self._key.head, self._key.aead.encrypt
        random = os.urandom(NONCE_BYTES * len(plaintexts))
        nonces = [random[start : start + NONCE_BYTES] for start in range(0, len(random), NONCE_BYTES)]
        return [
            head + nonce + encrypt(nonce, plaintext, purpose)
            for nonce, plaintext in zip(nonces, plaintexts, strict=True)
        ]

    def decrypt(self, ciphertext: bytes, purpose: bytes = b"") -> bytes:
        """The plaintext; raises `CannotDecrypt`."""
        key = self._by_head.get(ciphertext[: 1 + KEY_ID_BYTES])
        if key is None:
            raise CannotDecrypt
        try:
            return key.aead.decrypt(ciphertext[1 + KEY_ID_BYTES : HEAD_BYTES], ciphertext[HEAD_BYTES:], purpose)
        except InvalidTag as error:
            raise CannotDecrypt from error

    def check_value(self, key_id: bytes, value: bytes) -> bytes:
        """`value` encrypted for itself with the key of that id, by which the key is known again."""
        key = self._by_head[bytes([FORMAT]) + key_id]
        nonce = os.urandom(NONCE_BYTES)
        return key.head + nonce + key.aead.encrypt(nonce, value, value)

    def is_current(self, ciphertext: bytes) -> bool:
        """Whether the key that writes now wrote it."""
        return ciphertext[: 1 + KEY_ID_BYTES] == self._key.head

    def blind_index(self, value: str) -> bytes:
        """16 bytes that are equal exactly when the values are, and tell nothing else without the key."""
        return self._key.blind_index(value.encode())

    def blind_indexes(self, value: str) -> tuple[bytes, ...]:
        """What to look for: the index by each key, while some rows may still hold a former one's."""
        encoded = value.encode()
        return tuple(dict.fromkeys(key.blind_index(encoded) for key in (self._key, *self._former)))

    def former_fingerprints(self, body: bytes) -> frozenset[int]:
        """The fingerprints that former keys gave `body`; none without former keys."""
        return frozenset(key.fingerprint(body) for key in self._former)

    def pack(self, body: bytes) -> bytes:
        """`body` compressed, then encrypted whole: for archives."""
        return self.encrypt(zlib.compress(body, 1), ARCHIVE)

    def unpack(self, packed: bytes) -> bytes:
        """What `pack` packed."""
        return zlib.decompress(self.decrypt(packed, ARCHIVE))


def _hmac_halves(key: bytes) -> tuple["hashlib._Hash", "hashlib._Hash"]:
    """HMAC-SHA256 (RFC 2104) with the key's two blocks hashed once: a batch asks thousands of times with one key."""
    block = key.ljust(64, b"\0")
    return hashlib.sha256(bytes(byte ^ 0x36 for byte in block)), hashlib.sha256(bytes(byte ^ 0x5C for byte in block))


def _derive(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")
