"""Scaling, for stories: a second region that repeats the work, and a kit brought into another workspace."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playbook import kit, kit_files, milestones
from playbook.facts import Person
from playbook.known import Known
from playbook.wording import listed
from sandbox.stories.acts import THREE_TICKS
from sandbox.stories.transcript import Somebody, Transcript
from sandbox.stories.weeks import on
from store import Store


def replicated(story: Transcript) -> Somebody:
    """Kate's region: started on Day 32, locked the same day, live on Day 35."""
    anna, ben, carla, kate = (story.person(name) for name in ("anna", "ben", "carla", "kate"))
    on(story, 2, 6, hour=15)
    ben.invites("@Pilotage", to="#customer-service")
    anna.types("/pilot replicate UC-1", in_="#ai-pilots")
    anna.fills(home="#customer-service").submits().cancels()
    kate.presses("Accept", in_="dm")
    kate.fills(authorities=THREE_TICKS, function="Sales").submits().cancels()
    kate.types("/pilot show UC-2", in_="#ai-pilots")
    kate.presses("Set KPI and target", in_="#ai-pilots")
    kate.fills(baseline="5 days", target="3 days", due="2026-04-01").submits()
    kate.presses("Set range and rollback", in_="modal")
    kate.submits()
    kate.presses("Answer the controls", in_="modal")
    kate.fills(data_sensitivity="internal", escalation_contact="@finn").submits().cancels()
    carla.presses("No objection", in_="dm")
    kate.presses("Sign", in_="dm")
    ben.presses("Sign", in_="dm")
    kate.types("/pilot log UC-2", in_="#ai-pilots")
    kate.fills(kpi="5.2", b1="5.0", b2="4.9").submits().cancels()
    on(story, 2, 9, hour=16)
    kate.types("/pilot live UC-2", in_="#ai-pilots")
    kate.fills(link="https://crm.example.com/us/1", day="2026-02-09").submits().cancels()
    kate.types("5.1, 1/90, process hours 4")
    return kate


def imported(story: Transcript) -> None:
    """The kit that was sent becomes a use case in another company's workspace, with a bot of its own."""
    *_, sent = story.sandbox.workspace.files.values()
    came = kit_files.read(sent.content or b"")
    with tempfile.TemporaryDirectory(prefix="pilotage-") as folder:
        other = Store(f"sqlite:///{Path(folder) / 'other.db'}")
        other.migrate()
        now = story.house.clock()
        with other.work("T0OTHER", now, by="U0OTTO", via="kit") as work:
            otto = Known(actor=Person(id="U0OTTO", name="Otto"), now=now)
            saved = work.add_use_case(kit.unpacked(came, otto), nonce="kit")
        with other.read("T0OTHER") as look:
            again = kit_files.packed(kit.of(look.pilot(saved.number)))
        other.close()
    same = "the same bytes" if again == sent.content else "other bytes"
    story.happens(
        f"A second workspace imports {sent.name} ({came.state}): there it is {saved.key}, proposed, without "
        f"{listed([one.words for one in milestones.missing(saved) if one.for_lock])}. Exported again: {same}"
    )
