"""Traditional Chinese: which language tags mean it, and our own words in the words of Taiwan.

For words of the archive itself, catalogue and handbook. What a record says is never converted to be shown.
"""

import re
from functools import cache

from opencc import OpenCC

_MARKS = {"Hant", "TW", "HK", "MO"}

# What OpenCC gives here for a word that it does not know, or takes for one of computing, and what Taiwan's
# archives write.
_WORDS = {
    "釋出": "發布",
    "許可權": "權限",
    "議程專案": "議程項目",
    "物件": "對象",
    "迴圈": "循環",
    "程式性": "程序性",
    "使用者組": "群組",
    "所在的組": "所在的群組",
    "會話": "工作階段",
    "會議紀要": "會議紀錄",
    "會議記錄": "會議紀錄",
    "紀要": "紀錄",
    "電子郵箱": "電子信箱",
    "郵箱": "電子信箱",
    "執行人員": "管理人員",
    "賬戶": "帳戶",
    "傳送": "發送",
    "通過郵件": "透過郵件",
    "傳籤": "傳簽",
    "錶決": "表決",
    "彙報": "報告",
    "影片參會": "視訊與會",
    "參會": "與會",
    "錄入": "輸入",
    "檢視查": "檢查",
    "驗證器應用": "驗證應用程式",
    "當前": "目前",
    "純文本": "純文字",
    "文本": "文字",
    "工作臺": "工作台",
    "查找": "尋找",
    "模板": "範本",
    "恢復碼": "復原碼",
    "含有宏": "含有巨集",
    "不含宏": "不含巨集",
    "二維碼": "QR 碼",
    "下劃線": "底線",
    "刪除線": "刪除線",
    "“": "「",
    "”": "」",
    "‘": "『",
    "’": "』",
}
_WRONG = re.compile("|".join(map(re.escape, _WORDS)))


def is_traditional(tag: str) -> bool:
    """Return whether a language tag means Chinese in traditional characters."""
    parts = tag.split("-")
    return parts[0] == "zh" and bool(_MARKS & set(parts))


def in_words_of_taiwan(text: str) -> str:
    """Return a text of the archive's own in simplified Chinese as Taiwan writes it; markup stays."""
    return _WRONG.sub(lambda word: _WORDS[word[0]], _converter().convert(text))


@cache
def _converter() -> OpenCC:
    return OpenCC("s2twp")
