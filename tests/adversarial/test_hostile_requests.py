"""Requests made to break something: each is refused in our envelope, and nobody else notices."""

import json

import httpx
import pytest
from joserfc import jws
from joserfc.jwk import OctKey

from leadline.kernel.errors import NotAuthenticated
from leadline.kernel.http import hot, language
from tests.adversarial.asking import BOSS, SECRET, TOKENS

RULE = {"match": "exact", "pattern": "x", "code": "X", "label": "l", "category": "open"}
NOBODY = {"Authorization": f"Bearer {TOKENS.mint('nobody', 'nobody', 'employee')}"}
PUSH = "/api/sources/demo/push/a-push-secret"


@pytest.mark.parametrize("path", ["/api/stats/agents", "/api/stats/overview", "/api/calls/summary?days=3"])
async def test_two_tokens_in_one_request_do_not_poison_the_answer_of_either(
    client: httpx.AsyncClient, path: str
) -> None:
    clean = (await client.get(f"{path}{'&' if '?' in path else '?'}clean=1", headers=BOSS)).json()["data"]
    both = [*NOBODY.items(), *BOSS.items()]
    await client.get(path, headers=both)
    await client.get(path, headers=[*reversed(both)])
    mine = (await client.get(path, headers=BOSS)).json()["data"]
    hers = (await client.get(path, headers=NOBODY)).json()["data"]
    assert without_times(mine) == without_times(clean)
    assert without_times(hers) != without_times(clean)


def without_times(data: object) -> str:
    text = json.dumps(data, sort_keys=True)
    return "".join(part for part in text.split(",") if "_at" not in part and "as_of" not in part)


@pytest.mark.parametrize("field", ["source", "agent_id", "reason"])
async def test_a_nul_in_an_exclusion_is_malformed(client: httpx.AsyncClient, field: str) -> None:
    body = {"source": "demo", "agent_id": "A1", "reason": "r", field: "a\0b"}
    answered = await client.post("/api/settings/agent-exclusions", json=body, headers=BOSS)
    assert (answered.status_code, answered.json()["details"][0]["field"]) == (422, field)


@pytest.mark.parametrize("field", ["pattern", "label", "order_kind"])
async def test_a_nul_in_a_rule_is_malformed(client: httpx.AsyncClient, field: str) -> None:
    body = {"rules": [RULE | {field: "\0"}]}
    answered = await client.put("/api/settings/grade-rules", json=body, headers=BOSS)
    assert (answered.status_code, answered.json()["details"][0]["field"]) == (422, f"rules.0.{field}")


@pytest.mark.parametrize(
    "pattern", ["a{99999999999}", "(a|aa)+$", "(a+)+$", "a?" * 30 + "a" * 30, ".*.*.*.*.*x", "(a", "(?:ab|a){40}"]
)
async def test_an_expression_that_could_search_for_ever_is_refused(client: httpx.AsyncClient, pattern: str) -> None:
    body = {"rules": [RULE | {"match": "regex", "pattern": pattern}]}
    answered = await client.post("/api/settings/grade-rules/preview", json=body, headers=BOSS)
    assert (answered.status_code, answered.json()["code"]) == (422, "grade_rule_refused")


@pytest.mark.parametrize("pattern", [r"AS1\s*成功单", "^A[FN]\\d+", "(?i)vip|贵宾", r"[)*+]+\(\)"])
async def test_an_everyday_expression_is_taken(client: httpx.AsyncClient, pattern: str) -> None:
    body = {"rules": [RULE | {"match": "regex", "pattern": pattern}]}
    answered = await client.post("/api/settings/grade-rules/preview", json=body, headers=BOSS)
    assert answered.status_code == 200, answered.text


@pytest.mark.parametrize("name", ["n" * 101, "a\0b", "half \ud800", ""])
@pytest.mark.parametrize("claim", ["user_id", "username", "agent_ids"])
def test_a_token_whose_names_no_database_takes_is_refused(claim: str, name: str) -> None:
    claims: dict[str, object] = {"user_id": "u", "username": "u", "role": "employee", "exp": 4_000_000_000}
    claims |= {"iss": "leadline", "dev": True}
    claims[claim] = [name] if claim == "agent_ids" else name
    token = jws.serialize_compact({"alg": "HS256"}, json.dumps(claims).encode(), OctKey.import_key(SECRET))
    with pytest.raises(NotAuthenticated):
        TOKENS.read(token.encode())


async def test_the_longest_name_is_audited(client: httpx.AsyncClient) -> None:
    longest = {"Authorization": f"Bearer {TOKENS.mint('u' * 100, 'n' * 100, 'admin')}"}
    body = {"source": "demo", "agent_id": "A9"}
    assert (await client.post("/api/settings/agent-exclusions", json=body, headers=longest)).status_code == 201


def test_huge_headers_are_not_remembered_whole() -> None:
    language.language_of(b"en," + b"a" * 1_000_000, "zh-CN")
    before = (language._language_of.cache_info().currsize, hot._takes_gzip.cache_info().currsize)
    for number in range(50):
        language.language_of(b"en," + b"a" * 1_000_000 + b"%d" % number, "zh-CN")
        hot.takes_gzip(b"br;q=1," + b"a" * 1_000_000 + b"%d" % number)
    after = (language._language_of.cache_info().currsize, hot._takes_gzip.cache_info().currsize)
    assert after[0] == before[0]
    assert after[1] <= before[1] + 1


BODIES = {
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "no number": b'{"reason": 1e400}',
    "endless number": b'{"reason": ' + b"9" * 100_000 + b"}",
    "no text": b'{"reason": "\xff"}',
    "half a character": b'{"reason": "\\ud800 because"}',
    "nothing": b"",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("path", ["/api/calls/1/reveal", "/api/calls/sync", "/api/settings/grade-rules/preview"])
async def test_a_body_made_to_break_the_reader_is_malformed(client: httpx.AsyncClient, path: str, body: bytes) -> None:
    headers = BOSS | {"content-type": "application/json"}
    answered = await client.post(path, content=body, headers=headers)
    assert (answered.status_code, answered.json()["code"]) == (422, "invalid_input")


FAR_TIMES = [0, 1, -1, 10**30, 253402300799, "9999-12-31 23:59:59", "0001-01-01 00:00:00", "1900-01-01 00:00:00"]


@pytest.mark.parametrize("at", FAR_TIMES)
async def test_a_pushed_call_of_another_age_is_acknowledged_and_moves_no_figure(
    client: httpx.AsyncClient, at: object
) -> None:
    async def month(query: str) -> dict[str, object]:
        told = (await client.get(f"/api/stats/overview{query}", headers=BOSS)).json()["data"]["month"]
        return {name: value for name, value in told.items() if name != "compared_until"}  # which tells the minute

    before = await month("")
    row = {"cdr_id": "far", "task_id": 1, "user_id": 5, "phone": "13800138000", "call_time": at, "call_state": 2}
    pushed = await client.post(PUSH, json=row)
    assert pushed.json() == {"code": 200, "message": "OK"}
    assert await month("?again=1") == before


async def test_a_push_of_rows_of_every_wrong_type_costs_only_those_rows(client: httpx.AsyncClient) -> None:
    good = {"cdr_id": "good", "task_id": 1, "call_time": 1_760_000_000, "call_state": 2, "duration": 3}
    wrong: list[object] = [
        None,
        1,
        [],
        {},
        good | {"cdr_id": None},
        good | {"cdr_id": {}},
        good | {"cdr_id": "b", "duration": {}},
    ]
    pushed = await client.post(PUSH, json=[*wrong, good])
    listed = await client.get("/api/calls/demo:good", headers=BOSS)
    assert (pushed.status_code, listed.status_code) == (200, 200)
