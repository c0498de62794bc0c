"""What a run says on standard error: a line that moves on a terminal, plain lines in a log."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from pipeline.cli.terminal import printable
from pipeline.data import Article, Rejection
from pipeline.run.local import Summary

_LOG_SECONDS = 30.0
_SHOWN_REJECTS = 10


class Progress:
    """Shows the rejects as they come (the first few) and the counts after each shard."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.terminal = stream.isatty()
        self.started = self.last = time.monotonic()
        self.rejects = 0

    def watch(self, outcomes: Iterable[Article | Rejection]) -> Iterator[Article | Rejection]:
        """Pass the outcomes of reading on, and say which were rejected and why."""
        for outcome in outcomes:
            if isinstance(outcome, Rejection):
                self.rejects += 1
                if self.rejects <= _SHOWN_REJECTS:
                    self._line(f"rejected {outcome.where}: {outcome.reason}: {outcome.detail}")
                elif self.rejects == _SHOWN_REJECTS + 1:
                    self._line("rejected more; rejects-*.jsonl names every one")
            yield outcome

    def show(self, summary: Summary) -> None:
        now = time.monotonic()
        text = f"{summary.articles:,} articles  {summary.claims:,} claims  {summary.rejects:,} rejects  {self._rate(summary)}"
        if self.terminal:
            self.stream.write(f"\r\x1b[2K{text}")
            self.stream.flush()
        elif now - self.last >= _LOG_SECONDS:
            self.last = now
            self._line(text)

    def finish(self, summary: Summary, out: Path) -> None:
        self._line(f"{summary.inputs:,} inputs = {summary.articles:,} articles + {summary.rejects:,} rejects")
        for kind, reasons in (("dropped", summary.dropped), ("failed", summary.failed)):
            for reason, count in sorted(reasons.items()):
                self._line(f"  {kind} {reason}: {count:,}")
        self._line(f"{summary.claims:,} claims in {summary.sentences:,} sentences  {self._rate(summary)}  -> {out}")
        if summary.reused_shards:
            self._line(f"{summary.reused_shards:,} shards were already done and were kept")

    def _rate(self, summary: Summary) -> str:
        seconds = max(time.monotonic() - self.started, 1e-3)
        return f"{summary.articles / seconds:.1f} articles/s"

    def _line(self, text: str) -> None:
        if self.terminal:
            self.stream.write("\r\x1b[2K")
        self.stream.write(printable(text) + "\n")
        self.stream.flush()
