"""The text of files: why one is refused. The readers run in a process of their own, see __main__.py."""

# extraction.py has a sentence for each.
ENCRYPTED = "encrypted"
SCRIPTS = "scripts"
ATTACHMENTS = "attachments"
MACROS = "macros"
BOMB = "bomb"
ENTITIES = "entities"
BROKEN = "broken"
NOT_TEXT = "not_text"
DEMANDING = "demanding"


class RefusedFileError(Exception):
    """A file of the wrong type, or unsafe; its argument is one of the reasons above."""

    @property
    def reason(self) -> str:
        return str(self.args[0])
