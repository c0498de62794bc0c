"""An article as the later stages see it: text, sentences, linked mentions, and syntax where a stage asked for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc

from pipeline.data import Article, Mention, Sentence, Span
from pipeline.extract.view import View


@dataclass(frozen=True, slots=True)
class Parsed:
    """One sentence as spaCy's parser reads it. ``doc`` is of ``view.text``; a span leaves in offsets of the article's text."""

    doc: Doc
    view: View

    def span(self, text: str, first: int, last: int) -> Span:
        """Return tokens ``first`` to ``last`` (inclusive) as a span of the article's ``text``."""
        begin = self.doc[first].idx
        end = self.doc[last].idx + len(self.doc[last])
        start, stop = self.view.span(begin, end)
        return Span(text[start:stop], start, stop)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one article before its claims are put together. ``parsed``: by index of the sentence."""

    article: Article
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    parsed: Mapping[int, Parsed] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.article.text

    def mentions_in(self, index: int) -> tuple[Mention, ...]:
        """Return the mentions inside sentence ``index``."""
        sentence = self.sentences[index]
        return tuple(m for m in self.mentions if sentence.start <= m.start and m.end <= sentence.end)
