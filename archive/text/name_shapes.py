"""Whether words are shaped like the name of one person, or wait for somebody to look at them.

Names differ more than rules know, so the rules hold back only what no name looks like: words of an agenda,
counts, brackets, sentences, several people in one. Handles (luigi1111), mononyms (Sting), particles
(Ludwig van Beethoven), lower case (danah boyd), inverted names (Smith, John) and Chinese names of up to
five characters pass; longer ones need their dot (阿不都·热西提).
"""

import re

from archive.text.pinyin import HAN

SEVERAL = "several"
NO_NAME = "no_name"

# Compared in lower case; as the whole name.
_NOBODY = frozenset(
    "aob,a.o.b.,any other business,agenda,minutes,matters arising,apologies,absent,present,excused,"
    "regrets,quorum,guests,observers,observer,others,other,members,member,public,staff,visitors,"
    "attendees,participants,everyone,everybody,nobody,none,nil,n/a,na,tbd,tba,all,unknown,anonymous,"
    "various,mmes,mses,mr,mrs,ms,mr.,mrs.,ms.,consensus,yes,no,unanimous,chair,"
    "chairman,secretary,clerk,recorder,scribe,et al,et al.,total,name,names,无,無,无。,略,从略,從略,"
    "同上,如下,全体,全體,全体人员,全體人員,各位委员,各位委員,暂无,暫無,没有,沒有,出席,列席,缺席,请假,"
    "請假,主持,记录,記錄,紀錄,主持人,记录人,記錄人,紀錄人,汇报人,匯報人,召集人,"
    "all present,all members,no one,no-one,same as above,其他,其它,临时动议,臨時動議,散会,散會".split(",")
)
# In lower case as written, within a name of several words.
_FUNCTION_WORDS = frozenset(
    "of for the with from into or other than then when while but unless such our this that these "
    "those is are was to in on by not via about should will may between among without".split()
)
# In any case, within a name of several words; none is a family or given name.
_AGENDA_WORDS = frozenset(
    "absent excused apologies regrets agenda minutes discussion objection objections proposal "
    "proposals release releases planning deprecation retrospective maintainers topics questions "
    "updates modules documents files notes wg sig workshop attendees everyone others meeting "
    "committee subcommittee university foundation corporation department ministry website review "
    "issues policy guidelines virtual quorum".split()
)
_TITLES = frozenset(
    "duke duchess earl bishop archbishop prince princess lord lady baron king queen count".split()
)
_PARTICLES = frozenset(
    "af al av ap bar bat ben bin bint binti da das de dei del dela della den der di do dos du e el "
    "ibn la las le les lo los mac ni of st san santa te ten ter the tot ul ur van vande vander vom "
    "von y za zu zum zur".split()
)
_SENTENCE = re.compile(r"[?!;:<>=#*|。；：！？]|\.{3}|…")
_BRACKETED = re.compile(r"""\s*[(\[{（【「『"“'].*[)\]}）】」』"”']\s*\Z""")
_LIST = re.compile(r"、|\s[&+/]\s|\s//\s|\s(?:and|und|et)\s(?=\S+\s*\Z)|\sand\s|\s與\s|\s与\s|\s和\s")
_NUMBER = re.compile(r"(?:^|\s)\d+(?:\s|\Z)")
_HAN_RUN = re.compile(f"[{HAN}]+")
_DOT = re.compile("[·•‧⋅・･]")
_LONGEST_HAN = 5  # characters without a dot
_COUNTED = re.compile(
    f"[{HAN}][- ]?\\d+\\Z|等\\s*[\\d一二三四五六七八九十百两兩]+\\s*[人位名]|\\S\\+\\s?\\d+\\Z"
)
# All, others, those of: 全体委员, 其他人员, 各科室.
_GROUP = re.compile(
    "(?:全体|全體|所有|其他|其它|其余|其餘|列席|出席|参会|參會|与会|與會|相关|相關|有关|有關|部分|各)"
    f"[{HAN}]+\\Z"
)
_PLURAL_TITLES = frozenset(
    "messrs mmes mses mesdames councillors councilors councilmembers commissioners aldermen".split()
)
_PRESENCE_AT_END = re.compile(
    f"[{HAN}]{{2,4}}\\s*(?:缺席|请假|請假|出席|列席|主持|记录|記錄|紀錄|等|等人|同仁|同上)\\Z"
)


def shape_of(name: str) -> str:
    """Return "" if words are shaped like the name of one person, otherwise "several" or "no_name"."""
    words = name.split()
    if not any(map(str.isalpha, name)) or " ".join(words).casefold() in _NOBODY:
        return NO_NAME
    if words[0].casefold().rstrip(".") in _PLURAL_TITLES or is_list(name, words):
        return SEVERAL
    if _SENTENCE.search(name) or _BRACKETED.match(name) or _NUMBER.search(name):
        return NO_NAME
    return NO_NAME if is_han_phrase(name) or is_phrase(words) else ""


def is_list(name: str, words: list[str]) -> bool:
    if _LIST.search(name) and words[0].casefold() not in _TITLES:
        return True
    runs = _HAN_RUN.findall(name)
    if len(runs) == len(words) > 2 and all(2 <= len(run) <= 4 for run in runs):  # 张三 李四 王五
        return True
    parts = [part.split() for part in re.split("[,，]", name)]
    return len(parts) > 1 and all(len(part) > 1 for part in parts)


def is_han_phrase(name: str) -> bool:
    """Return whether a Chinese text is longer than names are, or says who was away, or counts."""
    runs = _HAN_RUN.findall(name)
    if _COUNTED.search(name) or _GROUP.match(name):
        return True
    if not runs:
        return False
    is_long = not _DOT.search(name) and max(map(len, runs)) > _LONGEST_HAN
    return is_long or bool(_PRESENCE_AT_END.search(name))


def is_phrase(words: list[str]) -> bool:
    """Return whether several Latin words are words of a sentence or an agenda, not a name."""
    if len(words) < 2:
        return False
    if words[0].casefold() not in _TITLES and any(word in _FUNCTION_WORDS for word in words):
        return True
    if any(word.casefold().strip(".,") in _AGENDA_WORDS for word in words):
        return True
    lower = [
        word
        for word in words
        if len(word) > 1 and word.isalpha() and word.islower() and word.isascii() and word not in _PARTICLES
    ]
    return len(words) >= 3 and len(set(lower)) >= 2
