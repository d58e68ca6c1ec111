"""What may stand beside the word for a result in a column of results, and changes nothing of it.

How it was voted, on what and with which counts; who broke a tie; how long it is put off. Patterns for words
as vocabulary.py compares them: folded, with a blank for every sign.
"""

import re
from typing import NamedTuple


class BesideResult(NamedTuple):
    """What is left out around the word for a result; only of `results`, if there are any.

    What fits `alone` means the one result without any word for it.
    """

    pattern: re.Pattern[str]
    results: frozenset[str] = frozenset()
    alone: re.Pattern[str] | None = None

    def result_alone(self, words: str) -> str:
        [result] = self.results if self.alone and self.alone.search(words) else [""]
        return result


_VOTED = (
    r"\b(?:(?:by |with )?(?:unanimous|general) consent|without objections?|"
    r"unanimous(?:ly)?|by consensus|nem con|(?:on|by) a? ?show of hands|by roll call|by acclamation|"
    r"by voice|"
    r"(?:by )?(?:a )?majority|the|motion|resolution|item|was|were|is|has been|duly|result|vote)\b"
    r"|一致|全票|全体|表决|审议|会议|多数|鼓掌|无异议|举手|投票|经|获得?|已|本案"
    r"|决议"
    r"|(?:赞成|反对|弃权|同意)?\d+[票人](?:赞成|反对|弃权|同意)?"
    r"|\b\d+(?: (?:to|for|against|in favou?r|yes|no|ayes?|noes|nays?|abstain(?:ed)?|abstentions?|"
    r"opposed))*\b"
)
_COUNTED = (
    r"\b(?:ayes?|noes|nays?|yeas?|yes|no|for|against|abstain(?:ed)?|abstentions?|absent|recused) \d+\b"
    r"|\b(?:with )?\d+ (?:recus(?:ed|als?)|absent|absentees|not voting|abstentions?|abstaining)\b"
    r"|(?:赞成|反对|弃权|同意|回避)\d+|\d+[票人](?:回避|缺席)|以|由"
)
_CONSENT = r"\b(?:(?:on|by|under|with|as part of|in) )?(?:the )?consent(?: (?:agenda|calendar))?\b"
_OFFICE = r"(?:chair(?:man|woman|person)?|presid(?:ent|ing officer)|mayor|speaker|convener)"
_TIE_BROKEN = (
    rf"\b(?:(?:on|by|with|through|after) )?(?:the |a )?(?:{_OFFICE}(?: s)? )?"
    rf"(?:casting|tie ?breaking|deciding|second) vote(?: (?:of|by|from) (?:the )?{_OFFICE})?\b"
    r"|\b(?:(?:on|by|with|after|in) )?(?:an? )?(?:ties?|tied)(?: vote)?\b|\bequality of votes\b"
    r"|平票|同票|可否同数|正反(?:票数)?[同相][同等数]?|票数相[同等]"
    r"|主席(?:裁[决定示]|(?:加投|投|行使)?(?:赞成|反对|同意)?(?:一|1|决定性?)+票?(?:赞成|反对|同意)?票?"
    r"|(?:投)?(?:赞成|反对)票?)"
)
_OFFERED_BY = r"(?:mover|movers|proposer|sponsor|maker|applicant|petitioner|author|proponent)"
_TAKEN_BACK = (
    rf"\b(?:by|at the request of) (?:the |its )?{_OFFERED_BY}\b|\bat {_OFFERED_BY} s request\b"
    r"|(?:动议|提案|原提案|申请|提议)(?:人|单位|机关|委员)(?:自行|主动|同意)?|动议|提案"
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_PUT_OFF = (
    rf"\b(?:to|until|till) (?:a |the )?(?:next|later|following|future)?(?: regular)? ?"
    r"(?:meeting|session|date)\b"
    rf"|\b(?:to|until|till) (?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}})?(?: \d{{4}})?\b"
    r"|(?:至|到)?下次会议(?:审议|讨论)?"
)
_SHORT_OF = (
    r"\b(?:failed to|did not|fails to|does not) (?:reach|receive|obtain|achieve|attain|get|gain|secure)"
    r" (?:the |a )?(?:required |necessary |needed |requisite )?"
    r"(?:(?:two thirds|three quarters|2 3|3 4|simple|absolute|special)(?: majority| votes?)*|majority)"
    r"|\b(?:two thirds|three quarters|2 3|3 4|absolute|special|required)(?: majority| votes?)* "
    r"(?:was |being )?not (?:reached|obtained|achieved|met|attained|received|secured)\b"
    r"|\b(?:for |through )?(?:want|lack) of (?:a |the )?(?:required )?"
    r"(?:two thirds|absolute )?(?: ?majority)\b"
    r"|(?:赞成|同意)?(?:票数?|人数)?(?:未|没有|不)能?(?:达到?|过|足|超过|及)到?"
    r"(?:法定|出席|全体)*(?:人数|委员|成员)?的?"
    r"(?:三分之二|四分之三|2 3|3 4|半数|过半数|多数)(?:以上)?(?:多数|同意|赞成)?"
)
REJECTED, WITHDRAWN = frozenset({"rejected"}), frozenset({"withdrawn"})
PUT_OFF = frozenset({"deferred", "tabled"})


def beside(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join((*patterns, _COUNTED, _CONSENT, _VOTED)))


BESIDE_RESULTS = (
    BesideResult(re.compile(_VOTED)),
    BesideResult(beside(), frozenset({"adopted", "adopted_as_amended", "rejected", "tied", "noted"})),
    BesideResult(
        beside(_TIE_BROKEN), frozenset({"adopted", "adopted_as_amended", "rejected", "agreed_in_principle"})
    ),
    BesideResult(beside(_TAKEN_BACK), WITHDRAWN),
    BesideResult(beside(_PUT_OFF), PUT_OFF),
    BesideResult(beside(_SHORT_OF), REJECTED, alone=re.compile(_SHORT_OF)),
)
