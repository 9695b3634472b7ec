"""What is not understood and yet tells of something bad: it is warned of, not asked back."""

from collections.abc import Mapping
from dataclasses import replace

from bot.actions.answer import Answer, Reads, Topic
from bot.actions.asked import Asked
from bot.actions.safety.reporting import asks_for_state, report, state_of_reports
from bot.actions.voice import Voice
from bot.actions.words import Words
from bot.safety.reading import Level

ANY = "report_suspicious"
#: The topic that a sign belongs to, where it is not just suspicious.
TOPIC_OF: Mapping[str, str] = {
    "foreign_checkout": "report_third_party_site",
    "other_email": "report_other_email",
    "pay_outside": "report_other_email",
    "outside_contact": "report_other_email",
}


def unless_warning(topic: Topic) -> Topic:
    """Make the topic leave a message to the reports where strong signs are told in it, or a report is asked after."""

    async def answer(asked: Asked, words: Words) -> Answer:
        if asked.reports and asks_for_state(asked.text):
            return replace(state_of_reports(Voice(asked, words)), topic=ANY)
        reading = asked.rules.read(asked.text)
        if reading.level is not Level.STRONG:
            return await topic.answer(asked, words)
        meant = TOPIC_OF.get(reading.told[0].sign.name, ANY)
        return replace(await report(replace(asked, topic=meant), words), topic=meant)

    return replace(topic, answer=answer, reads=topic.reads | Reads.RECORDS | Reads.REPORTS)
