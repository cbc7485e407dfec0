"""The language of the reader, from Accept-Language."""

from functools import lru_cache
from typing import Annotated

from fastapi import Depends, Request

from leadline.kernel.text import Language, choose_language

LONGEST_HEADER = 512


def language_of(accept_language: bytes, default: Language) -> Language:
    """The language for an `Accept-Language` header's bytes; `default` when it names none of ours."""
    return _language_of(accept_language[:LONGEST_HEADER], default)  # cut first: what is remembered stays small


@lru_cache(maxsize=1024)
def _language_of(accept_language: bytes, default: Language) -> Language:
    return choose_language(accept_language.decode("latin-1"), default)


def reader_language(request: Request) -> Language:
    """Dependency: the language this request wants its sentences in."""
    default: Language = getattr(request.app.state, "default_language", "zh-CN")
    return language_of(request.headers.get("accept-language", "").encode("latin-1"), default)


ReaderLanguage = Annotated[Language, Depends(reader_language)]
