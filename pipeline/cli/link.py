"""``labclaims link``"""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from pipeline.cli.options import AsJson
from pipeline.cli.terminal import printable


def link_command(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The text itself, or - for standard input.")],
    explain: Annotated[bool, typer.Option("--explain", help="Say of each mention why it has its entity.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the people and labs that a text names, and which entity each mention is linked to.

    labclaims link --explain "Jan Leike left OpenAI. Leike joined Anthropic."

    lab:… and person:… are entries of configs/labs.toml and configs/people.toml; name:… is a key that the same name has
    everywhere, and no identity.
    """
    import json

    from pipeline.config import load_config
    from pipeline.data import Article, Where
    from pipeline.extract.extractor import find_links, load_finder, load_linker
    from pipeline.text import mend_surrogates

    config = load_config()
    linker = load_linker(config)
    content = mend_surrogates(sys.stdin.read() if text == "-" else text)
    _, links = find_links(load_finder(config, linker), linker, Article(id="text", text=content, where=Where("-")))
    for link in links:
        mention = link.mention
        if as_json:
            row = {**asdict(mention), **({"reason": link.reason} if explain else {})}
            typer.echo(json.dumps(row, ensure_ascii=False))
        else:
            reason = f"  {link.reason}" if explain else ""
            place = f"{mention.start}-{mention.end}"
            typer.echo(printable(f"{place:<12} {mention.type:<6} {mention.text:<24} {mention.entity:<28}{reason}"))
