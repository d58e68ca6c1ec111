"""What a mail, a page or a line of chat says before its words: it tells of that, not of the meeting."""

import re

from archive.text.folding import one_script

_FIELD = re.compile(
    r"(?:(?P<sender>from|发件人|寄件[者人])|(?P<subject>subject|主题|主旨)"
    r"|to|cc|bcc|sent|date|reply-to|message-id|list-id|收件[者人]|抄送|副本|日期|发送时间|传送时间)"
    r"[ ]*[:：][ ]*",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"^[ ]*\[?[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,6})?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?\]?[ \t]+(?=<|#|[\w.-]{1,24}:[ ])",
    re.MULTILINE,
)
_FRONT_MATTER = re.compile(r"\s{0,20}---[ ]*\n(?P<fields>(?:[^\n]{0,2000}\n){1,40}?)---[ ]*\n")
_OF_PAGE = re.compile(
    r"^(?:layout|tags?|authors?|categor(?:y|ies)|summary|description|excerpt|permalink|slug|draft|lang|weight"
    r"|image|published|comments|toc|sidebar\w*|redirect\w*|aliases|keywords|template|parent|nav_order)"
    r"[ ]*:[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_BREAK = re.compile(r"[^\n]")
MOST_BEFORE = 3
MOST_FIELDS = 14
LEAST_STAMPS = 3
SAMPLE = 5_000


def without_message_heads(text: str) -> str:
    """Return a text of the same length with blanks for the fields of a mail and the stamps of a chat.

    The subject of a mail stays; so does the first stamp, which tells the day.
    """
    return _without_stamps(_without_mail_head(_without_front_matter(text)))


def _without_front_matter(text: str) -> str:
    """Blank what the front matter of a page says of the page: its layout, tags and author."""
    front = _FRONT_MATTER.match(text)
    if front is None:
        return text
    kept = _OF_PAGE.sub(lambda match: " " * len(match[0]), front["fields"])
    return text[: front.start("fields")] + kept + text[front.end("fields") :]


def _without_mail_head(text: str) -> str:
    fields: list[tuple[int, int, re.Match[str]]] = []
    start = 0
    for number, line in enumerate(text.split("\n", MOST_BEFORE + MOST_FIELDS)[:-1]):
        match = _FIELD.match(one_script(line.strip(" *>"))) if len(line) < SAMPLE else None
        if match:
            fields.append((start, start + len(line), match))
        elif (line.strip() and line[:1] not in " \t") if fields else number >= MOST_BEFORE:
            break
        start += len(line) + 1
        if fields and not line.strip():
            break
    senders = sum(bool(match["sender"]) for _, _, match in fields)
    if senders != 1 or len(fields) < 2 + (not any(match["subject"] for _, _, match in fields)):
        return text
    first, last = fields[0][0], fields[-1][1]
    kept = [
        (at + text[at:end].find(match[0][:3]) + match.end(), end)
        for at, end, match in fields
        if match["subject"]
    ]
    parts, position = [text[:first]], first
    for at, end in kept:
        parts += [_NOT_BREAK.sub(" ", text[position:at]), text[at:end]]
        position = end
    return "".join([*parts, _NOT_BREAK.sub(" ", text[position:last]), text[last:]])


def _without_stamps(text: str) -> str:
    if not _STAMP.search(text, 0, SAMPLE) or len(_STAMP.findall(text, 0, SAMPLE)) < LEAST_STAMPS:
        return text
    first = _STAMP.search(text)
    after = first.end() if first else 0
    return text[:after] + _STAMP.sub(lambda match: " " * len(match[0]), text[after:])
