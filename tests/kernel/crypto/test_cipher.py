"""Secrets at rest."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadline.kernel.crypto.cipher import CannotDecrypt, Cipher, _derive

SECRET = "a secret of forty characters, as it should be"


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_what_was_encrypted_comes_back(plaintext: bytes, purpose: bytes) -> None:
    cipher = Cipher(SECRET)
    assert cipher.decrypt(cipher.encrypt(plaintext, purpose), purpose) == plaintext


def test_the_same_number_never_looks_the_same() -> None:
    cipher = Cipher(SECRET)
    assert cipher.encrypt(b"13800138000") != cipher.encrypt(b"13800138000")


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_many_are_encrypted_as_one_each_with_its_own_nonce(plaintexts: list[bytes]) -> None:
    cipher = Cipher(SECRET)
    sealed = cipher.encrypt_all(plaintexts, b"phones")
    assert [cipher.decrypt(one, b"phones") for one in sealed] == plaintexts
    assert len({one[5:17] for one in sealed}) == len(sealed)


@pytest.mark.parametrize("place", [0, 3, 8, 20, -1])
def test_an_altered_byte_is_noticed(place: int) -> None:
    cipher = Cipher(SECRET)
    altered = bytearray(cipher.encrypt(b"13800138000"))
    altered[place] ^= 1
    with pytest.raises(CannotDecrypt):
        cipher.decrypt(bytes(altered))


def test_another_key_or_purpose_opens_nothing() -> None:
    sealed = Cipher(SECRET).encrypt(b"13800138000", b"phone")
    with pytest.raises(CannotDecrypt):
        Cipher(SECRET + "!").decrypt(sealed, b"phone")
    with pytest.raises(CannotDecrypt):
        Cipher(SECRET).decrypt(sealed, b"token")


@given(st.text(max_size=100))
def test_the_blind_index_is_hmac_sha256(value: str) -> None:
    key = _derive(SECRET, "leadline blind index v1")
    expected = hmac.digest(key, value.encode("utf-8", "surrogatepass"), "sha256")[:16]
    if value.isprintable():
        assert Cipher(SECRET).blind_index(value) == expected


def test_an_archive_comes_back_whole_and_smaller() -> None:
    body = b'{"rows": []}' * 500
    packed = Cipher(SECRET).pack(body)
    assert (Cipher(SECRET).unpack(packed), len(packed) < len(body) // 5) == (body, True)


def test_fingerprints_tell_bodies_apart_and_depend_on_the_key() -> None:
    mine, theirs = Cipher(SECRET), Cipher("another secret of forty characters ......")
    assert mine.fingerprint(b"a") == Cipher(SECRET).fingerprint(b"a")
    assert len({mine.fingerprint(b"a"), mine.fingerprint(b"b"), theirs.fingerprint(b"a")}) == 3
