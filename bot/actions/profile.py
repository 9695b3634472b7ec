"""Who can find a profile, and the request to have it set back to public."""

from bot.actions import cases
from bot.actions.answer import Answer
from bot.actions.voice import Voice
from bot.marketplace.cases.case import CaseKind
from bot.marketplace.port import ProfileView, Records
from bot.marketplace.standing import Act


def make_profile_public(voice: Voice, records: Records) -> Answer:
    """Tell whether the profile is private, who set it so, and what brings it back; take the request for it."""
    profile = records.account.profile
    if profile is None:
        return voice.own(voice.say("profile_none"))
    if profile.visibility == "public":
        found = Act.APPEAR_IN_SEARCH in records.account.can
        return voice.own(voice.say("profile_public" if found else "profile_public_barred"))
    if profile.set_by == "self":
        return voice.own(voice.say("profile_private_self"))
    if cases.waits(profile.request):
        return _request(voice, profile)
    return _hidden(voice, records, profile)


def _hidden(voice: Voice, records: Records, profile: ProfileView) -> Answer:
    """Tell how a profile comes back that its owner did not hide; take the request, where that is possible here."""
    possible = Act.REQUEST_PUBLIC_PROFILE in records.account.can
    here = possible and voice.asked.takes_cases
    if here and voice.asked.form is not None:
        return cases.filed(voice, CaseKind.PROFILE, voice.asked.form)
    told = [voice.say("profile_private_system")]
    if Act.SEND_PROPOSAL in records.account.can:
        told.append(voice.say("profile_private_meanwhile"))
    if profile.since is not None:
        told.append(voice.say("profile_private_since", since=profile.since))
    if profile.request is not None:
        told.append(cases.state(voice, CaseKind.PROFILE, profile.request))
    way = "here" if here else "elsewhere" if possible else "barred"
    told.append(voice.say(f"profile_request_{way}"))
    return voice.own(*told, blocks=[cases.form(voice, CaseKind.PROFILE) if here else None])


def ask_profile_request_status(voice: Voice, records: Records) -> Answer:
    """Tell what the record says of a request to be public again."""
    profile = records.account.profile
    if profile is None:
        return voice.own(voice.say("profile_none"))
    if profile.request is None:
        return voice.own(voice.say("profile_request_none", visibility=profile.visibility))
    return _request(voice, profile)


def _request(voice: Voice, profile: ProfileView) -> Answer:
    assert profile.request is not None  # noqa: S101 - both callers looked
    now = voice.say("profile_public") if profile.visibility == "public" else voice.say("profile_now")
    return voice.own(cases.state(voice, CaseKind.PROFILE, profile.request), now)
