"""The failures of a task: one that is tried again, and one that is not."""


class AirflowException(Exception):
    """The task failed; it is tried again."""


class AirflowFailException(AirflowException):
    """The task failed; it is not tried again."""
