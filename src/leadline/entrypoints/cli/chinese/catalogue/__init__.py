"""Every help text of the command line in Chinese, by its English."""

from typing import Final

from leadline.entrypoints.cli.chinese.catalogue import calls, operating, people, shared

SENTENCES: Final = (*shared.SENTENCES, *calls.SENTENCES, *people.SENTENCES, *operating.SENTENCES)
HELP: Final = {text.en: text.zh for text in SENTENCES}
