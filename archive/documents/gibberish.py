"""Judge whether characters are words at all, or what a font with a wrong map made of them."""

import itertools
import re

from archive.text.folding import simplified
from archive.text.pinyin import HAN

LEAST = 200  # characters, of which shares say something
LEAST_LETTERS = 0.25  # share of all characters; minutes with tables of sums had 0.46 and more
LEAST_PAIRS = 0.1  # share of the pairs of letters; English has 0.4, letters at random 0.06
LEAST_COMMON = 0.1  # share of the Chinese characters; minutes had over 0.4, characters at random 0.02

# The pairs of letters that are commonest in English, and the characters that are in Chinese minutes.
_PAIRS = frozenset(
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de"
    " hi ri ro ic ne ea ra ce li ch ll be ma si om ur".split()
)
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所"
    "然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与"
    "长把机十民第公此已工使情明性知全三又关点正业外将两高间由问最重并物手应向头文体政美相见被利等产或新己制身果"
    "加月合回特代内信表老给位次度门任常先海通教原东提立及比员解水名真论处走义各入认条平系气题活别四总何电数安少报"
    "才结反受目太量再建务做接必场件计管期市直德资命山金指克许统区保至队形社便决治科司五基则光放即权王象设式色路记"
    "南品住类求程北边该交规取格术领共确传师观清今让识候带导争运席议委组办局县镇村街项目案决请照审查讨论二六七八九零"
)
_HAN = re.compile(f"[{HAN}]")


def is_gibberish(text: str) -> bool:
    """Return whether a long text holds hardly a letter, or letters that make no words."""
    solid = "".join(text.split())
    if len(solid) < LEAST:
        return False
    if sum(character.isalpha() for character in solid) < LEAST_LETTERS * len(solid):
        return True
    han = _HAN.findall(simplified(solid))
    if len(han) > LEAST / 2 and sum(one in _COMMON for one in han) < LEAST_COMMON * len(han):
        return True
    letters = text.lower()
    pairs = [pair for pair in map("".join, itertools.pairwise(letters)) if is_latin(pair)]
    return len(pairs) > LEAST and sum(pair in _PAIRS for pair in pairs) < LEAST_PAIRS * len(pairs)


def is_latin(pair: str) -> bool:
    return pair.isascii() and pair.isalpha()
