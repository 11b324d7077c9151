"""An outgoing webhook as admins see it: what stands, the secret once, and the news that it was turned off."""

from blocks.actions import opens
from blocks.pieces import Block, Drawn, actions, button, context, drawn, escape, modal, section
from playbook.calendar import full_day
from playbook.webhook import Webhook
from playbook.webhook_notice import WebhookEnded

RESULT = "webhook.result"
TITLE = "Outgoing webhook"


def notes(stands: Webhook | None) -> tuple[str, ...]:
    """What stands above the form about how it goes."""
    if stands is None or not stands.url:
        return ()
    if stands.ended_because:
        return (f"It was turned off: {stands.ended_because}. Saving turns it on again, with a new secret.",)
    if stands.failing_since:
        return (f"Nothing was taken since {full_day(stands.failing_since.date())}; it is tried again.",)
    return ("It is on. Saving makes a new secret.",)


def saved(stands: Webhook, secret: str) -> Block:
    """What was saved, and the secret, shown this once."""
    if not stands.url:
        return modal(RESULT, TITLE, [section("✅ Notices go nowhere else from now on.")], close="Done")
    return modal(
        RESULT,
        TITLE,
        [
            section(f"✅ Every notice goes to {escape(stands.url)} from now on, signed with"),
            section(f"```{secret}```"),
            section("Copy it now: *it is not shown again*."),
            context("Signed as Standard Webhooks has it; docs/webhook.md shows how to check it."),
        ],
        close="Done",
    )


def webhook_ended(notice: WebhookEnded) -> Drawn:
    """It was turned off, and what to do."""
    return drawn(
        [
            section(f"🔌 *The outgoing webhook was turned off*: {escape(notice.because)}."),
            context(f"Its last answer: {escape(notice.last)}. What stands in Slack is not concerned."),
            actions(button("Set it again", opens("webhook.set"))),
        ]
    )
