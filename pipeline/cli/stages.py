"""``labclaims stages``"""

import typer

_STAGES = (
    ("read", "pipeline.read", "bytes to articles"),
    ("layout", "pipeline.extract.layout", "text to blocks: paragraphs, list items, furniture"),
    (
        "mentions",
        "pipeline.extract.entities",
        "people and labs (spaCy, a token classifier), and the list of known labs",
    ),
    ("sentences", "pipeline.extract.segment", "blocks to sentences (spaCy's senter)"),
    ("agree", "pipeline.extract.agree", "one name, one kind, throughout an article"),
    ("links", "pipeline.extract.link", "mentions to known labs and people, or a name key"),
    ("claims", "pipeline.extract.classify", "claim, topics, modality (transformer)"),
    ("syntax", "pipeline.extract.syntax", "a parse of the sentences that the next two need (spaCy)"),
    ("speakers", "pipeline.extract.attribution", "who says it: quotes, reported speech, pronouns"),
    ("moves", "pipeline.extract.moves", "who goes from which organisation to which"),
    ("amounts", "pipeline.extract.money", "amounts of pay"),
    ("contrast", "pipeline.extract.contrast", "one side of an axis of the taxonomy set against the other"),
    ("write", "pipeline.run.local", "records, shards, commits"),
)


def stages_command() -> None:
    """Print the stages an article goes through, in order, and the module of each."""
    for name, module, what in _STAGES:
        typer.echo(f"{name:<10} {module:<28} {what}")
