"""``labclaims stages``"""

import typer

_STAGES = (
    ("read", "pipeline.read", "bytes to articles"),
    ("layout", "pipeline.extract.layout", "text to blocks: paragraphs, list items, furniture"),
    ("mentions", "pipeline.extract.entities", "people and labs (spaCy), and the list of known labs"),
    ("sentences", "pipeline.extract.segment", "blocks to sentences (spaCy's senter)"),
    ("claims", "pipeline.extract.classify", "claim, topics, modality (transformer)"),
    ("write", "pipeline.run.local", "records, shards, commits"),
)


def stages_command() -> None:
    """Print the stages an article goes through, in order, and the module of each."""
    for name, module, what in _STAGES:
        typer.echo(f"{name:<10} {module:<26} {what}")
