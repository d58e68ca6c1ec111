"""How a Chinese paragraph is set: run-in heads (案由：) in bold, labelled and numbered lines by themselves.

Which paragraphs are indented by two characters is a matter of the style sheet, by the language.
"""

import re
from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

_RUN_IN = re.compile(
    r"(?:案由|案\s?由|事由|说明|說明|理由|办法|辦法|擬辦|拟办|决议|決議|决定|決定|议定事项|議定事項|结论|結論|审查意见|審查意見|"
    r"建议|建議|提案人|连署人|連署人|主席裁示|大會決議)[：:]"
)
_WIDE_BEGIN = re.compile("[“‘（《「『【〔]?[\u3400-\u9fff]|[（(][一二三四五六七八九十\\d]")
_NUMBERED = re.compile(
    r"[（(]?(?:第?[一二三四五六七八九十百零〇]+|[壹貳贰參叁肆伍陸陆柒捌玖拾])[）)、．.條条项項章节節]"
)
_LABELLED = re.compile(r"[^\s，。；、]{1,8}[：:]")
_FULL_STOP = re.compile(r"[。！？…][”’」』）]*\Z")
_SHORT = 40  # a line of fewer characters without a full stop is no running text


def paragraph_html(text: str) -> str:
    """Return a line of plain text as a paragraph, as dress_paragraphs() would dress it."""
    if not _WIDE_BEGIN.match(text):
        return f"<p>{escapeHtml(text)}</p>\n"
    head = _RUN_IN.match(text)
    words = f'<b class="head">{head[0]}</b>{escapeHtml(text[head.end() :])}' if head else escapeHtml(text)
    look = ' class="line"' if _is_line(text) else ""
    return f"<p{look}>{words}</p>\n"


def dress_paragraphs(blocks: Sequence[Token]) -> None:
    """Mark run-in heads and such lines among the blocks, in place."""
    for index, block in enumerate(blocks):
        if block.type != "paragraph_open" or block.hidden:
            continue
        inline = blocks[index + 1]
        if _WIDE_BEGIN.match(inline.content):
            inline.children = _with_run_in_heads(inline.children or [])
            if _is_line(inline.content) and "class" not in block.attrs:
                block.attrSet("class", "line")


def _is_line(text: str) -> bool:
    is_short = len(text) < _SHORT and not _FULL_STOP.search(text)
    return is_short or "\n" in text or bool(_NUMBERED.match(text) or _LABELLED.match(text))


def _with_run_in_heads(tokens: Sequence[Token]) -> list[Token]:
    dressed: list[Token] = []
    begins = True
    for token in tokens:
        head = _RUN_IN.match(token.content) if begins and token.type == "text" else None
        if head:
            opening = Token("head_open", "b", 1, attrs={"class": "head"})
            dressed += [opening, Token("text", "", 0, content=head[0]), Token("head_close", "b", -1)]
            token.content = token.content[head.end() :]
        dressed.append(token)
        begins = token.type in {"softbreak", "hardbreak"}
    return dressed
