"""Which passwords are taken, and how they are written."""

import unicodedata
from typing import Final

from leadline.employees.domain.names import folded
from leadline.kernel.text import Text

SHORTEST: Final = 10
LONGEST_BYTES: Final = 72
"""bcrypt reads no further: what is longer is refused, so that nobody believes in characters that do not count."""
FEWEST_DIFFERENT: Final = 4
# of ten characters and more, the ones that lists of leaked passwords begin with
COMMON: Final = frozenset(
    word
    for line in (
        "1234567890 0123456789 1234567891 12345678910 0987654321 9876543210 123456789a a123456789",
        "a1234567890 aa123456789 123456789q q123456789 1qaz2wsx3edc 1q2w3e4r5t q1w2e3r4t5 q1w2e3r4t5y6",
        "asdfghjkl123 zxcvbnm123 5201314520 5201314521 1314520520 1111111111 0000000000 8888888888",
        "6666666666 88888888aa 123123123123 1231231234 112233445566 147258369a 1472583690 7894561230",
    )
    for word in line.split()
)
# one of these and nothing but digits after it is guessed with the words themselves
COMMON_WORDS: Final = frozenset({
    "password", "passw0rd", "p@ssw0rd", "pass", "qwerty", "qwertyuiop", "admin", "administrator", "admin@", "root",
    "user", "welcome", "letmein", "changeme", "iloveyou", "woaini", "abc", "abcd", "abcdef", "asdfgh", "test", "demo",
    "leadline",
})  # fmt: skip

TOO_SHORT = Text(f"密码至少 {SHORTEST} 个字符", f"at least {SHORTEST} characters")
TOO_LONG = Text(
    f"密码最长 {LONGEST_BYTES} 字节（约 24 个汉字）", f"at most {LONGEST_BYTES} bytes (letters and digits are one each)"
)
IS_THE_NAME = Text("密码不能包含用户名", "must not contain the user name")
TOO_COMMON = Text("这个密码太常见，容易被猜中", "one of the commonest passwords")
TOO_PLAIN = Text("密码只用了很少几种字符", "made of too few different characters")
UNREADABLE = Text("密码含有不能使用的控制字符", "contains control characters")


def written(password: str) -> bytes:
    """The bytes that are hashed: the same ones however the keyboard composed the characters."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def problem_of(password: str, username: str) -> Text | None:
    """Why `password` is not taken for that user, or None when it is."""
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in password):
        return UNREADABLE
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(written(password)) > LONGEST_BYTES:
        return TOO_LONG
    name, plain = folded(username), folded(password)
    if len(name) > 2 and name in plain:  # noqa: PLR2004  # a name of two letters is in half of all passwords
        return IS_THE_NAME
    if plain in COMMON or plain.rstrip("0123456789") in COMMON_WORDS:
        return TOO_COMMON
    return TOO_PLAIN if len(set(plain)) < FEWEST_DIFFERENT else None
