"""Split an article into sentences: layout first, then spaCy's sentence recogniser inside each block of prose."""

import re
from itertools import pairwise

from spacy.tokens import Doc

from pipeline.data import Sentence
from pipeline.extract.layout import Block
from pipeline.extract.view import View

# "…get here?Musk first sued": scraped pages glue sentences together where a tag stood.
_GLUED = re.compile(r"(?<=[a-z\d)”\"’'][.!?])(?=[“\"‘']?[A-Z][a-z])|(?<=[a-z][.!?][”\"’])(?=[“A-Z])")
# Not glued: "U.S.News", "Amazon.com", "Node.Js" have no lower-case word of two letters or more before the stop.
_WORD_BEFORE = re.compile(r"[a-z]{2,}[)”\"’']*[.!?][”\"’]?$|\d%?[.!?][”\"’]?$")
_CLOSERS = "”’\"')]»"
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gov|Sen|Rep|Gen|Lt|Col|Sgt|St|Jr|Sr|Inc|Ltd|Co|Corp|vs|v|No|Vol|Fig|al|e\.g|i\.e|approx|est)\.|\b[A-Z]\.)$"
)
# "… in a post on X. The company": the network is no initial.
_ON_X = re.compile(r"\b(?:on|to|via) X\.(?=\s+[“\"‘']?[A-Z])")


def split_sentences(block: Block, view: View, doc: Doc) -> list[Sentence]:
    """Return the sentences of a block, in stored offsets. ``doc`` is the block's view with sentence starts set."""
    if block.furniture:
        return [Sentence(block.start, block.end, is_prose=False)]
    text = view.text
    cuts = [0, *(cut for cut in sorted(_cuts(text, doc)) if _is_boundary(text, cut)), len(text)]
    return [sentence for start, end in pairwise(cuts) if (sentence := _trimmed(view, start, end))]


def _cuts(text: str, doc: Doc) -> set[int]:
    starts = {sentence.start_char for sentence in doc.sents} - {0}
    glued = (match.start() for match in _GLUED.finditer(text))
    starts |= {match.end() for match in _ON_X.finditer(text)}
    return starts | {cut for cut in glued if _WORD_BEFORE.search(text, max(cut - 40, 0), cut)}


def _is_boundary(text: str, cut: int) -> bool:
    # Windows of fixed width: a block can be long, and it can have many cuts.
    before, after = text[max(cut - 40, 0) : cut].rstrip(), text[cut : cut + 40].lstrip()
    if not before or not after:
        return False
    if before[-1] in "[(“‘" or (_ABBREVIATION.search(before[-12:]) and not _ON_X.search(f"{before[-12:]} {after}")):
        return False
    if after[0] in _CLOSERS and after[0] not in "\"'":
        return False
    # A new sentence does not begin in lower case right after a word or a comma.
    return not (after[0].islower() and before[-1] not in ".!?…:" + _CLOSERS)


def _trimmed(view: View, start: int, end: int) -> Sentence | None:
    text = view.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    return Sentence(*view.span(start, end), is_prose=True)
