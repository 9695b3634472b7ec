"""The topics of standing and of the profile."""

from bot.actions.answer import Topic
from bot.actions.persons import with_person
from bot.actions.profile import ask_profile_request_status, make_profile_public
from bot.actions.standing import (
    ask_reinstatement,
    ask_suspension,
    ask_suspension_effects,
    ask_suspension_email,
)
from bot.actions.voice import from_records

TOPICS: tuple[Topic, ...] = (
    Topic("ask_suspension", with_person(from_records(ask_suspension))),
    Topic("ask_reinstatement", with_person(from_records(ask_reinstatement))),
    Topic("ask_suspension_email", with_person(from_records(ask_suspension_email))),
    Topic("ask_suspension_effects", with_person(from_records(ask_suspension_effects))),
    Topic("make_profile_public", with_person(from_records(make_profile_public))),
    Topic("ask_profile_request_status", with_person(from_records(ask_profile_request_status))),
)
