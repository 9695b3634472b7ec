"""The wire of `/desk`: every event of a console, who may send it, and what consoles are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from bot.desk.staff.roles import Act
from bot.gateway.desk import payloads
from bot.gateway.protocol import ClientEvent, Nothing

NAMESPACE: Final = "/desk"


@dataclass(frozen=True, slots=True)
class DeskEvent(ClientEvent):
    """An event of a console, and what its sender must be allowed to do."""

    act: Act = Act.TAKE_CHATS


def _event(parse: Callable[[Any], Any], shape: str, act: Act, *codes: str) -> DeskEvent:
    return DeskEvent(parse, shape, codes, act)


OWN = ("not_yours",)
HELD = OWN

CLIENT_EVENTS: Mapping[str, DeskEvent] = MappingProxyType(
    {
        "presence": _event(payloads.Presence.parse, '{"status": "online" or "away"}', Act.TAKE_CHATS),
        "capacity": _event(payloads.Capacity.parse, '{"capacity": 1…10}', Act.TAKE_CHATS),
        "accept": _event(
            payloads.OfHandoff.parse, '{"handoff": id}', Act.TAKE_CHATS,
            "unknown_handoff", "offer_over", "taken", "not_first", "at_capacity", "not_free",
        ),
        "decline": _event(payloads.OfHandoff.parse, '{"handoff": id}', Act.TAKE_CHATS, "unknown_handoff", "offer_over"),
        "say": _event(payloads.Words.parse, '{"conversation", "id": uuid, "text": 1…4000 chars}', Act.TAKE_CHATS, *HELD),
        "note": _event(payloads.Words.parse, '{"conversation", "id": uuid, "text": 1…4000 chars}', Act.WRITE_NOTES, *OWN),
        "typing": _event(payloads.Typing.parse, '{"conversation", "on": bool}', Act.TAKE_CHATS, *OWN),
        "seen": _event(payloads.Seen.parse, '{"conversation", "seq": int}', Act.TAKE_CHATS, *OWN),
        "transfer": _event(
            payloads.Transfer.parse,
            '{"conversation", "to": {"specialist": id} or {"category": name}, "note"?}',
            Act.TAKE_CHATS, *OWN, "unknown_member", "not_free", "unknown_category",
        ),
        "return_to_assistant": _event(payloads.Return.parse, '{"conversation", "note"?}', Act.TAKE_CHATS, *OWN),
        "wrap_up": _event(
            payloads.WrapUp.parse, '{"conversation", "reason": id, "note"?}', Act.TAKE_CHATS, *OWN, "unknown_reason",
        ),
        "draft": _event(
            payloads.DraftOfPost.parse,
            '{"conversation", "base": version or 0, "fields": {}}',
            Act.EDIT_DRAFTS, *HELD, "draft_conflict", "invalid_fields", "too_many_versions",
        ),
        "promise": _event(
            payloads.Promise.parse, '{"conversation", "what": 1…500 chars, "kind", "due_at"?}', Act.MAKE_PROMISES, *OWN, "due_in_the_past",
        ),
        "keep_promise": _event(
            payloads.OfFollowUp.parse, '{"follow_up": id}', Act.MAKE_PROMISES, *OWN, "unknown_follow_up", "already_settled",
        ),
        "reply_by_mail": _event(
            payloads.ReplyByMail.parse,
            '{"follow_up": id, "id": uuid, "text": 1…4000 chars}',
            Act.MAKE_PROMISES, *OWN, "unknown_follow_up", "already_settled",
        ),
        "open": _event(payloads.OfConversation.parse, '{"conversation"}', Act.OPEN_OWN, *OWN),
        "history": _event(payloads.History.parse, '{"conversation", "before": seq, "limit": ≤ 100}', Act.OPEN_OWN, *OWN),
        "search": _event(payloads.Search.parse, '{"query": 1…200 chars}', Act.SEARCH, "too_short"),
        "canned": _event(Nothing.parse, "{}", Act.TAKE_CHATS),
        "reassign": _event(
            payloads.Reassign.parse, '{"handoff": id, "to": specialist}', Act.REASSIGN, "unknown_handoff", "unknown_member", "not_free", "wrong_move",
        ),
        "reports": _event(Nothing.parse, "{}", Act.SEE_REPORTS),
        "requests": _event(Nothing.parse, "{}", Act.SEE_REQUESTS),
        "decide": _event(
            payloads.Decision.parse,
            '{"reference", "decision": "granted" or "declined", "reason": 1…1000 chars}',
            Act.DECIDE_REQUESTS, "too_long", "unknown_record", "case_decided", "wrong_move",
        ),
    }
)  # fmt: skip

SERVER_EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "welcome": '{"me", "at", "presence", "queue", "offers", "conversations", "follow_ups", "alerts", "team"?, "categories", "wrap_up_reasons"}',
        "queue": '{"waiting": [Waiting]}',
        "offer": "Offer",
        "offer_over": '{"handoff", "why"}',
        "conversation": "ConversationView",
        "message": '{"conversation", …Message}',
        "note": '{"conversation", "id", "at", "name", "text"}',
        "typing": '{"conversation", "on": bool}',
        "seen": '{"conversation", "seq": int}',
        "presence": '{"team": [Colleague]}',
        "follow_ups": '{"items": [FollowUp]}',
        "alerts": '{"alerts": [Alert]}',
        "beat": "{}",
    }
)
