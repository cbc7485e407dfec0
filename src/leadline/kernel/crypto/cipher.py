"""Encryption of single values at rest (AES-256-GCM), and blind indexes for equality look-up."""

import hashlib
import hmac
import os
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leadline.kernel.errors import LeadlineError
from leadline.kernel.text import Text

FORMAT = 1
NONCE_BYTES = 12
KEY_ID_BYTES = 4
HEAD_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES


class CannotDecrypt(LeadlineError):
    """The value was written with another key, or was altered."""

    code = "cannot_decrypt"
    message = Text(
        "无法解密:DATA_ENCRYPTION_KEY 与写入时不同,或数据被改动。",
        "Cannot decrypt: DATA_ENCRYPTION_KEY is not the one it was written with, or the data was altered.",
    )


class Cipher:
    """Encrypts and indexes values with keys derived from one secret.

    A ciphertext is `format (1) | key id (4) | nonce (12) | ciphertext and tag`: the key id tells which secret wrote it.
    """

    def __init__(self, secret: str) -> None:
        self._encryption_key = _derive(secret, "leadline encryption v1")
        self.key_id = hashlib.sha256(b"leadline key id" + self._encryption_key).digest()[:KEY_ID_BYTES]
        self._inner, self._outer = _hmac_halves(_derive(secret, "leadline blind index v1"))
        self._prints = hashlib.blake2b(digest_size=8, key=_derive(secret, "leadline fingerprint v1"))
        self._aead = AESGCM(self._encryption_key)
        self._head = bytes([FORMAT]) + self.key_id

    def encrypt(self, plaintext: bytes, purpose: bytes = b"") -> bytes:
        """The ciphertext of `plaintext`; it decrypts only for the same `purpose`."""
        nonce = os.urandom(NONCE_BYTES)
        return self._head + nonce + self._aead.encrypt(nonce, plaintext, purpose)

    def decrypt(self, ciphertext: bytes, purpose: bytes = b"") -> bytes:
        """The plaintext; raises `CannotDecrypt`."""
        if ciphertext[: 1 + KEY_ID_BYTES] != self._head:
            raise CannotDecrypt
        try:
            return self._aead.decrypt(ciphertext[1 + KEY_ID_BYTES : HEAD_BYTES], ciphertext[HEAD_BYTES:], purpose)
        except InvalidTag as error:
            raise CannotDecrypt from error

    def blind_index(self, value: str) -> bytes:
        """16 bytes that are equal exactly when the values are, and tell nothing else without the key."""
        inner = self._inner.copy()
        inner.update(value.encode())
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.digest()[:16]

    def fingerprint(self, body: bytes) -> int:
        """64 bits (signed) that differ when `body` does. Without the key they are of no use for guessing it."""
        print_ = self._prints.copy()
        print_.update(body)
        return int.from_bytes(print_.digest(), "big", signed=True)

    def pack(self, body: bytes) -> bytes:
        """`body` compressed, then encrypted whole: for archives."""
        return self.encrypt(zlib.compress(body, 1), b"archive")

    def unpack(self, packed: bytes) -> bytes:
        """What `pack` packed."""
        return zlib.decompress(self.decrypt(packed, b"archive"))


def _hmac_halves(key: bytes) -> tuple["hashlib._Hash", "hashlib._Hash"]:
    """HMAC-SHA256 (RFC 2104) with the key's two blocks hashed once: a batch asks thousands of times with one key."""
    block = key.ljust(64, b"\0")
    return hashlib.sha256(bytes(byte ^ 0x36 for byte in block)), hashlib.sha256(bytes(byte ^ 0x5C for byte in block))


def _derive(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")
