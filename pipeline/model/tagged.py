"""Text with its names tagged, for training the tagger: from the annotated articles and from corpora/names.

corpora/names/<id>.txt is general news with ``{p:Jan Leike}`` and ``{l:OpenAI}`` in a running text, under the header of an
annotated article (corpora/GUIDELINE.md).
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.errors import InputError
from pipeline.extract.layout import blocks
from pipeline.extract.tagger import TAGS
from pipeline.extract.view import view
from pipeline.model.splits import split_of

_MARK = re.compile(r"\{([pl]):([^{}]+)\}")
_LABEL = {"p": "PERSON", "l": "LAB", "people": "PERSON", "labs": "LAB"}

Mark = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A block of text: its tokens, an index in TAGS for each, and where its sentences begin."""

    words: list[str]
    tags: list[int]
    starts: list[int]

    def sentences(self) -> Iterator["Tagged"]:
        for begin, end in pairwise([*self.starts, len(self.words)]):
            yield Tagged(self.words[begin:end], self.tags[begin:end], [0])


def annotated_texts(path: Path) -> Iterator[tuple[str, str | None, list[Mark]]]:
    """Yield (text, title, marks) of the articles of a split."""
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        yield article["text"], article["title"] or None, [mark for s in article["sentences"] for mark in _marks(s)]


def _marks(sentence: dict[str, Any]) -> Iterator[Mark]:
    for key in ("people", "labs"):
        for mention in sentence[key]:
            yield mention["start"], mention["end"], _LABEL[key]


def marked_texts(folder: Path, split: str) -> Iterator[tuple[str, str | None, list[Mark]]]:
    """Yield (text, title, marks) of the marked files that belong to a split. Raises InputError naming file and fault."""
    for path in sorted(folder.glob("*.txt")):
        if split_of(path.stem) == split:
            head, found, body = path.read_text(encoding="utf-8").partition("\n---\n")
            if not found:
                raise InputError(f"{path}: no '---' line between header and text")
            text, marks = read_marks(body)
            if stray := re.search(r"[{}]", text):
                raise InputError(f"{path}: a brace that marks no name near {text[max(stray.start() - 20, 0) :][:40]!r}")
            title = re.search(r"^title: *(.+)$", head, re.MULTILINE)
            yield text, title[1] if title else None, marks


def read_marks(marked: str) -> tuple[str, list[Mark]]:
    """Take the marks out of a text; return it and where they stood."""
    parts, marks, position, length = [], [], 0, 0
    for match in _MARK.finditer(marked):
        before = marked[position : match.start()]
        begin = length + len(before)
        marks.append((begin, begin + len(match[2]), _LABEL[match[1]]))
        parts += [before, match[2]]
        length, position = begin + len(match[2]), match.end()
    return "".join([*parts, marked[position:]]), marks


def tag_blocks(nlp: Language, text: str, title: str | None, marks: Sequence[Mark]) -> Iterator[Tagged]:
    """Yield the blocks of a text as the pipeline reads them, with the tags of their tokens."""
    for block in blocks(text, title):
        seen = view(text, block.start, block.end)
        doc = nlp(seen.text)
        words = [token.text for token in doc]
        if words:
            begins = [seen.begins[token.idx] for token in doc]
            inside = [mark for mark in marks if block.start <= mark[0] < block.end]
            yield Tagged(words, _tags(doc, begins, inside), [sentence.start for sentence in doc.sents])


def _tags(doc: Doc, begins: Sequence[int], marks: Sequence[Mark]) -> list[int]:
    tags = [0] * len(doc)
    for start, end, label in marks:
        # A token that a name begins inside of belongs to it: "Altman-led" is one token in some tokenisations.
        inside = [i for i, begin in enumerate(begins) if begin < end and begin + max(len(doc[i]), 1) > start]
        for place, index in enumerate(inside):
            tags[index] = TAGS.index(f"{'I' if place else 'B'}-{label}")
    return tags
