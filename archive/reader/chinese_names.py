"""Read names in Chinese characters with their posts: 局长张三, 张三（局长）, 林委員佳龍, 张三代李四."""

import re
from collections.abc import Iterable, Iterator

from archive.reader.name_words import (
    EMBEDDED_POST,
    FAMILY_NAMES,
    HELD_BY_SEVERAL,
    NOBODY,
    PARTLY,
    POST,
    POST_WORD,
    REASON,
    SURNAMES,
    UNIT,
    status_in,
)
from archive.reader.results import NameEntry, Span
from archive.reader.source import Source
from archive.text.folding import one_script
from archive.text.names import name_key, tidy_name
from archive.text.pinyin import HAN
from archive.text.vocabulary import role_in

_TOKEN = re.compile(r"[^\s()\[\]:]*(?:\([^()]*\)|\[[^\[\]]*\])[^\s()\[\]:]*|[^\s:]+|:")
_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
# 率 and 等 end a name: 朱敬一率同有關人員, 高華柱及相關人員, 张三等5人.
_TAIL = re.compile(
    r"(?:率同|率领|率|及其|及相|及有|及所|暨|等[0-9一二三四五六七八九十]*[人位名]?|先生|女士|小姐|同志"
    r"|老师|博士|姑娘|兼).*$"
)
_COURTESY = re.compile("(?<=..)(?:先生|女士|小姐|同志|姑娘)$")
_ONLY_HAN = re.compile(f"[{HAN}·]+")
_SUBSTITUTE = re.compile(f"(?P<name>[{HAN}]{{2,4}})代(?:替)?(?P<other>[{HAN}]{{2,4}})")
_REPLACED = re.compile(f"(?:由|委托)?(?P<name>[{HAN}]{{2,4}}?)(?:代(?:替|为|理)?(?:出席|参加|参会)?)")
_REPLACES = re.compile(f"代(?:替|理|表)?(?P<other>[{HAN}]{{2,4}})(?:出席|参加)?")
_LEADING_NOTE = re.compile(r"\(([^()]{1,12})\)")
_UNIT_AND_NAME = re.compile(f"(?P<unit>[{HAN}]{{2,12}})[-–—]+(?P<name>[{HAN}·]{{2,4}})")
_HAN_ACCOUNT = re.compile(f"@[{HAN}]{{2,4}}$")
_LATIN = re.compile(r"[A-Za-z]")
_ACCOUNT = re.compile(r"@[\w-]{2,39}", re.ASCII)
_LATIN_WORD = re.compile(r"[A-Z][a-z'’-]+(?:[ ][A-Z][a-z'’-]+)*(?![A-Za-z])")
_FAMILIAR = re.compile(f"[老小阿大][{HAN}]")
_NEVER_WITHIN = re.compile("[的了是在]|如下|如附|如后|详|名单|簿$|表$|同意")
_NOT_NAME = re.compile(
    r"[0-9]|^全[组体员校班村镇局队]|[日月年时分点号]$|(?:^|的)[有为]$|[的了是在并与及对请将应会议于]|如[下附后]|详[见如]|名单"
    r"|簿|同意|无异议|(?:主持|出席|列席|参加|缺席|请假|姑娘)$"
)


def read_chinese_names(source: Source, piece: Span) -> list[NameEntry]:
    """Return the people a piece between commas names; blanks may part several, or pad one name."""
    label, start = _leading_note(source, piece)
    entries: list[NameEntry] = []
    posts: list[str] = []
    before = ""
    for token in _whole_latin_names(source, _tokens(source, Span(start, piece.end))):
        words = re.sub(r"\s", "", source.plain[token.start : token.end])
        # 陈明德 @chen-md is one person; an account that was a link stands behind its sign.
        account = (
            _ACCOUNT.fullmatch(f"{before}{words}") and entries and _ONLY_HAN.fullmatch(entries[-1].name)
        )
        before = words if words == "@" else ""
        if words == ":" or account or (before and entries):
            continue
        if is_chinese_post(_COURTESY.sub("", words)):
            _place_post(words, entries, posts)
            continue
        entry = _person(source, token, piece)
        if entry is None:
            posts.append(words)
            continue
        entry.label = tidy_name(" ".join(filter(None, [*posts, entry.label]))) or label
        entry.role = entry.role or role_in(entry.label)
        entries.append(entry)
        posts = []
    if _begins_with_unit(source, piece, entries):
        unit = entries.pop(0)
        entries[0].label, entries[0].whole = unit.name, Span(unit.whole.start, entries[0].whole.end)
    for entry in [_in_full(source, entry) for entry in entries]:
        for part in ("name", "label", "on_behalf_of", "note", "reason"):
            setattr(entry, part, source.as_spelt(getattr(entry, part), piece))
    return entries


def _in_full(source: Source, entry: NameEntry) -> NameEntry:
    """Take somebody by the full name behind what people say: 老赵（赵明德）."""
    said, full = entry.name, one_script(entry.label)
    if _FAMILIAR.fullmatch(one_script(said)) and is_person(full) and full[0] == one_script(said)[1]:
        at = source.plain.find(full, entry.span.end, entry.whole.end)
        if at >= 0:
            entry.span = Span(at, at + len(full))
            entry.name, entry.label, entry.name_as_written = full, said, source.written(entry.span)
    return entry


def is_person(words: str) -> bool:
    """Say whether Chinese words are a name with one of the usual surnames."""
    plain = one_script(words)
    return _is_name(plain) and plain[0] in SURNAMES


def key_within_text(name: str) -> str:
    """Return what two spellings of a name in one text have in common: name_key(), and the script aside."""
    return name_key(one_script(name))


def _begins_with_unit(source: Source, piece: Span, entries: list[NameEntry]) -> bool:
    """Say whether the first of two words in a list is a unit that no sign tells: 财务 鲁班、人事 王芳."""
    around = source.plain[max(0, piece.start - 1)] + source.plain[piece.end : piece.end + 1]
    return (
        len(entries) == 2
        and bool(re.search("[、,;]", around))
        and not is_person(entries[0].name)
        and is_person(entries[1].name)
        and not entries[0].label
        and not entries[1].label
    )


def _place_post(words: str, entries: list[NameEntry], posts: list[str]) -> None:
    """A post belongs to the name behind it, unless the first name stood before the first post."""
    if entries and not entries[-1].label and not posts:
        entries[-1].label = words
        entries[-1].role = entries[-1].role or role_in(words)
    else:
        posts.append(words)


def _leading_note(source: Source, piece: Span) -> tuple[str, int]:
    """Return the post in brackets before a name, (理事長) 管一政, and where the names begin."""
    words = source.plain[piece.start : piece.end]
    if (match := _LEADING_NOTE.match(words)) and len(words) > match.end():
        return tidy_name(match[1]), piece.start + match.end()
    return "", piece.start


def _tokens(source: Source, span: Span) -> Iterator[Span]:
    """Yield tokens between blanks; two single characters side by side are one padded word."""
    found = [match.span() for match in _TOKEN.finditer(source.plain, span.start, span.end)]
    index = 0
    while index < len(found):
        start, end = found[index]
        if index + 1 < len(found) and "\n" in source.plain[end : found[index + 1][0]]:
            end, index = found[index + 1][1], index + 1
        elif index + 1 < len(found) and (end - start == 1 or _ends_in_surname(source.plain[start:end])):
            following = found[index + 1]
            gap = source.plain[end : following[0]]
            bare = _BRACKETED.sub("", source.plain[slice(*following)])
            if len(bare) == 1 and bare != ":" and source.plain[start] != ":" and len(gap) <= 4:
                end = following[1]
                index += 1
        index += 1
        while index < len(found) and _is_bracket(source, found[index]) and source.plain[end - 1] != ":":
            end = found[index][1]
            index += 1
        yield Span(start, end)


def _whole_latin_names(source: Source, tokens: Iterable[Span]) -> Iterator[Span]:
    """Join the words of a Latin name among Chinese ones: 主席 Allen Guo."""
    last: Span | None = None
    for token in tokens:
        if (
            last
            and source.plain[last.end : token.start] == " "
            and _LATIN_WORD.fullmatch(source.plain, *last)
            and _LATIN_WORD.match(source.plain, *token)
        ):
            last = Span(last.start, token.end)
            continue
        if last:
            yield last
        last = token
    if last:
        yield last


def _ends_in_surname(words: str) -> bool:
    """Say whether a padded name begins at the end of a post: 副局长沈　洁."""
    return words[-1] in SURNAMES and any(
        match.end() == len(words) - 1 for match in POST_WORD.finditer(words)
    )


def _is_bracket(source: Source, token: tuple[int, int]) -> bool:
    return source.plain[token[0]] in "([" and source.plain[token[1] - 1] in ")]"


def is_chinese_post(words: str) -> bool:
    """Say whether words are a post, perhaps behind a unit: 副局长, 财务科科长."""
    bare = _BRACKETED.sub("", words)
    if POST_WORD.fullmatch(bare):
        return True
    return any(match.end() == len(bare) for match in POST_WORD.finditer(bare)) and _split(bare) is None


def _person(source: Source, token: Span, piece: Span) -> NameEntry | None:
    words = source.plain[token.start : token.end]
    notes = [next(filter(None, groups), "").strip() for groups in _BRACKETED.findall(words)]
    first = _BRACKETED.search(words)
    bare = words[: first.start()] if first and first.start() else _BRACKETED.sub("", words)
    bare = bare.lstrip("@") if _HAN_ACCOUNT.match(bare) else bare
    bare = _TAIL.sub("", bare) if not _is_name(re.sub(r"\s", "", bare)) else bare
    if (pair := _SUBSTITUTE.fullmatch(re.sub(r"\s", "", bare))) and all(map(is_person, pair.groups())):
        return _entry(source, token, words.find(pair["name"]), pair["name"], "", notes, pair["other"])
    found = (bare, "") if _LATIN_WORD.fullmatch(bare) and " " in bare else _split(re.sub(r"\s", "", bare))
    if (joined := _UNIT_AND_NAME.fullmatch(bare)) and _is_name(joined["name"]):
        found = joined["name"], joined["unit"]
    if found is None:
        return None
    name, label = found
    return _noted(source, token, words, name, label, notes)


def _noted(source: Source, token: Span, words: str, name: str, label: str, notes: list[str]) -> NameEntry:
    """Read the notes in brackets: 李四（张三代） came in the person of 张三."""
    for note in re.split("[,、;]", "、".join(notes)):
        replaced = _REPLACED.fullmatch(note)
        if replaced and is_person(replaced["name"]):
            return _entry(source, token, words.find(replaced["name"]), replaced["name"], label, [], name)
        replaces = _REPLACES.fullmatch(note)
        if replaces and is_person(replaces["other"]):
            kept = [other for other in notes if other != note]
            return _entry(source, token, _find(words, name), name, label, kept, replaces["other"])
    return _entry(source, token, _find(words, name), name, label, notes, "")


def _find(words: str, name: str) -> int:
    """Return where a name begins in words that may pad it with blanks or hold a post inside it."""
    return next(
        (
            index
            for index, character in enumerate(words)
            if words[index:].lstrip()[:1] == name[:1] and _follows(words[index:], name)
        ),
        0,
    )


def _follows(words: str, name: str) -> bool:
    position = -1
    for character in name:
        position = words.find(character, position + 1)
        if position < 0:
            return False
    return True


def _entry(
    source: Source, token: Span, at: int, name: str, label: str, notes: list[str], on_behalf_of: str
) -> NameEntry:
    words = source.plain[token.start : token.end]
    start = max(at, 0)
    end = start
    for character in name:
        end = words.find(character, end) + 1
    span = Span(token.start + start, token.start + end)
    said = [note for note in notes if note and not _LATIN.match(note.lstrip("@"))]
    joint = " "
    if any(status_in(note) or REASON.search(note) or PARTLY.search(note) for note in said):
        joint = ", "
        said = [part for note in said for part in re.split("[,;、]", note) if part]
    status = next(filter(None, map(status_in, said)), "")
    partly = [note for note in said if PARTLY.search(note)]
    reasons = [note for note in said if status == "excused" and REASON.search(note)]
    labels = [
        note
        for note in said
        if not status_in(note) and not note.startswith("@") and note not in ("代", *partly, *reasons)
    ]
    told = tidy_name(joint.join(filter(None, [label, *labels])))
    role = next(filter(None, map(role_in, [*said, label])), "")
    return NameEntry(
        tidy_name(name),
        source.written(span),
        span,
        token,
        told,
        role,
        status,
        on_behalf_of,
        ",".join(["代"] * ("代" in notes) + partly),
        reason=",".join(reasons),
    )


def _split(words: str) -> tuple[str, str] | None:
    if words in NOBODY or not words:
        return None
    if (match := EMBEDDED_POST.fullmatch(words)) and (
        match["family"] in FAMILY_NAMES or _is_of_two_families(match)
    ):
        return match["family"] + match["given"], match["post"]
    if not _ONLY_HAN.fullmatch(words):
        return (words, "") if _is_mixed_name(words) else None
    if (behind := re.fullmatch(f"(.{{2,4}}?)((?:{POST_WORD.pattern})+)", words)) and is_person(behind[1]):
        return behind[1], behind[2]
    posts = list(POST_WORD.finditer(words))
    if posts and posts[-1].end() < len(words):
        name = words[posts[-1].end() :]
        if _is_name(name) and (name[0] in SURNAMES or len(name) > 2 or len(words) > 3):
            return name, words[: posts[-1].end()]
    for length in (3, 2):
        unit, name = words[:-length], words[-length:]
        if len(unit) > 2 and UNIT.search(unit) and is_person(name) and not UNIT.search(name):
            return name, unit
    return (words, "") if _is_name(words) else None


def _is_of_two_families(match: re.Match[str]) -> bool:
    """Say whether a name has the husband's family name before one's own: 曾王議員雅雲, no 安全主任张三."""
    family, given = match["family"], match["given"]
    is_elected = HELD_BY_SEVERAL.search(match["post"]) is not None
    return (
        len(family) == len(given) == 2
        and all(name in SURNAMES for name in family)
        and (is_elected or given[0] not in SURNAMES)
    )


def _is_name(words: str) -> bool:
    if words in NOBODY or not _ONLY_HAN.fullmatch(words):
        return False
    # 楊應雄 and 李會文 are names, however much their second character looks like a particle.
    if _NOT_NAME.search(words) and not (
        len(words) <= 3 and words[0] in SURNAMES and not _NEVER_WITHIN.search(words)
    ):
        return False
    if "·" in words:
        return 4 <= len(words) <= 16
    if not 2 <= len(words) <= 5 or re.search(f"{POST}$", words):
        return False
    # A unit's last character can end a given name (陈建中 is hardly a centre), so surnames decide.
    return not UNIT.search(words) or (
        len(words) <= 3 and words[0] in SURNAMES and words[-1] not in "局委办处科司院部会室站所署组队厅社"
    )


def _is_mixed_name(words: str) -> bool:
    """Say whether Latin and Chinese letters together are a name, as among the peoples of Taiwan."""
    return len(words) <= 24 and bool(_LATIN.search(words)) and not re.search(r"[0-9/|=@#]|https?", words)
