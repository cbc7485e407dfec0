"""Secrets: which must not guard a production system, and those that development makes up."""

import hashlib
import secrets
from pathlib import Path

from leadline.kernel.text import Text

SHORTEST_SECRET = 32
PUBLISHED_SECRETS = frozenset(
    {
        # SHA-256 of the two keys that the first system's notes published
        "a2ecda6e9273c26533ee62ee9da74b2d053003301ac9dc1e735850dba06a7327",
        "9a6f5ebffbd932d5cdd91618043bc8eefaf32bf2eb0e6d4b56d614a99296ee0a",
        # ... and of the default that its architecture page documents
        hashlib.sha256(b"call-center-secret-key-2024-change-in-production").hexdigest(),
    }
)


def weakness_of(secret: str) -> Text | None:
    """Why `secret` must not guard a production system, or None when it may."""
    if not secret:
        return Text("未设置", "is not set")
    if hashlib.sha256(secret.encode()).hexdigest() in PUBLISHED_SECRETS:
        return Text("是公开过的示例值", "is a published one")
    if len(secret) < SHORTEST_SECRET:
        return Text(f"不足 {SHORTEST_SECRET} 个字符", f"is shorter than {SHORTEST_SECRET} characters")
    return None


def development_secret(home: Path, name: str) -> str:
    """The secret of that name under `home`, made up when it is first asked for."""
    folder = home / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / name
    fresh = folder / f".{name}.{secrets.token_hex(4)}"
    if not file.exists():
        fresh.write_text(secrets.token_urlsafe(48))
        fresh.chmod(0o600)
        try:
            file.hardlink_to(fresh)  # atomic: of two processes that start together, one wins and both read the same
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text().strip()
