import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.text_diff import LINES, Part, compare, increasing, shortened

TEXTS = st.text(alphabet="ab 应急。.\n", max_size=60)


def in_marks(parts: list[Part]) -> str:
    """Return parts as {+inserted+}, [-deleted-] and … for skipped."""
    marks = {"kept": "{}", "inserted": "{{+{}+}}", "deleted": "[-{}-]", "skipped": "…"}
    return "".join(marks[part.kind].format(part.text) for part in parts)


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("", "", ""),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("same", "same", "same"),
        ("three pumps were bought", "four pumps were bought", "[-three-]{+four+} pumps were bought"),
        ("They met.", "They met. All left.", "They met.{+ All left.+}"),
        ("会议于三月召开。", "会议于四月召开。", "会议于[-三-]{+四+}月召开。"),
        ("共11人参加", "共12人参加", "共[-11-]{+12+}人参加"),
        ("one\ntwo\nthree\n", "one\nthree\n", "one\n[-two\n-]three\n"),
        ("pump pump pump", "pump pump", "pump pump[- pump-]"),
    ],
)
def test_compare_marks_words_of_english_and_characters_of_chinese(old, new, marked):
    assert in_marks(compare(old, new)) == marked


def test_compare_does_not_mingle_sentences_that_only_share_letters():
    old, new = "The pumps were counted at noon.", "Nobody objected to that, and it rained."

    assert in_marks(compare(old, new)) == f"[-{old}-]{{+{new}+}}"


def test_compare_does_not_tear_neighbouring_words_apart():
    parts = compare("the meeting was closed at ten by Li Wei", "the meeting was closed at ten by Sun Min")

    assert in_marks(parts) == "the meeting was closed at ten by [-Li Wei-]{+Sun Min+}"


def test_compare_by_lines_takes_lines_as_a_whole():
    parts = compare("Li Wei\nLi Na\nSun Min", "Li Na\nSun Min\nLi Wei", [LINES])

    assert [part.text for part in parts if part.kind == "inserted"] == ["Sun Min\nLi Wei"]


@given(TEXTS, TEXTS)
def test_compare_loses_nothing_of_either_text(old, new):
    parts = compare(old, new)

    assert "".join(part.text for part in parts if part.kind in {"kept", "deleted"}) == old
    assert "".join(part.text for part in parts if part.kind in {"kept", "inserted"}) == new


@given(TEXTS, TEXTS)
def test_compare_gives_no_empty_parts_and_none_twice_in_a_row(old, new):
    kinds = [part.kind for part in compare(old, new)]

    assert all(part.text for part in compare(old, new))
    assert all(first != second for first, second in pairwise(kinds))


@given(st.lists(st.integers(0, 20), unique=True))
def test_increasing_is_the_longest_run(numbers):
    lengths: list[int] = []
    for place, number in enumerate(numbers):
        smaller = [lengths[before] for before in range(place) if numbers[before] < number]
        lengths.append(1 + max(smaller, default=0))

    found = [number for _place, number in increasing(list(enumerate(numbers)))]

    assert found == sorted(found)
    assert len(found) == max(lengths, default=0)


# Long texts

ENGLISH = "".join(
    f"Member {n} spoke about pump {n % 97} and {n * 7}. " + "\n" * (n % 5 == 0) for n in range(5000)
)
CHINESE = "".join(f"第{n}项：听取了{n % 89}号泵站情况汇报，要求落实责任{n * 7}。" for n in range(8000))


def with_three_changes(text: str) -> str:
    third = len(text) // 3
    return f"X{text[1:third]}Y{text[third + 1 : -2]}Z{text[-1:]}"


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["english", "chinese"])
def test_compare_finds_three_changes_in_a_long_text(text):
    parts = compare(text, with_three_changes(text))

    assert len([part for part in parts if part.kind == "inserted"]) == 3
    assert sum(len(part.text) for part in parts if part.kind == "inserted") < 100


@pytest.mark.timed
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ENGLISH, with_three_changes(ENGLISH)),
        (CHINESE, with_three_changes(CHINESE)),
        (ENGLISH, CHINESE),
        (ENGLISH, ENGLISH.replace("spoke", "was silent")),
        (CHINESE, CHINESE.replace("汇", "通").replace("求", "请")),
        ("ab " * 70_000, "ba " * 70_000),
        (("a b " * 60 + ".\n") * 850, ("b a " * 61 + ".\n") * 850),
        ("应急" * 107_000, "急应" * 107_000),
    ],
    ids=["three", "三", "all", "every line", "每句", "no lines", "alike", "无句"],
)
def test_compare_takes_bounded_time(old, new):
    started = time.process_time()

    parts = compare(old, new)

    assert parts != []
    assert time.process_time() - started < 2  # 0.4 s where it was measured; a runner may be slower


# Showing


def test_shortened_keeps_the_surroundings_of_a_change():
    words = " ".join(f"word{n}" for n in range(100))
    parts = [Part("kept", words), Part("inserted", "NEW"), Part("kept", words), Part("deleted", "OLD")]

    found = shortened(parts)

    kinds = [part.kind for part in found]
    assert kinds == ["skipped", "kept", "inserted", "kept", "skipped", "kept", "deleted"]
    assert found[1].text.startswith(" word")
    assert found[1].text.endswith("word98 word99")
    assert found[3].text.startswith("word0 word1 ")


def test_shortened_leaves_short_texts_and_all_changes_whole():
    parts = [Part("deleted", "x" * 500), Part("kept", "y" * 200), Part("inserted", "z" * 500)]

    assert shortened(parts) == parts
