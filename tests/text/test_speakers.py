"""Transcripts: speakers are labels, counted and found; labels of a form are not people."""

import itertools

from archive.text.markdown import render

NAMES = ["Ada Brown", "Ben Clark", "Carl Dorn"]
ORDER = [NAMES[number] for number in (0, 1, 0, 2, 1, 1, 2, 0, 2, 0, 1, 2, 2, 0, 1, 0, 2, 1)]


def speakers(source: str) -> list[tuple[str, int]]:
    return [(one.name, one.speeches) for one in render(source, permalinks=True).speakers]


def test_headings_that_are_speakers_are_labels():
    names = itertools.islice(itertools.cycle(["林慧：", "Ada："]), 7)
    rendered = render(
        "# Talk\n\n" + "\n\n".join(f"### {name}\nWords {n}." for n, name in enumerate(names)),
        permalinks=True,
    )

    assert [heading.text for heading in rendered.headings] == ["Talk"]
    assert [(one.name, one.speeches) for one in rendered.speakers] == [("林慧", 4), ("Ada", 3)]
    assert f'<p class="speaker" id="{rendered.speakers[0].anchor}">林慧：' in rendered.html


def test_paragraphs_that_begin_with_speakers_are_speeches():
    rendered = render("\n\n".join(f"{name}: words {n}" for n, name in enumerate(ORDER)), permalinks=True)

    assert [(one.name, one.speeches) for one in rendered.speakers] == [(name, 6) for name in NAMES]
    assert (
        f'<p id="{rendered.speakers[1].anchor}"><b class="speaker">Ben Clark:</b> words 1' in rendered.html
    )


def test_bold_names_are_speakers_too():
    assert speakers("\n\n".join(f"**{name}:** words {n}" for n, name in enumerate(ORDER))) == [
        (name, 6) for name in NAMES
    ]


def test_labels_of_a_form_are_nobody():
    form = "\n\n".join(f"{label}：第{n}件" for n in range(9) for label in ("案由", "说明", "办法"))

    assert speakers(form) == []


def test_a_few_labels_make_no_transcript():
    assert speakers("Ada Brown: agreed.\n\nThe rest.\n\nAction: Ben\n\nBen Clark: no") == []
    assert speakers("\n\n".join(f"### Point {n}:\n\nText" for n in range(6))) == []
