"""The warning signs: what each is called, how much it weighs, which rule it breaks, and how it is worded.

The sentences that explain them are in bot/intents/safety.yml (`sign.<name>` and `rule.<name>`).
Sources: facts.md §3 and peers.md §5.4.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

type Pattern = tuple[re.Pattern[str], ...]


class Rule(StrEnum):
    """A rule of the marketplace that a sign is against."""

    ESCROW_HERE = "escrow_here"  # Direct Contracts are no checkout for others
    ONE_ACCOUNT = "one_account"
    SERVICES_ONLY = "services_only"
    PAY_HERE = "pay_here"
    TALK_HERE = "talk_here"
    WORK_IS_PAID = "work_is_paid"
    NOBODY_PAYS_TO_WORK = "nobody_pays_to_work"
    SECRETS_STAY_YOURS = "secrets_stay_yours"
    HONEST_FEEDBACK = "honest_feedback"
    INSTINCT = "instinct"  # advice, not a rule that anybody breaks


@dataclass(frozen=True, slots=True)
class Sign:
    """A warning sign.

    `patterns`: it is seen where all expressions of any one pattern are found in one clause.
    `weight` 1 (may well be innocent) to 5 (hardly ever is).
    `by_others`: somebody else has done it; what the marketplace itself is accused of is no sign.
    """

    name: str
    weight: int
    rule: Rule
    patterns: tuple[Pattern, ...] = ()
    by_others: bool = False


_SITE = r"(?:web ?sites?|web ?pages?|sites?|stores?|shops?|portals?|apps?|platforms?|job boards?|marketplaces?)"
_FIRM = r"(?:company|companies|firm|agency|agencies|employer|recruiters?|organi[sz]ation)"
_OUTSIDE = r"(?:an?other|other|outside|external|third[- ]party|some|their|a certain|different|online|unknown|fake)"
_SPEAKS = (
    r"(?:says?|said|tells?|told|asks?|asked|wants?|wanted|uses?|claims?|claimed|requires?|required|takes?|pays?|sent"
    r"|instructs?|insists?|(?:is|are|keeps?) (?:asking|telling|taking|using|collecting|saying|paying))"
)
_DIRECT_CONTRACT = r"\bdirect[- ]?contracts?\b"
_PAYS = (
    r"\b(?:pay(?:s|ed|ing|ments?|outs?|roll)?|paid|funds?|funding|check ?out|deposits?|salary|wages?|fees?|money|top up|earnings"
    r"|withdraw\w*|invoices?|settle|bill(?:s|ed|ing)?|sales?|orders?|ship)\b"
)
_PAGE = (
    r"(?:web ?sites?|web ?pages?|web ?shops?|online (?:shop|store|casino)s?|job (?:board|portal|site)s?|check ?out page"
    r"|their (?:own )?(?:site|page|portal|platform)s?|(?:site|page)s? (?:of their own|out there))"
)
#: Milestones are paid for by those who offer work, and they say so.
_NO_MILESTONE = r"^(?!.*\b(?:milestones?|escrow)\b)"
_NO_OFFER_OF_MINE = r"^(?!.*\b(?:job post|budget|hire|hiring|looking for)\b)"
#: A site that is the work itself is no site that asks for money.
_NOT_THE_WORK = r"^(?!.*\b(?:build|built|design|develop|redesign|maintain|program|code|coding|logo for|creat)\w*)"
_ASKS = (
    r"(?:ask(?:s|ed|ing)?|want(?:s|ed|ing)?|tell(?:s|ing)?|told|need(?:s|ed)?|requir(?:es?|ed|ing)|request(?:s|ed|ing)?"
    r"|insist(?:s|ed|ing)?|demand(?:s|ed|ing)?|suggest(?:s|ed|ing)?|push(?:es|ed|ing)?|beg(?:s|ged|ging)?|says?|said"
    r"|invit(?:es?|ed|ing)|instruct(?:s|ed|ing)?|must|have to|had to|should|supposed to|prefer(?:s|red)?|offer(?:s|ed|ing)?)"
)
_AMOUNT = r"(?:[$€£]\s?\d[\d,.]*k?|\d[\d,.]*k?\s?(?:usd|dollars?|bucks|euros?|eur|[$€£]))"
_CHAT = (
    r"(?:whats ?app|telegram|skype|viber|wechat|line app|discord|signal(?: app)?|google (?:chat|hangouts|meet)|hangouts"
    r"|teams|zoom|facebook|messenger|instagram|snapchat)"
)
_PAY_SERVICE = r"(?:pay ?pal|western union|money ?gram|zelle|venmo|cash ?app|wise|payoneer|wire transfer|bank transfer|wire|revolut|upi|paytm|cash)"
_OFF = r"(?:outside|off[- ]?(?:of )?|away from|not (?:on|through|via)|bypass(?:ing)?|without)"
_HERE = r"(?:(?:of )?(?:the |this |your )?(?:platform|site|website|marketplace|escrow|system|here))"
_COINS = (
    r"(?:crypto(?: ?currency|s)?|bitcoins?|btc|usdt|tether|ethereum|eth|usdc|binance|coinbase|metamask|trust wallet)"
)
_CARDS = r"(?:(?:itunes|amazon|google play|steam|apple|razer|gift|prepaid|vanilla)[- ]*(?:gift )?(?:cards?|vouchers?)|giftcards?)"
_SECRETS = (
    r"(?:passwords?|pass ?words?|(?:\w+[- ])?(?:verification|security|login|sign[- ]?in|sms|one[- ]time|6[- ]digit|six[- ]digit|otp|2fa)[- ](?:codes?|pins?)"
    r"|otps?|log[- ]?in (?:details|data|info\w*|credentials)|credentials|(?:my|your|the|his|her) log[- ]?ins?|logins|seed phrase|private key|pin code|cvv|card (?:number|details))"
)
_REMOTE = r"(?:any ?desk|team ?viewer|ultra ?viewer|remote (?:access|desktop|control)|rustdesk)"
#: Our own pages ask for a password too, and rightly so.
_NOT_A_MACHINE = r"^(?!.*\b(?:\w*app|site|page|system|browser|it|you|don['\u2019]?t) (?:keeps? |now )?(?:tell|want|ask|say|send|need|require)(?:s|ed|ing)?\b)"
_TO_WORK = r"(?:to (?:start|begin|get (?:the|this|a|my|hired|access)|unlock|activate|join|be hired|apply|secure|receive|open|proceed)|before (?:i|we|the|they|starting|working|he|she)|in order to|first\b|up ?front|in advance|for (?:the )?(?:job|position|project|registration|application))"


def _any(*patterns: str | tuple[str, ...]) -> tuple[Pattern, ...]:
    return tuple(
        tuple(re.compile(part, re.IGNORECASE) for part in ((pattern,) if isinstance(pattern, str) else pattern))
        for pattern in patterns
    )


#: Has no pattern: bot.safety.domains tells it.
LOOK_ALIKE = Sign("look_alike", 5, Rule.SECRETS_STAY_YOURS)

SIGNS: tuple[Sign, ...] = (
    Sign(
        "foreign_checkout",
        5,
        Rule.ESCROW_HERE,
        _any(
            (rf"\b{_OUTSIDE} (?:\w+[- ]){{0,2}}(?:{_SITE}|{_FIRM})\b", _DIRECT_CONTRACT, _PAYS),
            (rf"\b(?:{_SITE}|{_FIRM}) (?:\w+ ){{0,2}}{_SPEAKS}\b", _DIRECT_CONTRACT, _PAYS),
            (_NOT_THE_WORK, rf"\b{_PAGE}\b", _DIRECT_CONTRACT, _PAYS),
            (
                rf"\b{_OUTSIDE} (?:\w+[- ]){{0,2}}{_SITE}\b",
                r"\b(?:your .*escrow|you hold|through you|thru you|you guys|to your site|powered by)\b",
                _PAYS,
            ),
        ),
    ),
    Sign(
        "other_email",
        4,
        Rule.ONE_ACCOUNT,
        _any(
            rf"\b{_ASKS}\b.{{0,40}}\b(?:another|different|other|second|new|alternat(?:e|ive)|personal|private|wife'?s|friend'?s|someone else'?s) e-?mail",
            r"\b(?:another|different|second|new|alternat(?:e|ive)) e-?mail\b.{0,60}\b(?:direct[- ]?contract|contract|invit|account|register)",
            rf"\b{_ASKS}\b.{{0,40}}\b(?:make|open|create|register|use)\b.{{0,20}}\b(?:another|second|new|different|fake) account\b",
        ),
    ),
    Sign(
        "no_service",
        4,
        Rule.SERVICES_ONLY,
        _any(
            (
                rf"{_DIRECT_CONTRACT}|\byour escrow\b|\bescrow part\b",
                (
                    r"\b(?:(?:buy(?:ing)?|sell(?:s|ing)?|bought|sold|purchas\w+)(?! (?:my |our |his |her |a |the )?(?:services?|skills?|hours|time)\b)"
                    r"|lend|loan|debts?|bet|donat\w+|invest\w*|allowance|pocket money|crowdfund\w*|goods|merchandise|supplier|membership|security deposit"
                    r"|exchange (?:currency|money|bitcoin)|swap|savings|store credit|gift cards?|tickets?)\b"
                ),
            ),
            (
                _DIRECT_CONTRACT,
                (
                    r"\b(?:send(?:ing)?|transfer(?:ring)?|mov(?:e|ing)|shift|collect|withdraw|cash out|get|pass|wire)\b[^,]{0,25}"
                    r"\b(?:money|cash|funds|dollars|salaries)\b(?!.*\b(?:work|project|job|services?|design|milestone)\b)"
                ),
            ),
            (
                _DIRECT_CONTRACT,
                (
                    r"\b(?:no|without(?: any| a)?|isn'?t|not) (?:real )?(?:work|service|job|project|freelance work)s?\b|\bnobody (?:would )?works?\b"
                    r"|\bpay(?:ing)? myself\b|\b(?:as|like|is) (?:an? )?(?:payment|money) (?:service|transfer|processor)|\bmoney transfer\b"
                ),
            ),
            r"\b(?:receive|accept|take|collect|hold|forward|pass on|withdraw|cash out|move|send on)\b.{0,25}\b(?:money|payments?|funds|transfers?)\b.{0,30}\b(?:for (?:him|her|them|his|a friend|someone|somebody|another)|on (?:his|her|their|my|behalf)|and (?:send|forward|keep|transfer|pass))\b",
            r"\b(?:keep|get|take)\b.{0,12}\d+ ?(?:%|percent)\b.{0,40}\b(?:send|forward|transfer|pass|return)\b",
            r"\bno (?:real |actual )?work (?:is )?(?:needed|required|to do|involved|at all)\b",
            r"\b(?:receive|accept|get) (?:\w+ )?(?:parcels?|packages?)\b.{0,40}\b(?:ship|send|forward|pass)\w*",
            rf"\b{_ASKS}\b.{{0,30}}\b(?:open|create|register|set up)\b.{{0,12}}\b(?:bank|pay ?pal|payoneer|crypto) accounts?\b",
        ),
    ),
    Sign(
        "too_good",
        2,
        Rule.INSTINCT,
        _any(
            rf"{_AMOUNT}\s*(?:an?|per|/|each|every)\s?(?:day|hour|hr|week)\b.{{0,60}}\b(?:easy|simple|copy|typing|data entry|no experience|liking|likes|captcha|beginner|without experience|re-?typ\w+)",
            (
                _NO_OFFER_OF_MINE,
                rf"\b(?:easy|simple|copy[- ]?(?:paste|typing)|typing|data entry|no experience|re-?typ\w+|captcha)\b.{{0,60}}{_AMOUNT}",
            ),
            rf"{_AMOUNT}\s*(?:for|to)\s+(?:just |only )?(?:re-?typ\w+|typ\w+|copy\w*|liking|watch\w*|download\w*|translat\w+ (?:one|1|a) page)\b",
            r"\btoo good to be true\b",
            r"\b(?:guaranteed|unlimited|huge) (?:income|earnings|profits?|returns?)\b",
            r"\b(?:doubles?|triples?) (?:my|your|the) (?:money|investment)\b",
        ),
    ),
    Sign(
        "pay_to_start",
        5,
        Rule.NOBODY_PAYS_TO_WORK,
        _any(
            r"\b(?:pay|paid|paying|send|sent|deposit|transfer|fund)\b.{0,40}\b(?:registration|training|application|onboarding|activation|security|verification|processing|software|licen[cs]e|insurance|starter|background check|admin(?:istration)?|joining|membership|visa|certificate|refundable) (?:fee|deposit|cost|charge|kit|money)s?\b",
            r"\b(?:registration|training|application|onboarding|activation|joining|starter|processing|refundable|security) (?:fee|deposit|kit|charge|payment)s?\b.{0,50}\b(?:before|first|to (?:start|get|begin|join|receive|unlock)|up ?front|refundable)\b",
            (_NO_MILESTONE, rf"\b{_ASKS}\b.{{0,25}}\b(?:pay|deposit|send|transfer|fund)\b.{{0,40}}{_TO_WORK}"),
            rf"\b{_ASKS}\b.{{0,25}}\b(?:registration|training|application|security|activation|onboarding|processing|joining) (?:fee|deposit|charge|payment)s?\b",
            rf"\b{_ASKS}\b.{{0,25}}\b(?:buy|purchase|order|pay for)\b.{{0,30}}\b(?:equipment|laptop|macbook|computer|printer|software|licen[cs]e|training|course|starter kit|kit|materials?|phone|certificate)\b",
        ),
    ),
    Sign(
        "cheque_refund",
        5,
        Rule.SERVICES_ONLY,
        _any(
            r"\b(?:cash(?:ed|ing)?|deposit(?:ed|ing)?|mail(?:ed|s)?|sen[dt]s?|print(?:ed|ing)?|got|received)\b.{0,30}\b(?:cheques?|cashier'?s checks?|e-?checks?|(?:a|the|his|her|their|your|bank|company) checks?)\b(?! (?:in|out|with|whether|if|on|the|that|list|box)\b)",
            r"\b(?:reimburs\w*|refund\w*|pa(?:y|ys|id)|send)\b.{0,30}\b(?:via|by|with|per) (?:an? |the |their |e-?)?(?:check|cheque)s?\b",
            r"\b(?:over ?paid|over ?payments?|paid (?:me )?too much|sent [^,]{0,20}too much|paid more than)\b.{0,60}\b(?:refund|return|send|forward|back|give|difference|rest|remaining)\b",
            r"\b(?:send|return|pay|refund|give) (?:him |her |them |me |us )?(?:back )?the (?:difference|extra|excess|surplus|overpayment)\b",
        ),
    ),
    Sign(
        "gift_card",
        5,
        Rule.PAY_HERE,
        _any(
            (
                rf"\b{_CARDS}",
                r"\b(?:pay|paid|buy|bought|send|sent|purchase|scratch|codes?|wants?|asks? for|asked for)\b",
            ),
        ),
    ),
    Sign(
        "crypto",
        3,
        Rule.PAY_HERE,
        _any(
            (
                rf"\b{_COINS}\b",
                r"\b(?:pay(?:s|ing|ments?)?|paid|sends?|sent|transfer(?:s|red)?|deposit(?:s|ed)?|receive|(?:his|her|their|my|your) wallet|buy)\b",
            ),
        ),
    ),
    Sign(
        "pay_outside",
        4,
        Rule.PAY_HERE,
        _any(
            rf"\b(?:pa(?:y|ys|id|ying|yments?)|send|sent|transfer)\b.{{0,40}}\b(?:via|by|with|through|thru|using|on|over|in|to (?:his|her|my|their|your))\b.{{0,12}}\b{_PAY_SERVICE}\b",
            rf"\b(?:pa(?:y|ys|id|ying|yments?)|deal|work|hire|continue|contract|money|finish|settle)\b.{{0,40}}\b{_OFF} ?{_HERE}\b",
            r"\bpa(?:y|ys|ying|id)(?: (?:me|him|her|us|them|you))? (?:outside|off[- ]platform|privately|under the table)\b",
            r"\b(?:leav(?:e|ing)|quit|(?:go|move|work|be) off|take (?:\w+ ){1,4}off) (?:of )?(?:the |this |your )?(?:platform|site|marketplace)\b",
            r"\b(?:pay|paid|work|hire|deal)\b.{0,15}\b(?:directly|privately)\b.{0,30}\b(?:save|avoid|skip|without|no) (?:on )?(?:the )?(?:platform |service |your )?(?:fees?|commission)\b",
            r"\b(?:save|avoid|skip)(?:ing)? (?:on )?(?:the |your )?(?:platform |service |marketplace )?(?:fees?|commission)\b.{0,40}\b(?:direct(?:ly)?|outside|private(?:ly)?|pay ?pal)\b",
        ),
    ),
    Sign(
        "outside_contact",
        3,
        Rule.TALK_HERE,
        _any(
            rf"\b{_ASKS}\b.{{0,60}}\b(?:on|via|to|in|over|through|use|join|install|by|add|my)\b.{{0,12}}\b{_CHAT}\b",
            rf"\b(?:contact(?:ed)?|messaged?|text(?:ed)?|approached|add|write|call|chat|talk|interview(?:ed)?|continue|move|moved|reach|switch|speak|discuss)\b.{{0,40}}\b(?:on|via|to|in|through|over|by)\b.{{0,12}}\b{_CHAT}\b",
            rf"\b{_ASKS}\b.{{0,25}}\b(?:my|for (?:an?|my|your)|exchange) (?:personal |private |own |business )?(?:(?:(?:phone|mobile|cell|whatsapp) )?numbers?|e-?mails?(?: address(?:es)?)?|gmail|contact (?:details|info\w*))\b",
            rf"\b{_ASKS}\b.{{0,60}}\b(?:giv|shar|send|provid|fill)\w*\b.{{0,30}}\b(?:phone numbers?|e-?mails?|contact (?:details|info\w*))\b",
            r"\b(?:interview\w*|communicat\w+|talk\w*|chat\w*)\b.{0,50}\boutside\b",
            r"\b(?:gave|sent|wrote|gives|sends) (?:me )?(?:his|her|their) (?:\w+ )?(?:(?:phone )?number|e-?mail|telegram|whatsapp|skype|gmail)\b",
            r"\b(?:give|share|send|exchange|sharing|giving|exchanging)\b.{0,30}\b(?:my|our|your) (?:own |personal |private )?(?:phone number|e-?mail(?: address)?|number|contact details|whatsapp|telegram|skype\w*)\b.{0,20}\b(?:client|freelancer|before|them|him|her)\b",
            rf"\b(?:talk|chat|communicat\w+|contact(?:ed)?|continue|message)\b.{{0,30}}\b{_OFF} ?{_HERE}\b",
        ),
    ),
    Sign(
        "secrets",
        5,
        Rule.SECRETS_STAY_YOURS,
        _any(
            (
                _NOT_A_MACHINE,
                rf"\b(?:{_ASKS}|send|sent|give|gave|hand(?:ed)? over|share[ds]?|forward(?:ed)?)\b.{{0,40}}\b(?<!wrong ){_SECRETS}\b",
            ),
            (
                _NOT_A_MACHINE,
                rf"\b{_ASKS}\b.{{0,20}}\b(?:my|for|your)\b.{{0,40}}\b(?:ssn|social security|tax id|date of birth|(?:home|mailing) address|bank (?:details|data)|account number)\b",
            ),
            r"\b(?:using|used|use|rent(?:ing|ed)?) (?:his|her|their|someone(?: else)?'?s|another person'?s) (?:\w+ )?account\b",
            rf"\b(?:{_ASKS}|install(?:ed|ing)?|download(?:ed)?|give|gave|grant(?:ed)?)\b.{{0,40}}\b{_REMOTE}\b",
            r"\b(?:rent(?:s|ed|ing)?|buy|borrow|use|lend|share|access to|log (?:in )?(?:in)?to)\b.{0,20}\b(?:my|your) (?:\w+ )?(?:account|profile)\b.{0,40}\b(?:month|money|pay|share|%|percent|work|from|for)\b",
            (
                _NOT_A_MACHINE,
                rf"\b{_ASKS}\b.{{0,30}}\b(?:photos?|pictures?|scans?|cop(?:y|ies)|selfie) (?:of|with) (?:my|your|the)? ?(?:passport|id\b|driv\w+ licen[cs]e|identity|credit card|bank card)",
            ),
        ),
    ),
    Sign(
        "false_staff",
        5,
        Rule.SECRETS_STAY_YOURS,
        _any(
            r"\b(?:claim(?:s|ed|ing)?|say(?:s|ing)?|said|told|pretend(?:s|ed|ing)?|introduced)\b[^,]{0,30}\b(?:from|works? (?:for|at|in)|represents?|is|be|are)"
            r" (?:your|you|the) ?(?:\w+ )?(?:support|company|team|department|staff|platform|agents?|employees?|moderator)?(?:\b(?= (?:and|can|who|wanted)|[.,!?]|$))",
            r"\b(?:so called|fake|supposed) (?:support|agent|moderator|staff|employee)\w*\b",
        ),
    ),
    Sign(
        "taken_over",
        5,
        Rule.SECRETS_STAY_YOURS,
        _any(
            r"\b(?:hacked|stole|stolen|took over|logged (?:in )?(?:in)?to|broke into|got into)\b.{0,40}\b(?:my|our) (?:\w+ )?(?:account|money|earnings|balance|profile|identity)\b",
            r"\b(?:my|our) account\b.{0,20}\b(?:hacked|taken over|stolen|compromised)\b",
            r"\b(?:using|use|uses|used|copied|stole) (?:my|our) (?:\w+ ){0,2}(?:name|photos?|pictures?|logo|identity|portfolio|profile)\b",
            r"\b(?:impost[eo]rs?|impersonat\w+)\b",
        ),
        by_others=True,
    ),
    Sign(
        "unsafe_file",
        3,
        Rule.SECRETS_STAY_YOURS,
        _any(
            r"\b(?:virus(?! ?(?:scan|protect|check))|malware|trojan|key ?logger|ransomware)\b",
            r"\b(?:zip|rar|archive|attachment|file)s?\b.{0,20}\b(?:with|has|needs|protected by) (?:a )?password\b|\b\w+\.(?:exe|scr|bat|msi|apk)\b",
            r"\b(?:suspicious|strange|weird|shady|phishing) (?:links?|files?|attachments?|zip|e-?mails?|urls?)\b",
        ),
    ),
    Sign(
        "feedback_blackmail",
        3,
        Rule.HONEST_FEEDBACK,
        _any(
            r"\b(?:bad|negative|poor|1|one|low|terrible)[- ]?(?:star)?s? ?(?:review|feedback|rating|score|stars?)\b.{0,50}\b(?:unless|if i (?:don'?t|do not|won'?t|refuse)|otherwise|or else|until)\b",
            r"\b(?:unless|if i (?:don'?t|do not|won'?t|refuse)|threat\w*|blackmail\w*|extort\w*)\b.{0,80}\b(?:review|feedback|rating|stars?)\b",
            r"\b(?:5|five)[- ]?stars?\b.{0,50}\b(?:in (?:exchange|return)|for (?:a )?(?:refund|discount|money)|or (?:he|she|they))\b",
            r"\b(?:review|feedback|rating)s?\b.{0,40}\bthreat\w*",
        ),
    ),
    Sign(
        "free_work",
        2,
        Rule.WORK_IS_PAID,
        _any(
            rf"\b{_ASKS}\b.{{0,50}}\b(?:free|unpaid)\b.{{0,20}}\b(?:samples?|tests?|trials?|work|task|article|logo|design|mock-?ups?|demo)\b",
            rf"\b{_ASKS}\b.{{0,50}}\b(?:samples?|tests?|trials?|work|task|article|logo|design|mock-?ups?|demo|all of it|everything)\b.{{0,25}}\b(?:for free|without (?:pay|payment|being paid|contract|a contract)|unpaid|for nothing)\b",
            r"\b(?:unpaid|free) (?:trial|test|sample)s?\b.{0,40}\b(?:task|work|project|before|week|job)\b",
            rf"\b{_ASKS}\b.{{0,40}}\b(?:start|begin|work|do)\b.{{0,40}}\b(?:before|without)\b.{{0,20}}\b(?:fund\w*|contract|escrow|milestone|offer|deposit)\b",
        ),
    ),
)
