"""``python -m pipeline`` is ``labclaims``."""

from pipeline.cli.main import main

main()
