"""How fast the pipeline reads the corpus's own articles on this machine: `make bench`.

    python benchmarks/throughput.py [ARTICLES]

Prints seconds to load the models, then articles, sentences and words a second of the whole, and the share of the claim model.
One measurement, no warm-up but the first article: for comparisons run it several times.
"""

import json
import resource
import sys
import time
from pathlib import Path

from pipeline import Extractor
from pipeline.data import Article, Where
from pipeline.extract.classify import Passage, Scores

_CORPUS = Path("corpora/train/articles.jsonl")


def main(count: int) -> None:
    """Time the extraction of the first ``count`` articles of the corpus."""
    start = time.perf_counter()
    extractor = Extractor.load()
    loaded = time.perf_counter() - start
    articles = [_article(line) for line in _CORPUS.read_text(encoding="utf-8").splitlines()[: count + 1]]
    extractor.extract_batch(articles[:1])
    seconds = {"claims": 0.0}
    logits = extractor.classifier.logits

    def timed(passages: list[Passage]) -> Scores:
        begin = time.perf_counter()
        scores = logits(passages)
        seconds["claims"] += time.perf_counter() - begin
        return scores

    extractor.classifier.logits = timed  # type: ignore[method-assign, assignment]
    start = time.perf_counter()
    found = extractor.extract_batch(articles[1:])
    total = time.perf_counter() - start
    sentences = sum(len(extraction.sentences) for extraction in found)
    words = sum(len(extraction.article.text.split()) for extraction in found)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"models loaded in {loaded:.1f} s, peak memory {memory:.0f} MB")
    print(f"{len(found)} articles, {sentences} sentences, {words} words in {total:.1f} s")
    print(f"{len(found) / total:.2f} articles/s  {sentences / total:.0f} sentences/s  {words / total:.0f} words/s")
    print(f"claim model {seconds['claims'] / total:.0%} of the time, the rest {1 - seconds['claims'] / total:.0%}")


def _article(line: str) -> Article:
    row = json.loads(line)
    return Article(id=row["id"], text=row["text"], where=Where(str(_CORPUS)), title=row["title"] or None)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
