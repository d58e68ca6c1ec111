"""Why a file is not taken."""

# What operations.extraction says in a sentence.
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
    """A file that lies, or does more than hold a text; its argument is one of the reasons above."""

    @property
    def reason(self) -> str:
        """One of the reasons above."""
        return str(self.args[0])
