"""Who moved a motion and who seconded it, and how the sentence begins: Moved by A, seconded by B, that …"""

import re
from dataclasses import dataclass

from archive.reader.results import Span, Value
from archive.reader.source import Source

# An initial is none of the words that begin no name: A. Feld, Cllr A Feld.
_INITIAL = (
    r"(?:\.|[ ](?-i:(?!Motion|Member|Committee|Vote|Second|Roll|Resolution|Proposal|Show|Further"
    r"|Councill?or|Trustee|Director|Resident|Board)[A-Z][a-z]))"
)
_NO_SURNAME = (
    r"(?!(?i:carrie[ds]|passe[ds]|approved|adopted|defeated|failed|lost|withdrawn|motion|vote[ds]?|all|"
    r"unanimous(?:ly)?|second(?:ed|er)?|moved|ayes|yeas|nays|resolved|the|it|this|that|there|they|on|in|"
    rf"a(?!{_INITIAL})|an|roll|amendment|discussion|no|result|made|making)\b)"
)
_TOKEN = (
    rf"{_NO_SURNAME}(?:[A-Z]\.(?=[ ]?[A-Z])|(?:Mr|Mrs|Ms|Dr|Cr|Cllr|Clr|St|Jr|Sr|Rev|Prof|Hon|Ald|"
    r"Sen|Rep|Comm?|Dir|Supt?|Gov|Lt|Col|Capt|Sgt)\.(?!$|\n)|[A-Z][\w'’-]*(?:\.[A-Z][\w'’-]*)*)"
)
_PARTICLE = r"de|van|der|von|la"
MOVER_NAME = (
    rf"(?<![A-Za-z])(?:[Tt]he[ ](?=Mayor|Chair|President|Reeve|Deputy|Vice))?(?:{_TOKEN}|{_PARTICLE})"
    rf"(?:[ ](?:{_TOKEN}(?=[ ,;.:)/\n]|$)|{_PARTICLE}|and(?=[ ]{_NO_SURNAME}[A-Z]))){{0,6}}"
)
_SECONDED = r"(?:(?:was )?second(?:ed|ing)?|2nd(?:ed)?|supported|[Ss]ec\.)"
MOVED_BY = re.compile(
    rf"""
    (?:(?:It[ ]was[ ]|It[ ]is[ ])?(?i:moved|proposed|prop\.)(?:[ ](?i:by))?:?
      |(?:On[ ]|Upon[ ])?(?:[Aa][ ]|[Tt]he[ ])?(?:[Mm]otion|MOTION)
        (?:[ ](?:was[ ])?(?:made[ ])?(?:by|of|from)
          |[ ](?:to|that)[ ](?:(?P<matter>[^.;\n]{{1,400}}?)[ ](?:was|is)[ ](?:made|moved|offered|proposed)
            |(?P<short>[\w ]{{1,40}}?))[ ]by
          |:(?=[ ]+{MOVER_NAME}[ ]?(?:[,;./)\n]|$|(?:and[ ])?(?i:second|support|2nd))))
      |[Oo]n[ ]the[ ]proposal[ ]of|[Mm]over:)[ ]+(?P<mover>{MOVER_NAME})
    (?:[ ]?[,;./]?[ ]*(?:and[ ])?
      (?:{_SECONDED}(?:[ ]by|:)?|SECONDED(?:[ ]BY|:)?|Second(?:ed|er)?(?:[ ]by|:)?)[ ]+
      (?P<seconder>{MOVER_NAME}))?
    """,
    re.VERBOSE,
)
_MOVED = re.compile(
    rf"""
    (?P<mover>{MOVER_NAME})[ ](?:then[ ]|so[ ]|further[ ])?
    (?:moved|motioned|MOVED|made[ ]a[ ]motion|(?:made|making)[ ]the[ ]motion|proposed[ ]a[ ]motion|moves|
       offered[ ]a[ ]motion|put[ ]forward[ ]a[ ]motion
       |proposed(?=[,]?[ ](?:and[ ](?:[A-Z][\w.'’-]*[ ]){{1,5}}{_SECONDED}|(?:and[ ])?{_SECONDED}[ ]by)
         |(?=[ ](?:that|to)[ ][^\n]{{1,400}}[ ](?:[Nn]o[ ]seconder|[Ss]econd(?:ed|er)\b))))\b
    (?:[,]?[ ](?:and[ ])?{_SECONDED}[ ]by[ ](?P<by>{MOVER_NAME}),?
      |[,]?[ ](?:and[ ])?(?P<first>{MOVER_NAME})[ ]{_SECONDED}[,]?)?
    """,
    re.VERBOSE,
)
SECONDER = re.compile(
    rf"(?:\b(?:[Ss]econd(?:ed)?|SECONDED|2nd|[Ss]upported)(?: by|:)[ ]*(?P<by>{MOVER_NAME}))"
    rf"|(?P<name>{MOVER_NAME})[ ](?:seconded|SECONDED|2nd'?ed|seconds?)\b"
)
BODY = (
    r"(?:board|council|committee|commission|trustees|directors|assembly|meeting|members|"
    r"shareholders|selectboard|executive|panel|governors|subcommittee|cabinet|supervisors)"
)
# What a body did: The Parish Council then unanimously approved …
BODY_NAMED = (
    rf"[Tt]he[ ](?:[A-Z][\w'’-]*[ ]){{0,4}}(?i:{BODY})[ ]"
    r"(?:(?:considered|discussed|reviewed)[ ][^.:;\n]{1,160}?[ ]and[ ])?"
    r"(?:then[ ]|also[ ]|unanimously[ ]|formally[ ])*"
)
_DID = (
    r"(?:resolved|agreed|approved|decided|voted|adopted|accepted|ratified|elected|appointed|deferred"
    r"|rejected)\b"
)
RESOLVED = re.compile(
    rf"""
    (?:BE[ ]IT[ ]|IT[ ]WAS[ ]|[Ii]t[ ]was[ ])(?:(?i:unanimously|further|also)[ ])?
      (?i:resolved|agreed|decided)(?:[ ](?i:unanimously))?(?:[ ]by[ ][^.;:,\n]{{1,40}}?)?
      [:,]?[ ](?:that|THAT|to|TO)\b
    |(?P<lead>(?:RESOLVED|AGREED|(?:^|[.:;!?)][ ]{{1,9}})(?:Resolved|Agreed))(?:[ ](?i:unanimously))?
      (?:[ ](?i:that)\b|[:,][ ](?=(?i:that|to)\b)))
    |(?:RESOLVED|AGREED|^(?:Resolved|Agreed))(?:[ ](?i:unanimously))?[ ](?i:to)\b
    |{BODY_NAMED}{_DID}
    """,
    re.MULTILINE | re.VERBOSE,
)
BODY_DID = re.compile(rf"{BODY_NAMED}(?P<did>{_DID})")
_NO_NAME = frozenset(
    (
        "The It This That Motion Second All Vote Carried None Council Board Committee Commission "
        "Members He She They There Approve Adopt Accept Add Amend Approval Adoption Award Authorize "
        "Authorise Appoint Purchase Support Fund Allow Make Set Move Use To"
    ).split()
)


@dataclass(slots=True)
class Begun:
    """How a motion is put: where its mover and seconder stand, both, and its words if between them."""

    at: int
    behind: int
    mover: Value[str] | None = None
    seconder: Value[str] | None = None
    text: Span | None = None


def puts_motion(words: str) -> bool:
    """Say whether words begin with who moved a motion."""
    return any(
        (match := pattern.match(words)) and _is_name(match["mover"]) for pattern in (MOVED_BY, _MOVED)
    )


def begin_motion(source: Source, block: Span) -> Begun | None:
    """Return how a motion is put in a block: the first that was moved, or else what was resolved."""
    plain = source.plain
    found = []
    if match := next((one for one in MOVED_BY.finditer(plain, *block) if _is_name(one["mover"])), None):
        mover, seconder = (value_of_name(source, match, name) for name in ("mover", "seconder"))
        begun = Begun(match.start(), match.end(), mover, seconder)
        if match["matter"]:
            begun.text = source.trimmed(*match.span("matter"))
        found.append(begun)
    if (match := _MOVED.search(plain, *block)) and _is_name(match["mover"]):
        seconder = value_of_name(source, match, "by") or value_of_name(source, match, "first")
        found.append(Begun(match.start(), match.end(), value_of_name(source, match, "mover"), seconder))
    if not found and (match := RESOLVED.search(plain, *block)):
        found.append(Begun(match.start(), match.end("lead") if match["lead"] else match.start()))
    return min(found, key=lambda begun: begun.at) if found else None


def _is_name(words: str) -> bool:
    return words.removeprefix("the ").removeprefix("The ").split(" ", maxsplit=1)[0] not in _NO_NAME


def value_of_name(source: Source, match: re.Match[str], group: str) -> Value[str] | None:
    if not match[group] or not _is_name(match[group]):
        return None
    return source.value(source.trimmed(match.start(group), match.end(group), strip=".,;:"))
