"""Errors a person can act on, each with the exit code of the command line."""


class LabclaimsError(Exception):
    """Something the user can put right. The message says what is wrong and what to do."""

    exit_code = 70


class UsageError(LabclaimsError):
    """A wrong option, a wrong configuration, or an output folder that belongs to something else."""

    exit_code = 2


class InputError(LabclaimsError):
    """The input is missing, or nothing in it can be read."""

    exit_code = 3


class ModelError(LabclaimsError):
    """A model folder is missing, damaged, or not of a kind that is safe to load."""

    exit_code = 2
