"""Reports and safety: what is seen in a story, what to do, and a report that is filed."""

from bot.actions.answer import Reads, Topic
from bot.actions.safety.overheard import unless_warning
from bot.actions.safety.reporting import report
from bot.actions.safety.warning import tips

__all__ = ["TOPICS", "unless_warning"]

_READS = Reads.RECORDS | Reads.REPORTS

TOPICS: tuple[Topic, ...] = (
    Topic("report_third_party_site", report, reads=_READS),
    Topic("report_other_email", report, reads=_READS),
    Topic("report_suspicious", report, reads=_READS),
    Topic("ask_safety_tips", tips, reads=Reads.NOTHING),
)
