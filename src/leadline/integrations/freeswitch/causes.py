"""FreeSWITCH's hangup causes in our vocabulary, by name: the numbers (Q.850) do not tell its own causes apart."""

from leadline.calls.contracts import Outcome

# Causes that end a call which was established. RECOVERY_ON_TIMER_EXPIRE is not one of them, whatever billsec says: the
# usual 32 seconds are a SIP timer waiting for an acknowledgement that never came, and nobody spoke.
ANSWERED = frozenset(
    {
        "NORMAL_CLEARING",
        "NORMAL_UNSPECIFIED",
        "ALLOTTED_TIMEOUT",
        "ATTENDED_TRANSFER",
        "BLIND_TRANSFER",
        "MANAGER_REQUEST",
        "MEDIA_TIMEOUT",
    }
)

_CAUSES: dict[Outcome, tuple[str, ...]] = {
    Outcome.NO_ANSWER: ("NO_ANSWER", "NO_USER_RESPONSE", "ALLOTTED_TIMEOUT", "NORMAL_CLEARING", "NORMAL_UNSPECIFIED"),
    Outcome.BUSY: ("USER_BUSY",),
    Outcome.REJECTED: ("CALL_REJECTED", "DECLINE", "REJECT_ALL", "BEARERCAPABILITY_NOTAUTH", "OUTGOING_CALL_BARRED"),
    Outcome.INVALID_NUMBER: (
        "UNALLOCATED_NUMBER",
        "INVALID_NUMBER_FORMAT",
        "NUMBER_CHANGED",
        "NO_ROUTE_DESTINATION",
        "INVALID_URL",
    ),
    Outcome.UNREACHABLE: (
        "SUBSCRIBER_ABSENT",
        "USER_NOT_REGISTERED",
        "DESTINATION_OUT_OF_ORDER",
        "RECOVERY_ON_TIMER_EXPIRE",
        "PROGRESS_TIMEOUT",
        "GATEWAY_DOWN",
        "NO_ROUTE_TRANSIT_NET",
    ),
    Outcome.LINE_FAULT: (
        "NORMAL_TEMPORARY_FAILURE",
        "NORMAL_CIRCUIT_CONGESTION",
        "SWITCH_CONGESTION",
        "NETWORK_OUT_OF_ORDER",
        "REQUESTED_CHAN_UNAVAIL",
        "CHAN_NOT_IMPLEMENTED",
        "CHANNEL_UNACCEPTABLE",
        "BEARERCAPABILITY_NOTAVAIL",
        "FACILITY_REJECTED",
        "FACILITY_NOT_SUBSCRIBED",
        "FACILITY_NOT_IMPLEMENTED",
        "SERVICE_UNAVAILABLE",
        "SERVICE_NOT_IMPLEMENTED",
        "INCOMPATIBLE_DESTINATION",
        "PROTOCOL_ERROR",
        "INTERWORKING",
        "MEDIA_TIMEOUT",
        "CRASH",
        "SYSTEM_SHUTDOWN",
        "EXCHANGE_ROUTING_ERROR",
        "MANDATORY_IE_MISSING",
        "INVALID_GATEWAY",
        "INVALID_PROFILE",
        "NO_PICKUP",
    ),
    Outcome.CANCELLED: ("ORIGINATOR_CANCEL", "LOSE_RACE", "PICKED_OFF", "MANAGER_REQUEST", "USER_CHALLENGE"),
}
OUTCOME_OF = {cause: outcome for outcome, causes in _CAUSES.items() for cause in causes}


def outcome_of(cause: str, talked: int) -> Outcome:
    """How a call ended that was hung up for `cause` after `talked` billed seconds; an unknown cause stays unknown."""
    if talked > 0 and cause in ANSWERED:
        return Outcome.CONNECTED
    return OUTCOME_OF.get(cause, Outcome.UNKNOWN)
