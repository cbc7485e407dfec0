"""The vault of tokens, on both databases."""

from datetime import timedelta

from sqlalchemy import select

from leadline.kernel.clock import now
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.crypto.vault import SecretVault, stored_secrets
from leadline.kernel.db.engine import Database

LATER = timedelta(days=1)


async def test_a_secret_is_kept_encrypted_until_its_end(database_url: str) -> None:
    database = Database(database_url)
    vault = SecretVault(database, Cipher("k" * 40))
    await vault.put("guanke", "token-1", now() + LATER)
    await vault.put("ended", "token-2", now() - LATER)
    async with database.reading() as connection:
        kept = (await connection.execute(select(stored_secrets.c.cipher))).scalars().all()
    assert (await vault.get("guanke"), await vault.get("ended")) == ("token-1", None)
    assert not any(b"token" in bytes(cipher) for cipher in kept)
    await database.close()


async def test_forgetting_spares_a_newer_secret(database_url: str) -> None:
    database = Database(database_url)
    vault = SecretVault(database, Cipher("k" * 40))
    await vault.put("guanke", "old", now() + LATER)
    await vault.put("guanke", "new", now() + LATER)
    await vault.forget("guanke", "old")
    assert await vault.get("guanke") == "new"
    await vault.forget("guanke", "new")
    assert await vault.get("guanke") is None
    await database.close()
