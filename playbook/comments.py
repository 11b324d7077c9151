"""What people say in the monthly review: it stands in its thread and in the record, and changes no answer."""

from playbook.facts import UseCase
from playbook.known import Known
from playbook.review_forms import CommentForm
from playbook.reviewing import Comment


def comment(before: UseCase, month: str, form: CommentForm, known: Known) -> UseCase:
    """Somebody comments on a use case in that month's review."""
    said = Comment(month=month, text=form.text, by=known.actor.id, at=known.now)
    return before.model_copy(update={"comments": (*before.comments, said)})
