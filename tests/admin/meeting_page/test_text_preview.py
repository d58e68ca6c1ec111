"""How a text will be read, and what was pasted, as the page of a meeting asks while one types."""

from django.test import Client

RENDERED, PASTED = "/desk/archive/meeting/rendered/", "/desk/archive/meeting/pasted/"


def test_text_is_rendered_as_the_public_reads_it(clerk: Client):
    page = clerk.post(RENDERED, {"text": "# Lamps\n\nThe **council** <script>"}).content.decode()

    assert (
        page == '<h3 id="rendered-lamps">Lamps</h3>\n<p>The <strong>council</strong> &lt;script&gt;</p>\n'
    )


def test_pasted_html_becomes_markdown(clerk: Client):
    assert clerk.post(PASTED, {"text": "<h2>Lamps</h2><p>会议<b>决定</b></p>"}).content.decode() == (
        "## Lamps\n\n会议**决定**"
    )


def test_odd_text_is_refused_and_nobody_else_may_ask(clerk: Client, client: Client):
    assert clerk.post(PASTED, {"text": "a\x00"}).status_code == 400
    assert clerk.post(RENDERED, {}).content == b""
    assert clerk.get(RENDERED).status_code == 405
    assert client.post(RENDERED, {"text": "a"}).status_code == 302
