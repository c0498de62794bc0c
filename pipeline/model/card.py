"""The model card: a README.md with the metadata that model hubs read, made from the training run itself."""

import hashlib
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.config import TrainConfig
from pipeline.model.corpus import Examples
from pipeline.model.folder import DIAGRAM
from pipeline.model.measure import LabelScore, macro_f1

# Where a base model is published, by the name that configs/train.toml gives it.
_PUBLISHED = {"all-MiniLM-L6-v2": "sentence-transformers/all-MiniLM-L6-v2"}


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a training began with: the commit of the code, and the sha256 of each corpus file by its path."""

    commit: str
    files: dict[str, str]


def provenance(config: TrainConfig) -> Provenance:
    """Return what a training with ``config`` would begin with now."""
    files = {path: _digest(Path(path)) for path in (config.train, config.dev, config.gold)}
    return Provenance(_commit(), files)


def model_card(
    config: TrainConfig,
    labels: Sequence[str],
    splits: Mapping[str, Examples],
    reports: Mapping[str, Mapping[str, LabelScore]],
    begun: Provenance,
) -> str:
    """Return the card as Markdown with YAML metadata."""
    gold = dict(reports["gold"])
    metrics = "\n".join(
        f"    - {{type: f1, name: {label} F1, value: {gold[label].f1:.4f}, "
        f"confidence_interval: [{gold[label].low:.4f}, {gold[label].high:.4f}]}}"
        for label in labels
    )
    rows = "\n".join(_row(label, reports["dev"][label], gold[label]) for label in labels)
    sizes = ", ".join(
        f"{name}: {len(set(e.articles))} articles, {len(e.passages)} sentences" for name, e in splits.items()
    )
    hashes = "\n".join(f"- {path}: sha256 {digest}" for path, digest in begun.files.items())
    base = Path(config.base).name
    aligned = ""
    if config.align_sentences:
        aligned = f"whose first token had learned to give the sentence's mean on {config.align_sentences} passages, "
    reads = "sentence alone"
    if config.context == "around":
        reads = (
            "sentence and, as the second segment, the title, the two sentences before it and the next; "
            "a sentence alone is read too"
        )
    return f"""---
license: apache-2.0
language: en
pipeline_tag: text-classification
base_model: {_PUBLISHED.get(config.base, base)}
model-index:
- name: {config.name}
  results:
  - task: {{type: text-classification, name: claims and topics in AI-lab news}}
    dataset: {{name: labclaims corpus (gold), type: labclaims}}
    metrics:
{metrics}
    - {{type: f1, name: topics macro-F1, value: {macro_f1(gold, labels):.4f}}}
---

# {config.name} {config.version}

Says of a sentence of news whether it is a claim, which topics of AI-lab news the claim is about, and whether it is hedged
or predicted: {len(labels)} sigmoid outputs over {base}, {aligned}fine-tuned for {config.epochs} epochs with seed {config.seed}.
It reads the {reads}.

It is meant for English news, newsletters, blogs, explainers, press releases and policy reports about AI labs. It is not meant
for deciding anything about a person, nor for text of other kinds. Scores are calibrated per label (Platt scaling,
`labels.json`), thresholds chosen for F1 on dev.

## Data

Articles written and annotated for this project (corpora/README.md). {sizes}.

{hashes}

Trained by the code of commit {begun.commit}.

## Scores

F1 with its 95% interval (bootstrap over articles), calibration error (ECE) on gold. Dev and gold were written and annotated by
the same hands as the training text; docs/evaluation.md gives figures on real articles beside them.

| label | dev F1 (n) | gold precision | gold recall | gold F1 (n) | 95% | ECE |
|---|---|---|---|---|---|---|
{rows}

![How often each score came true on gold]({DIAGRAM})

On the diagonal a score means what it says.

## Known failures

- Short follow-on sentences ("So the cliff is gone.") whose subject stands more than two sentences back or in the heading miss
  their topic.
- A second topic is lost beside a dominant one, or a needless one is added; `safety` is given too freely to whatever is bad.
- Court procedure without words of law misses `regulation`; methods told in metaphors miss `rlhf` and `cai`; judges that are
  models are read as `rlhf`.
- Articles that have nothing to do with AI get topics, `deployment` most of all.
- English only. Names of people and labs may sway topics where the corpus mentions them often.

docs/evaluation.md counts these, on gold and on real news.
"""


def _row(label: str, dev: LabelScore, gold: LabelScore) -> str:
    return (
        f"| {label} | {dev.f1:.3f} ({dev.n}) | {gold.precision:.3f} | {gold.recall:.3f} | {gold.f1:.3f} ({gold.n}) "
        f"| {gold.low:.3f}–{gold.high:.3f} | {gold.ece or 0:.3f} |"
    )


def _commit() -> str:
    """Return the commit of this code, marked -dirty when tracked files differ from it; "unknown" outside a repository."""
    git = shutil.which("git")
    if git is None:
        return "unknown"
    try:
        told = subprocess.run(  # noqa: S603 -- fixed arguments
            [git, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parent,
        )
    except subprocess.CalledProcessError:
        return "unknown"
    return told.stdout.strip()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
