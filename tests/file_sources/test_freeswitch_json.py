"""mod_json_cdr, as files and as pushes."""

import base64
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from leadline.calls.contracts import Outcome
from leadline.integrations.freeswitch.json_cdr import decoded
from leadline.integrations.freeswitch.json_files import JsonCdrReader, parse_push
from tests.file_sources.reading import calls, only_call, only_refusal, read, refusals

A_LEG, B_LEG = "aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000001"
FORM = "application/x-www-form-urlencoded"


def record(uuid: str = A_LEG, **variables: str) -> dict[str, Any]:
    """One record; Any, as JSON is."""
    return {
        "variables": {
            "uuid": uuid,
            "direction": "inbound",
            "start_stamp": "2025-10-26 09:00:00",
            "billsec": "60",
            "hangup_cause": "NORMAL_CLEARING",
        }
        | variables,
        "callflow": [
            {
                "caller_profile": {
                    "caller_id_name": "Li Lei",
                    "caller_id_number": "2001",
                    "destination_number": "13900000001",
                },
                "times": {
                    "created_time": "1761440400123456",
                    "answered_time": "1761440408123456",
                    "hangup_time": "1761440468123456",
                },
            }
        ],
    }


def bare(**variables: str) -> dict[str, Any]:
    return record(**variables) | {"callflow": []}


def lines(*records: dict[str, Any]) -> bytes:
    return b"\n".join(map(orjson.dumps, records))


def test_a_record_becomes_a_call_with_everything_it_says() -> None:
    call = only_call(read(JsonCdrReader(), lines(record())))
    assert (call.call_id, call.phone, call.agent_id, call.agent_name) == (A_LEG, "13900000001", "2001", "Li Lei")
    assert (call.outcome, call.duration) == (Outcome.CONNECTED, 60)
    assert call.start_time.isoformat() == "2025-10-26T01:00:00+00:00"


def test_a_time_of_zero_did_not_happen() -> None:
    missed = record(billsec="")
    missed["callflow"][0]["times"]["answered_time"] = "0"
    call = only_call(read(JsonCdrReader(), lines(missed)))
    assert (call.duration, call.outcome) == (0, Outcome.NO_ANSWER)


def test_without_a_callflow_the_epochs_count_and_then_the_stamps() -> None:
    epoch = only_call(read(JsonCdrReader(), lines(bare(start_epoch="1761440401"))))
    stamp = only_call(read(JsonCdrReader("UTC"), lines(bare())))
    assert (epoch.start_time.second, stamp.start_time.hour) == (1, 9)


def test_encoded_variables_are_decoded() -> None:
    call = only_call(read(JsonCdrReader(), lines(bare(start_stamp="2025-10-26%2009%3A00%3A00"))))
    assert call.start_time.isoformat() == "2025-10-26T01:00:00+00:00"


@pytest.mark.parametrize(("text", "meaning"), [("100%25", "100%"), ("a b%20c", "a b%20c"), ("%E6%9D%8E", "李")])
def test_a_value_that_was_never_encoded_is_left_alone(text: str, meaning: str) -> None:
    assert decoded(text) == meaning


def test_the_number_before_a_transfer_is_the_number_dialled() -> None:
    moved = record()
    moved["callflow"].insert(0, {"caller_profile": {"destination_number": "7000"}, "times": {}})
    assert only_call(read(JsonCdrReader(), lines(moved))).phone == "13900000001"


@pytest.mark.parametrize("sign", ["originator", "originating_leg_uuid"])
@pytest.mark.parametrize("first", ["a", "b"])
def test_both_legs_are_one_call_in_whatever_order_they_come(sign: str, first: str) -> None:
    legs = [record(), record(B_LEG, billsec="9", **{sign: A_LEG})]
    call = only_call(read(JsonCdrReader(), lines(*(legs if first == "a" else legs[::-1]))))
    assert (call.call_id, call.duration) == (A_LEG, 60)


def test_a_b_leg_alone_is_refused_with_the_id_of_its_call() -> None:
    found = read(JsonCdrReader(), lines(record(B_LEG, originator=A_LEG)))
    assert only_refusal(found).call_id == B_LEG
    assert A_LEG in only_refusal(found).reason.zh


def test_a_call_that_the_switch_placed_itself_is_no_b_leg() -> None:
    call = only_call(read(JsonCdrReader(), lines(record(direction="outbound", call_uuid=A_LEG))))
    assert (call.call_id, call.agent_id) == (A_LEG, None)


@pytest.mark.parametrize("indent", [None, orjson.OPT_INDENT_2])
@pytest.mark.parametrize("shape", ["list", "in a row"])
def test_records_come_in_a_list_or_one_after_another(indent: int | None, shape: str) -> None:
    records = [record(A_LEG), record(B_LEG)]
    content = (
        orjson.dumps(records, option=indent)
        if shape == "list"
        else b"".join(orjson.dumps(one, option=indent) for one in records)
    )
    assert [call.call_id for call in calls(read(JsonCdrReader(), content))] == [A_LEG, B_LEG]


def test_a_broken_line_costs_itself_only() -> None:
    found = read(JsonCdrReader(), b'{"broken\n' + lines(record()))
    assert (len(calls(found)), [refusal.line for refusal in refusals(found)]) == (1, [1])


@pytest.mark.parametrize("content", [b"", b"not json", b"{}", b"[1, 2]", b"[" * 100_000, b'{"variables": {}}'])
def test_what_is_no_record_is_refused(content: bytes) -> None:
    assert refusals(read(JsonCdrReader(), content))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (lines(record()), "application/json"),
        (b"cdr=" + quote(lines(record())).encode(), FORM),
        (b"cdr=" + quote(quote(lines(record()))).encode(), FORM),
        (b"uuid=a_1&cdr=" + quote(lines(record())).encode(), FORM),
        (b"cdr=" + lines(record(sip_call_id="1&2")), "application/x-www-form-plaintext"),
        (b"cdr=" + base64.b64encode(lines(record())), "application/x-www-form-base64-encoded"),
    ],
)
def test_a_push_is_read_in_every_encoding_that_the_switch_knows(body: bytes, content_type: str) -> None:
    pushed = parse_push(body, content_type)
    assert [call.call_id for call in pushed.rows] == [A_LEG]
    assert orjson.loads(pushed.acknowledgement)["code"] == 200


def test_the_push_of_a_b_leg_never_replaces_its_call() -> None:
    pushed = parse_push(lines(record(B_LEG, originator=A_LEG)), "application/json")
    assert (pushed.rows, len(pushed.refused)) == ((), 1)


@pytest.mark.parametrize("body", [b"", b"hello", b"cdr=", b"cdr=%7B", b"\xff\xfe", b"a=1&b=2"])
def test_a_push_of_something_else_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the port promises this class and no more
        parse_push(body, FORM)
