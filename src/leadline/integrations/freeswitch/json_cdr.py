"""One record of mod_json_cdr to a call.

A call's identity is the uuid of its a-leg. A b-leg (a channel that another channel originated) can arrive as a record
of its own, before or after its a-leg's. The a-leg's record knows the whole call, so it alone makes the call: a b-leg is
recognised here (`leg_of`) and never becomes a row, whatever the order of arrival; the readers say so in a refusal where
its a-leg is not beside it. A record that comes again (the module repeats its posts) is the same call, in its last
version.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote

from leadline.calls.contracts import CallRow
from leadline.integrations.freeswitch.causes import outcome_of
from leadline.integrations.freeswitch.csv_cdr import account_extra, agent_name
from leadline.integrations.tabular.identity import fit_id
from leadline.integrations.tabular.values import (
    ID_LENGTH,
    NAME_LENGTH,
    LocalTimes,
    Unreadable,
    dialled_number,
    from_epoch,
    read_seconds,
    unreadable,
)
from leadline.kernel.text import Text

NO_VARIABLES = Text(
    "这不是 mod_json_cdr 的话单：没有 variables。", "This is no record of mod_json_cdr: it holds no variables."
)
NO_UUID = Text("话单里没有 uuid。", "The record holds no uuid.")
NO_START = Text("话单里没有开始时间。", "The record holds no start time.")
BAD_EPOCH = Text("看不懂的时间“{value}”", "cannot read the time “{value}”")

# What FreeSWITCH escapes when it encodes (switch_utils.h, SWITCH_URL_UNSAFE), the percent sign apart: a text that holds
# one of these was not encoded, and a percent sign in it is only itself.
_NEVER_IN_ENCODED = frozenset('\r\n "#&+:;<=>?@[\\]^`{|}')
_LONGEST_URL = 500


class Fields:
    """A record's variables, decoded when asked for: a record has hundreds, and a call needs a dozen."""

    def __init__(self, variables: Mapping[object, object]) -> None:
        self._variables = variables

    def get(self, name: str) -> str:
        """The variable's text; "" where it is not there."""
        return decoded(_text(self._variables.get(name)))


class Leg(NamedTuple):
    """Whose record this is: the channel's own uuid, and, for a b-leg, its a-leg's."""

    uuid: str
    a_leg: str | None


def leg_of(record: object) -> Leg:
    """The record's uuid and, when it is a b-leg's, the uuid of its a-leg; raises `Unreadable`."""
    variables, profile = _variables(record), _profile(record)
    uuid = variables.get("uuid") or variables.get("call_uuid") or _text(profile.get("uuid"))
    if not uuid:
        raise Unreadable(NO_UUID)
    originator = (
        variables.get("originator")
        or variables.get("originating_leg_uuid")
        or _originator(profile)
        # on a leg that the switch itself placed, this names the call it was placed for
        or (variables.get("call_uuid") if variables.get("direction") == "outbound" else None)
    )
    return Leg(fit_id(uuid), fit_id(originator) if originator and originator != uuid else None)


def call_of(record: object, moment: LocalTimes) -> CallRow:
    """The call of an a-leg's record; `moment` reads the stamps, which stand in the switch's own zone."""
    uuid = leg_of(record).uuid
    try:
        return _call(uuid, record, moment)
    except Unreadable as error:
        raise Unreadable(error.reason, uuid) from None


def _call(uuid: str, record: object, moment: LocalTimes) -> CallRow:
    variables, profile, times = _variables(record), _profile(record), _times(record)
    started = times.get("created_time") or _stamp(variables, "start", moment)
    if started is None:
        raise Unreadable(NO_START)
    ended = times.get("hangup_time") or _stamp(variables, "end", moment)
    answered = times.get("answered_time") or _stamp(variables, "answer", moment)
    talked = _talk(variables, answered, ended)
    cause = variables.get("hangup_cause")[:ID_LENGTH]
    caller = _text(profile.get("caller_id_number")) or variables.get("caller_id_number")
    phone = dialled_number(
        _text(profile.get("destination_number")) or variables.get("dialed_user") or variables.get("sip_to_user"),
        caller,
    )
    # a channel that the switch placed itself carries the number shown to the customer as its caller: no agent
    placed = variables.get("direction") == "outbound" or caller == phone
    agent = variables.get("cc_agent") or ("" if placed else caller)
    name = _text(profile.get("caller_id_name")) or variables.get("caller_id_name")
    url = variables.get("recording_url")
    return CallRow(
        call_id=uuid,
        start_time=started,
        outcome=outcome_of(cause, talked),
        duration=talked,
        raw_outcome=cause or None,
        end_time=ended,
        agent_id=agent[:ID_LENGTH] or None,
        agent_name=agent_name(name, caller) if agent else None,
        phone=phone,
        line=variables.get("sip_gateway_name")[:NAME_LENGTH] or None,
        hangup_reason=cause or None,
        recording_url=url if url.startswith(("http://", "https://")) and len(url) <= _LONGEST_URL else None,
        extra=account_extra(variables.get("accountcode")),
    )


def decoded(value: str) -> str:
    """`value` without the URL encoding that mod_json_cdr puts on variables by default; untouched where it has none."""
    if "%" not in value or not _NEVER_IN_ENCODED.isdisjoint(value):
        return value
    return unquote(value, errors="replace").replace("\x00", "")


def _text(value: object) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    # a JSON escape can spell half a surrogate pair or a NUL, which no database takes
    return str(value).encode("utf-8", "replace").decode().replace("\x00", "")


def _variables(record: object) -> Fields:
    found = record.get("variables") if isinstance(record, Mapping) else None
    if not isinstance(found, Mapping):
        raise Unreadable(NO_VARIABLES)
    return Fields(found)


def _flows(record: object) -> list[Mapping[str, object]]:
    # the newest profile first; old versions write one object and no list
    found = record.get("callflow") if isinstance(record, Mapping) else None
    flows = found if isinstance(found, list) else [found]
    return [flow for flow in flows if isinstance(flow, Mapping)]


def _profile(record: object) -> Mapping[str, object]:
    # the oldest profile: a transfer puts an extension in the place of the number that was dialled
    for flow in reversed(_flows(record)):
        profile = flow.get("caller_profile")
        if isinstance(profile, Mapping):
            return profile
    return {}


def _originator(profile: Mapping[str, object]) -> str | None:
    originator = profile.get("originator")
    profiles = originator.get("originator_caller_profiles") if isinstance(originator, Mapping) else None
    for found in profiles if isinstance(profiles, list) else [profiles]:
        if isinstance(found, Mapping) and (uuid := _text(found.get("uuid"))):
            return uuid
    return None


def _times(record: object) -> dict[str, datetime]:
    """The earliest creation and answer and the latest hang-up of all profiles; "0" is what did not happen."""
    found: dict[str, datetime] = {}
    for flow in _flows(record):
        times = flow.get("times")
        for name, choose in (("created_time", min), ("answered_time", min), ("hangup_time", max)):
            moment = _epoch(_text(times.get(name)), 1) if isinstance(times, Mapping) else None
            if moment is not None:
                found[name] = choose(moment, found.get(name, moment))
    return found


def _stamp(variables: Fields, event: str, moment: LocalTimes) -> datetime | None:
    epoch = _epoch(variables.get(f"{event}_uepoch"), 1) or _epoch(variables.get(f"{event}_epoch"), 1_000_000)
    stamp = variables.get(f"{event}_stamp")
    return epoch or (moment(stamp) if stamp else None)


def _epoch(text: str, unit: int) -> datetime | None:
    if not text.strip("0"):
        return None
    try:
        return from_epoch(int(text) * unit)
    except ValueError:
        raise unreadable(BAD_EPOCH, text) from None


def _talk(variables: Fields, answered: datetime | None, ended: datetime | None) -> int:
    if billed := variables.get("billsec"):
        return read_seconds(billed)
    return max(0, int((ended - answered).total_seconds())) if answered and ended else 0
