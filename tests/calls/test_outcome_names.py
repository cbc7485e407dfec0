"""What became of a call has one name, in the lists, in the filters and in the files."""

import re
from pathlib import Path

import pytest

from leadline.calls.contracts import Outcome
from leadline.calls.domain.outcomes import OUTCOME_LABELS
from leadline.integrations.tabular.guessing import OUTCOME_WORDS
from leadline.kernel.text import Language

TEXTS = Path(__file__).resolve().parents[2] / "web/src/i18n"
CALLED = [outcome for outcome in Outcome if outcome is not Outcome.NOT_DIALLED]


@pytest.mark.parametrize(("folder", "language"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_names_every_outcome_as_the_server_does(folder: str, language: Language) -> None:
    source = (TEXTS / folder / "common.ts").read_text(encoding="utf-8")
    block = source[source.index("  outcome: {") :]
    named = dict(re.findall(r"(\w+): '([^']+)'", block[: block.index("}")]))
    assert named == {outcome.value: OUTCOME_LABELS[outcome].to(language) for outcome in CALLED}


@pytest.mark.parametrize("outcome", [outcome for outcome in CALLED if outcome is not Outcome.UNKNOWN])
def test_a_file_of_our_own_names_is_understood(outcome: Outcome) -> None:
    assert OUTCOME_WORDS[OUTCOME_LABELS[outcome].zh] is outcome
