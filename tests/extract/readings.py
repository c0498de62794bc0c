"""Readings of literal texts for the tests of the stages that need mentions and syntax: the shipped models, loaded once."""

from functools import cache

from pipeline.config import load_config
from pipeline.data import Article, Where
from pipeline.extract.entities import MentionFinder
from pipeline.extract.extractor import find_links, load_finder, load_linker
from pipeline.extract.link import Linker
from pipeline.extract.reading import Reading
from pipeline.extract.syntax import parse
from pipeline.extract.view import view


@cache
def linker() -> Linker:
    return load_linker(load_config())


@cache
def _finder() -> MentionFinder:
    return load_finder(load_config(), linker())


def read(text: str, title: str | None = None, published: str | None = None) -> Reading:
    """Return the reading of a text, every sentence of prose parsed."""
    article = Article(id="t", text=text, where=Where("-"), title=title, published=published)
    sentences, links = find_links(_finder(), linker(), article)
    views = {i: view(text, s.start, s.end) for i, s in enumerate(sentences) if s.is_prose}
    return Reading(article, sentences, tuple(link.mention for link in links), parse(_finder().nlp, views))
