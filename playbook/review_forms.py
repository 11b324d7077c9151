"""What leaders hand in about a blocker in the digest."""

from playbook.facts import PersonId
from playbook.forms import Form, Reason


class NameClearerForm(Form):
    """Who clears a blocker."""

    clears: PersonId


class DeclineBlockerForm(Form):
    """Why leaders will not clear a blocker."""

    reason: Reason


class CommentForm(Form):
    """What a reader of the review says about a use case."""

    text: Reason
