from urllib.parse import urlencode

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadline.calls.contracts import Outcome
from leadline.calls.ports import PushParser
from leadline.integrations.guanke.parsing import push_parser
from leadline.kernel.clock import BusinessCalendar

FORM = {
    "cdr_id": "900",
    "task_id": "501",
    "phone": "13812345678",
    "call_time": "2025-10-24 09:00:00",
    "grade": "AS1 成功单9元",
    "remark": "加了微信",
    "columns": '{"姓名": "陈先生"}',
    "content": "",
    "params": '{"company": "宏达商贸"}',
}
CDR = {"cdr_id": 900, "call_time": 1761267600, "call_state": 2, "is_call": 1, "duration": 5, "user_id": 3001}


@pytest.fixture
def parse_push(calendar: BusinessCalendar) -> PushParser:
    return push_parser(calendar)


def test_a_cdr_push_is_a_call(parse_push: PushParser) -> None:
    push = parse_push(orjson.dumps(CDR), "application/json")
    assert [(row.call_id, row.outcome, row.agent_id) for row in push.rows] == [("900", Outcome.CONNECTED, "3001")]


def test_the_vendor_gets_the_acknowledgement_it_expects(parse_push: PushParser) -> None:
    assert parse_push(orjson.dumps(CDR), "").acknowledgement == b'{"code": 200, "message": "OK"}'


@pytest.mark.parametrize("as_json", [True, False])
def test_a_form_push_leaves_the_outcome_open(parse_push: PushParser, as_json: bool) -> None:
    body = orjson.dumps(FORM) if as_json else urlencode(FORM).encode()
    (row,) = parse_push(body, "application/json" if as_json else "application/x-www-form-urlencoded").rows
    assert (row.outcome, row.end_time, row.grade) == (Outcome.UNKNOWN, None, "AS1 成功单9元")
    assert (row.customer_name, row.company) == ("陈先生", "宏达商贸")


def test_several_calls_may_come_in_one_push(parse_push: PushParser) -> None:
    push = parse_push(orjson.dumps([CDR, CDR | {"cdr_id": 901}, {"call_time": 1}]), "application/json")
    assert [row.call_id for row in push.rows] == ["900", "901"]
    assert len(push.refused) == 1


def test_a_mislabelled_json_body_is_read_as_json(parse_push: PushParser) -> None:
    assert parse_push(orjson.dumps(CDR), "application/x-www-form-urlencoded").rows


@pytest.mark.parametrize("body", [b"", b"hello", b"{", b"[1", b"12"])
def test_what_is_no_push_is_a_value_error(parse_push: PushParser, body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the port promises this and no more
        parse_push(body, "application/json")


@settings(deadline=None)
@given(body=st.binary(), kind=st.sampled_from(["", "application/json", "application/x-www-form-urlencoded"]))
def test_a_body_of_any_bytes_is_read_or_refused(body: bytes, kind: str) -> None:
    try:
        pushed = push_parser(BusinessCalendar("Asia/Shanghai"))(body, kind)
    except ValueError:
        return
    assert pushed.rows or pushed.refused or pushed.acknowledgement
