"""The text of files: why one is refused. The readers run in a process of their own, see __main__.py."""

import re

# extraction.py has a sentence for each.
ENCRYPTED = "encrypted"
SCRIPTS = "scripts"
ATTACHMENTS = "attachments"
MACROS = "macros"
BOMB = "bomb"
ENTITIES = "entities"
BROKEN = "broken"
NOT_TEXT = "not_text"
REACHES_OUT = "reaches_out"
DEMANDING = "demanding"


# //server/share in any spelling; file:///C:/ is a place on the writer's own disk.
_SERVER = re.compile(r"(?:(?:file|smb):)?(?://(?!/)(?!localhost/)|/{4,})", re.IGNORECASE)


def is_on_server(place: str) -> bool:
    """Return whether a path leads to another computer, which would learn who opens it."""
    return bool(_SERVER.match(place.strip().replace("\\", "/")))


class RefusedFileError(Exception):
    """A file of the wrong type, or unsafe; its argument is one of the reasons above."""

    @property
    def reason(self) -> str:
        return str(self.args[0])
