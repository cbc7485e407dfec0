"""Telephone numbers: one form, one mask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadline.kernel.crypto.phones import mask_phone, normalise_phone


@pytest.mark.parametrize(
    "written", ["13800138000", "138 0013 8000", "138-0013-8000", "+8613800138000", "008613800138000", "013800138000"]
)
def test_a_mainland_mobile_has_one_form(written: str) -> None:
    assert normalise_phone(written) == "13800138000"


@pytest.mark.parametrize(("written", "form"), [("021-62345678", "+862162345678"), ("+1 202 555 0143", "+12025550143")])
def test_other_numbers_are_written_as_e164(written: str, form: str) -> None:
    assert normalise_phone(written) == form


@pytest.mark.parametrize("written", ["138****8000", "8001", "s", "not a number"])
def test_what_is_no_number_stays_as_it_is_written(written: str) -> None:
    assert normalise_phone(written) == written.replace(" ", "")


@pytest.mark.parametrize(
    ("number", "mask"), [("13800138000", "138****8000"), ("8001", "****"), ("", ""), ("+862162345678", "+86*******678")]
)
def test_a_mask_shows_the_ends_and_no_more(number: str, mask: str) -> None:
    assert mask_phone(number) == mask


@given(st.text("0123456789+", min_size=1, max_size=20))
def test_no_mask_shows_a_whole_number(number: str) -> None:
    assert mask_phone(number) != number
    assert mask_phone(number).count("*") >= min(4, len(number))
