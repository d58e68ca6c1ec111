"""Write the Traditional Chinese catalogue from the Simplified one: python -m tests.traditional_catalogue.

Translate in zh_Hans, then run this: the other catalogue is never edited by hand. What the converter gets
wrong is mended in archive/text/traditional_chinese.py, or for one string in STRINGS.
"""

from pathlib import Path

import polib

from archive.text.traditional_chinese import in_words_of_taiwan

LOCALE = Path(__file__).resolve().parent.parent / "archive/locale"
SIMPLIFIED, TRADITIONAL = (LOCALE / name / "LC_MESSAGES/django.po" for name in ("zh_Hans", "zh_Hant"))

STRINGS = {
    "应急 finds 應急 too, and any run of Chinese characters is found wherever it stands.": (
        "搜尋「應急」也能找到「应急」；任何連續的漢字，無論出現在何處，都能找到。"
    )
}


def traditional(msgid: str, written: str) -> str:
    """Return the translation of one string; to the converter 文件 is a file, to some strings a document."""
    if msgid in STRINGS:
        return STRINGS[msgid]
    told = in_words_of_taiwan(written)
    is_document = "ocument" in msgid and "file" not in msgid.lower()
    return told.replace("檔案", "文件") if is_document and "文件" in written else told


def catalogue() -> polib.POFile:
    """Return the whole catalogue, made anew."""
    made = polib.pofile(str(SIMPLIFIED))
    made.header = " The interface in Traditional Chinese, made by tests/traditional_catalogue.py."
    made.metadata["Language"] = "zh_Hant"
    for entry in made:
        entry.msgstr = traditional(entry.msgid, entry.msgstr)
        entry.msgstr_plural = {
            number: traditional(entry.msgid, written) for number, written in entry.msgstr_plural.items()
        }
    return made


def main() -> None:
    """Write the catalogue and its compiled form."""
    TRADITIONAL.parent.mkdir(parents=True, exist_ok=True)
    made = catalogue()
    made.save(str(TRADITIONAL))
    made.save_as_mofile(str(TRADITIONAL.with_suffix(".mo")))


if __name__ == "__main__":
    main()
