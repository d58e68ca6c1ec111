"""The body whose minutes a text is, as its title or head names it."""

import re

_ENGLISH_BODY = (
    r"council|board|committee|commission|foundation|society|association|group|team|trust|parish|township|"
    r"district|club|company|authority|assembly|senate|panel|forum|union|co-?operative|institute|academy|"
    r"federation|chamber|congregation|guild|corporation|agency|bureau|department|network|ltd|limited|inc"
)
_KIND = (
    r"(?:(?:regular|ordinary|special|extraordinary|annual|general|monthly|weekly|quarterly|public|inaugural|"
    r"virtual|adjourned|emergency|[0-9]+(?:st|nd|rd|th)|first|second|third)\s+)*"
)
_MEETING = r"(?:meeting|session|sitting|assembly|minutes|call)"
_MINUTES_OF = re.compile(
    rf"(?:minutes|proceedings)\s+of\s+(?:(?:the|a|an)\s+)?{_KIND}(?:{_MEETING}s?\s+of\s+)?(?:the\s+)?"
    rf"(?P<body>[A-Z].{{2,100}}?)(?=\s+(?:held|on|at|in)\b|\s+{_KIND}{_MEETING}\b|\s*[,;:(–—]|\s+-\s|\s+[0-9]|$)",
    re.IGNORECASE,
)
_BEFORE_MINUTES = re.compile(rf"(?P<body>[A-Z].{{2,100}}?)\s*[,:–—-]?\s+{_KIND}{_MEETING}\b", re.IGNORECASE)
_MEETING_OF = re.compile(rf"^{_KIND}{_MEETING}\s+of\s+(?:the\s+)?", re.IGNORECASE)
_OF_BODY = re.compile(rf"\b(?:{_ENGLISH_BODY})\b", re.IGNORECASE)
_CHINESE = re.compile(
    r"[\u3400-\u9fff（）()·]{2,30}?(?:委员会|委員會|人民政府|办公室|辦公室|协会|協會|学会|學會|基金会|基金會|联合会|"
    r"聯合會|理事会|理事會|监事会|監事會|董事会|董事會|居委会|村委会|工作组|工作組|代表会|代表會|议会|議會|党委|黨委|"
    r"党组|黨組|支部|公司|小组|小組|中心|公所|[局厅廳处處社])(?=第?[〇零一二三四五六七八九十百0-9]|局务|局務|办公会|常务|常務|"
    r"全体|全體|理监事|理監事|会议|會議|例会|例會|会员|會員|年会|年會|工作|专题|專題|党组|黨組|$|\s)"
)
_LABEL = re.compile(
    r"(?:(?:会议|會議|开会|開會)?[ \u3000]*(?:名[ \u3000]*[称稱]|标题|標題|主题|主題)"
    r"|(?:(?:meeting )?(?:name|title)|(?:name of (?:the )?)?(?:meeting|body))(?=[ ]*[:：|]))"
    r"[ \t\u3000:：|]*",
    re.IGNORECASE,
)
_HEAD_LINES = 6
_LONGEST = 100


def name_of_body(title: str, text: str) -> str:
    """Return the name of the body, as the title gives it or else one of the first lines; "" if none does.

    A name is taken only if it holds a word for a body: council, foundation, 委员会, 局.
    """
    lines = [line.strip(" #*_\t\u3000") for line in text.splitlines() if line.strip()][:_HEAD_LINES]
    for line in filter(None, (title, *lines)):
        if name := _name_in(line):
            return name
    return ""


def title_label(line: str) -> int:
    """Return how long the label before a title is: 會議名稱, Meeting:."""
    label = _LABEL.match(line)
    return label.end() if label and label.end() < len(line) else 0


def _name_in(line: str) -> str:
    line = line[title_label(line) :]
    if match := _CHINESE.match(line):
        return match[0]
    for pattern in (_MINUTES_OF, _BEFORE_MINUTES):
        match = pattern.search(line) if pattern is _MINUTES_OF else pattern.match(line)
        if match and _OF_BODY.search(match["body"]) and " " in match["body"].strip():
            return _in_usual_case(match["body"].strip(" ,:–—-"))
    line = _MEETING_OF.sub("", line)
    is_name = len(line) < _LONGEST and line[:1].isupper() and ":" not in line and " " in line
    return _in_usual_case(line) if is_name and _OF_BODY.fullmatch(line.split()[-1]) else ""


def _in_usual_case(name: str) -> str:
    """Return a name in capitals as names are written: ALDER PARISH COUNCIL, Alder Parish Council."""
    name = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
    if not name.isupper():
        return name
    small = {"of", "the", "and", "for", "in", "on", "under", "upon", "le", "de"}
    words = [part.lower() if part.lower() in small else part.title() for part in re.split(r"([\s-])", name)]
    return "".join([words[0].title(), *words[1:]])
