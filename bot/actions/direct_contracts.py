"""Direct Contracts: what they are, who may use them, for which work, and what they are not for."""

from bot.actions.answer import Answer, Reads, Topic, policy
from bot.actions.asked import Asked
from bot.actions.safety.warning import composed, warned
from bot.actions.voice import Voice
from bot.actions.words import Entry, Words
from bot.marketplace.port import Records, Role
from bot.marketplace.standing import Act

CLIENTS_NAMED = 5
#: What each role does to begin new work; a standing that forbids it forbids a Direct Contract too.
BEGINS = {Role.CLIENT: Act.SEND_OFFER, Role.FREELANCER: Act.ACCEPT_OFFER}


async def eligibility(asked: Asked, words: Words) -> Answer:
    """Tell who may use one: of the asker's own account by its record, of nobody else's anything at all.

    Whether an address has an account is never told, neither yes nor no: the answer is the same for all.
    """
    voice = Voice(asked, words)
    others = (voice.say("eligibility.others"),) if asked.values("email") or "@" in asked.text else ()
    if asked.records is None:
        return voice.policy(None, *others)
    text, blocks = composed(
        [
            *_own(voice, asked.records),
            voice.say(asked.topic),
            *others,
            voice.say("as_of", as_of=asked.records.as_of),
        ]
    )
    return Answer(text, blocks, personal=True)


async def work(asked: Asked, words: Words) -> Answer:
    """Tell whether the kind of work that is named is forbidden or supported, by the marketplace's table."""
    voice, table = Voice(asked, words), asked.rules.work
    named = [
        voice.say("work.forbidden", word=found.word, kind=found.kind.name, rule=found.kind.rule)
        for found in table.forbidden_in(asked.text)
    ]
    if not named:
        named = [
            voice.say("work.supported", word=found.word, kind=found.kind.name)
            for found in table.supported_in(asked.text)[:1]
        ]
    listed = voice.say(
        "work.lists",
        forbidden=", ".join(kind.name for kind in table.forbidden),
        supported=", ".join(kind.name for kind in table.supported),
    )
    text, blocks = composed([*named, voice.say(asked.topic), listed])
    return Answer(text, blocks)


async def misuse(asked: Asked, words: Words) -> Answer:
    """Tell what they are not for, and which warning signs the question itself holds."""
    voice = Voice(asked, words)
    text, blocks = composed([*warned(voice, asked.rules.read(asked.text)), voice.say(asked.topic)])
    return Answer(text, blocks)


def _own(voice: Voice, records: Records) -> list[Entry]:
    account = records.account
    said = [voice.say(f"eligibility.{account.role}", account=account.id)]
    if BEGINS[account.role] not in account.can:
        said.append(voice.say("eligibility.held", standing=voice.say(f"eligibility.standing.{account.standing}").text))
    if account.role is Role.FREELANCER:
        clients = dict.fromkeys(each.counterpart for each in records.contracts if each.role is Role.FREELANCER)
        if clients:
            said.append(voice.say("eligibility.known", clients=", ".join(list(clients)[:CLIENTS_NAMED])))
    return said


TOPICS: tuple[Topic, ...] = (
    policy("ask_direct_contracts"),
    Topic("ask_direct_contract_eligibility", eligibility),
    Topic("ask_direct_contract_work", work, reads=Reads.NOTHING),
    Topic("ask_direct_contract_misuse", misuse, reads=Reads.NOTHING),
)
