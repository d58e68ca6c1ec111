"""Names of people and bodies: how they are matched, sorted and shown."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from archive.text.folding import RADICALS, UNDECOMPOSED, VARIATION_SELECTORS, fold, is_invisible, simplified
from archive.text.pinyin import HAN, HAN_RUN, name_syllables, syllables
from archive.text.tokens import is_cjk

MOST_NAMES = 10_000  # whose keys are kept: an import asks several times for each

_UNIFIED = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bb\u02bc\u02b9\u2032\u0060\u00b4\uff07", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
        **dict.fromkeys("\u0387\u16eb\u2022\u2219\u2027\u22c5\u2e31\u2e33\u30fb\ua78f\uff65", "\u00b7"),
    }
)
# The dot within transliterated names (卡尔·马克思) is typed in many ways, as a full stop too, or left out.
# Source: W3C, Requirements for Chinese Text Layout, 3.1.4; issue 512 of its repository.
_DOTS_BETWEEN = re.compile(rf"(?<=[{HAN}\u3041-\u30ff])[\s\u00b7.\u2024]+(?=[{HAN}\u3041-\u30ff])")
# NUL, a joiner of accents, fillers of Hangul, vowels of Khmer, the blank of Braille.
_BLANK_LETTERS = frozenset("\0\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Joiners are spelling in the scripts from Hebrew to Khmer; in others they come along with pasted text.
_UNUSUAL_IDEOGRAPH = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_TIDY = re.compile("[A-Za-z0-9\u4e00-\u9fff，。、；：（）《》]*")
_STRAY_JOINER = re.compile("(?<![\u0590-\u1fff])[\u200c\u200d]|[\u200c\u200d](?![\u0590-\u1fff])")

# One simplified character stands for several traditional ones here, and more than one of them is used in
# names: 鍾 and 鐘 (钟) are two families, 王傑 and 王杰 two singers. Kept apart are those of which Big5 has
# two among its common characters (level 1), without groups of which only one is in names (蘇, not 囌).
_KEPT_APART = (
    "丑醜 个個箇 丰豐 么麼麽 于於 云雲 仆僕 仑侖崙 伙夥 余餘 佛彿 佣傭 修脩 克剋 冢塚 冬鼕 冲沖衝 "
    "凄悽淒 准準 几幾 凶兇 出齣 划劃 刮颳 制製 勋勛勳 千韆 升昇陞 卜蔔 占佔 卤滷鹵 卷捲 历厤曆歷 "
    "只隻 台檯臺颱 叹嘆歎 吁籲 吃喫 合閤 吊弔 后後 向嚮曏 周週 咨諮 咸鹹 咽嚥 哄鬨 哗嘩譁 唇脣 "
    "喂餵 噪譟 回迴 困睏 坏壞 夸誇 奸姦 姜薑 娘孃 家傢 尸屍 局侷 岩巖 岳嶽 巨鉅 布佈 帘簾 席蓆 "
    "干乾幹榦 并並併幷 幸倖 庵菴 弦絃 彩綵 征徵 径徑逕 御禦 志誌 念唸 恤卹 愈癒 愿願 戚慼 才纔 "
    "扎紮 扑撲 托託 扣釦 折摺 抵牴 拐枴柺 拼拚 挂掛 挨捱 挽輓 捆綑 搜蒐 摆擺襬 斗鬥 昆崑 晒曬 "
    "曲麯麴 术朮術 朱硃 朴樸 杆桿 杠槓 杯盃 杰傑 松鬆 板闆 栗慄 梁樑 欲慾 毁毀燬譭 汇匯彙滙 污汙 "
    "沈瀋 沾霑 泄洩 泛氾汎 注註 涌湧 游遊 湿溼濕 溪谿 炼煉鍊 烟煙菸 狸貍 症癥 痴癡 秋鞦 秘祕 筑築 "
    "签簽籤 糖醣 系係繫 肴餚 胄冑 胡衚鬍 脏臟髒 腌醃 致緻 舍捨 艳艷豔 苔薹 范範 荡盪蕩 获獲穫 "
    "蒙懞濛矇 蓑簑 虫蟲 虱蝨 表錶 证証證 谷穀 赞讚贊 辟闢 迹跡蹟 郁鬱 酸痠 采埰寀採 里裏裡 鉴鑑鑒 "
    "钟鈡鍾鐘 铲剷鏟 锤錘鎚 闲閑閒 雇僱 雕彫琱鵰 霉黴 面麪麫麵 饥飢饑"
).split()
_RIVALS = {character: group for group in _KEPT_APART for character in group}


class _SeenCharacters(dict[int, int | None]):
    """A table for str.translate without the characters that leave no mark on paper."""

    def __init__(self, *kept: range) -> None:
        super().__init__((code, code) for block in kept for code in block)

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        is_unseen = character in _BLANK_LETTERS or is_invisible(character)
        self[code] = None if is_unseen else code
        return self[code]


_SEEN = _SeenCharacters()
# A page keeps joiners, and variation selectors, which choose the form of a character.
_SHOWN = _SeenCharacters(range(0x200C, 0x200E), *VARIATION_SELECTORS)
_MAY_BE_SIMPLIFIED = re.compile(f"[^{''.join(_RIVALS)}]+")
_BLANK = re.compile(r"\s")
_LATIN_NAME = re.compile(rf"((?:(?![{HAN}])[^(（\[])+)(.*)", re.DOTALL)
# Small ones as minutes write them; with a capital they belong to the family name, as in Van Doren.
# Source: Chicago Manual of Style, 17th edition, 8.5 and 16.71; SBL Handbook of Style, 6.2.
_PARTICLES = frozenset(
    "af al av da das de del della delle den der di dos du el la las le los mac ní nic ó st st. ter uí van "
    "vande vander von zu".split()
)
_SMALL_PARTICLES = frozenset("bin bint d' do dei e ibn ten".split())  # with a capital, a name of its own
_BETWEEN_FAMILY_NAMES = frozenset(["y", "i", "e"])  # Ortega y Gasset
_SUFFIXES = frozenset(
    "jr sr jnr snr júnior filho neto esq ii iii iv 2nd 3rd obe mbe cbe kbe dbe gbe kcb gcb cmg kcmg cvo "
    "frs mp mla mep msp jp qc kc sc phd md dds".split()
)
_APOSTROPHES = dict.fromkeys(map(ord, "'\u2018\u2019\u02bc"))
_ARTICLE = re.compile(r"\s*the\s+(?=\S)", re.IGNORECASE)
_NUMBER = re.compile(r"\b\d+\b")
_COMMA = re.compile("[,\uff0c\u3001]")
_MIDDLE_DOT = "\u00b7"


@lru_cache(MOST_NAMES)
def name_key(name: str) -> str:
    """Return what two spellings of one name have in common, to match people by.

    It joins records without asking anyone, so it folds less than search, where a person looks at what was
    found. Folded are width, case, blanks and marks that nobody sees (direction, soft hyphen, variation
    selector), forms of apostrophe, hyphen and dot (left out within 卡尔·马克思), and traditional Chinese:
    陈　瑩, 陳瑩 and 陈莹 give one key. Not folded are accents, since José and Jose may be two people in
    one assembly, and traditional characters of which several are used in names: 鍾偉, 鐘偉 and 钟伟 have
    three keys. Search finds each by the others, and they are suggested as possible duplicates.
    """
    seen = name.translate(RADICALS).translate(_SEEN).translate(_UNIFIED)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    plain = _without_padding(folded.translate(_SEEN).translate(_UNIFIED))
    return _MAY_BE_SIMPLIFIED.sub(lambda run: simplified(run[0]), _DOTS_BETWEEN.sub("", plain))


def same_in_search(key: str) -> str:
    """Return a regular expression for the keys that search takes for this one: 钟伟 for 鍾偉, too."""
    return "".join(f"[{_RIVALS[one]}]" if one in _RIVALS else re.escape(one) for one in key)


def tidy_name(name: str) -> str:
    """Return a name as it is shown: no padding, and ideographs that keyboards can type.

    PDF files hold radicals and compatibility ideographs that look like the usual ones and are
    not found by them; Word, PDF and chats leave marks that nobody sees. Everything else stays as the
    minutes wrote it.
    """
    if _TIDY.fullmatch(name):
        return name
    if name.isascii() and name.isprintable():
        return " ".join(name.split())
    usual = _UNUSUAL_IDEOGRAPH.sub(_usual, name)
    return _without_padding(_STRAY_JOINER.sub("", usual).translate(_SHOWN))


def _usual(ideograph: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", ideograph[0].translate(RADICALS))


def sort_name(name: str) -> str:
    """Return a person's name as lists order it: family name first.

    Latin: Gary O'Neall → O'Neall, Gary; Ludwig van Beethoven → van Beethoven, Ludwig; Walter Greene,
    Jr. → Greene, Walter, Jr. Any other name with a comma has been inverted already. Chinese: by pinyin,
    the first character read as a family name: 曾志伟 → Zeng Zhi Wei.
    """
    tidied = tidy_name(name).removeprefix("@")
    latin = _LATIN_NAME.match(tidied)
    if latin is None:
        return HAN_RUN.sub(lambda run: _romanised(run[0], reading_of(tidied)), tidied)
    # What follows in brackets or in another script is not part of the name that is inverted.
    return " ".join(filter(None, [_inverted(latin[1].strip()), latin[2]]))


def reading_of(name: str) -> Callable[[str], list[str]]:
    """Return how the Chinese of a person's name is read: with a family name, except in 查理·布朗."""
    return syllables if _MIDDLE_DOT in name.translate(_UNIFIED) else name_syllables


def sort_key(text: str) -> str:
    """Return what orders named things, compared by code point: blind to case, accents and signs.

    Chinese by pinyin, numbers by their value, "The" left out. What stands before a comma counts
    first: Green, Zoe before Green Smith, Adam. Pass a person's name through sort_name() before.
    """
    article = _ARTICLE.match(text)
    plain = fold(text[article.end() :] if article else text).translate(UNDECOMPOSED).translate(_APOSTROPHES)
    latin = HAN_RUN.sub(lambda run: f" {' '.join(syllables(run[0])) or run[0]} ", plain)
    numbered = _NUMBER.sub(lambda number: number[0].zfill(8), latin)
    return "  ".join(filter(None, map(_words_alone, _COMMA.split(numbered)))) or text


def _words_alone(text: str) -> str:
    return " ".join("".join(one if unicodedata.category(one)[0] in "LNM" else " " for one in text).split())


def _without_padding(name: str) -> str:
    """Collapse blanks, and drop those within a Chinese name: 阮　森 was padded to three squares."""
    words = name.split()
    if len(words) < 2:
        return "".join(words)
    spaced = words[:1]
    for before, word in pairwise(words):
        if not (is_cjk(before[-1]) and is_cjk(word[0])):
            spaced.append(" ")
        spaced.append(word)
    return "".join(spaced)


def _romanised(run: str, reading: Callable[[str], list[str]]) -> str:
    return " ".join(syllable.capitalize() for syllable in reading(run)) or run


def _inverted(name: str) -> str:
    words = name.split(" ")
    last = len(words)
    while last > 1 and words[last - 1].replace(".", "").strip(",").casefold() in _SUFFIXES:
        last -= 1
    words, suffixes = words[:last], words[last:]
    comma = "," if suffixes and words[-1].endswith(",") else ""
    words[-1] = words[-1].removesuffix(comma)
    if len(words) > 1 and "," not in " ".join(words):
        first = _start_of_family(words)
        words = [*words[first:-1], f"{words[-1]},", *words[:first]]
    return " ".join(filter(None, [f"{' '.join(words)}{comma}", *suffixes]))


def _start_of_family(words: list[str]) -> int:
    first = len(words) - 1
    if first > 2 and words[first - 1] in _BETWEEN_FAMILY_NAMES:
        first -= 2
    while first > 1 and (words[first - 1].casefold() in _PARTICLES or words[first - 1] in _SMALL_PARTICLES):
        first -= 1
    return first
