"""Each paragraph has an address that stays while its words do."""

import re

from archive.text.markdown import render
from archive.text.permalinks import fingerprint


def ids(source: str) -> list[str]:
    return re.findall(
        r'<(?:p|li)[^>]* id="([^"]*)"', render(source, anchor_prefix="text-", permalinks=True).html
    )


def test_paragraph_leads_to_itself():
    name = f"text-p-{fingerprint('The pumps run.')}"
    link = f'<a class="pilcrow" href="#{name}" aria-labelledby="here">¶</a>'

    assert render("The *pumps* run.", anchor_prefix="text-", permalinks=True).html == (
        f'<p id="{name}">The <em>pumps</em> run.{link}</p>\n'
    )
    assert "id=" not in render("The pumps run.").html


def test_address_stays_when_other_words_change():
    before = ids("First.\n\nThe pumps run.\n\nLast.")
    after = ids("Another first.\n\nAdded.\n\nThe **pumps**\nrun.\n\nLast.")

    assert before[1:] == [after[2], after[3]]


def test_equal_paragraphs_are_numbered():
    first, second, third = ids("Carried.\n\nCarried.\n\n> carried")

    assert [second, third] == [f"{first}-2", f"{first}-3"]


def test_items_of_a_list_have_an_address_when_they_are_sentences():
    assert len(ids(f"- Ada\n- {'the pumps of the basin ' * 3}\n- loose\n\n|a|\n|-|\n|b|")) == 1


def test_nothing_but_signs_has_no_address():
    assert ids("* * *\n\n…\n\n——") == []


def test_link_to_a_paragraph_keeps_its_name_beside_html():
    html = render("The <b>pumps</b> run.", anchor_prefix="text-", permalinks=True).html

    assert 'aria-labelledby="here"' in html
