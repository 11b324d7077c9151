"""The implementation kit: what is in it, what it lacks, and that it travels byte for byte."""

import hashlib
import io
import json
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook import kit, kit_files, milestones
from playbook.facts import Cause, Pilot
from playbook.governance import inherited_controls
from playbook.packed import Kit, KitControl, KitPlaybook, KitSeries, KitTemplates
from playbook.proving import Word
from playbook.refusals import Refusal
from playbook.replicating import Effort, EffortFixed, PartHours
from playbook.terms import Baseline, Guardrail, Rollback, Span
from playbook.workflow import Bottleneck
from tests.playbook.company import ANNA, BEN, CARLA, COMPLETE, DORA, MONDAY, known
from tests.playbook.gated import framed, passed, producing
from tests.playbook.test_replicas import locked

CONFIRMED = Effort(fixed=EffortFixed(hours=(PartHours(part="process", hours=40),), by=BEN.id, at=MONDAY))
THREE = (passed("entry", 1, 3), passed("pilot", 2, 22), passed("limited_production", 3, 44))


def whole(**more):
    """UC-7 past its Limited Production gate, with everything a kit needs."""
    facts = {
        "stage": "scale_decision",
        "workflow": "Quote to cash",
        "effort": CONFIRMED,
        "decisions": THREE,
        "causes": (Cause(metric="error rate", reading=1, text="a template", by=ANNA.id, at=MONDAY),),
    }
    return producing(**(facts | more))


def changed(content, path, change):
    """The same zip with one file changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for one in old.infolist():
            new.writestr(one, change(old.read(one)) if one.filename == path else old.read(one))
    return made.getvalue()


PROOFS = whole().use_case.proofs


class TestCompleteness:
    def test_with_everything_on_file_it_is_full_once_limited_production_is_passed(self):
        assert kit.gaps(whole()) == ()
        assert kit.of(whole()).state == "full"
        assert kit.of(whole(decisions=THREE[:2])).state == "draft"

    @pytest.mark.parametrize(
        "taken, gap, whose",
        [
            ({"workflow": None}, "the workflow", ANNA),
            ({"bottlenecks": ()}, "the bottleneck map", ANNA),
            ({"waits": ()}, "the bottleneck waits measured again", ANNA),
            ({"fallback": None}, "the fallback steps", ANNA),
            ({"effort": Effort()}, "the hours by part, confirmed by the sponsor", BEN),
            ({"controls": framed().controls[:4]}, "the control escalation path", ANNA),
            (
                {"proofs": whole().use_case.proofs[1:]},
                "a proof that the control data sensitivity level operates",
                ANNA,
            ),
        ],
    )
    def test_what_is_missing_is_named_with_whose_it_is(self, taken, gap, whose):
        (found,) = kit.gaps(whole(**taken))
        assert (found.words, found.supplies) == (gap, (whose.id,))
        assert kit.of(whole(**taken)).gaps == (gap,)
        assert kit.of(whole(**taken)).state == "draft"

    def test_a_proof_that_was_found_not_to_hold_proves_nothing(self):
        doubt = Word(by=CARLA.id, at=MONDAY, holds=False, reason="an empty row")
        proofs = (PROOFS[0].model_copy(update={"words": (doubt,)}), *PROOFS[1:])
        made = kit.of(whole(proofs=proofs))
        assert made.gaps == ("a proof that the control data sensitivity level operates",)
        assert [one.control for one in made.controls if not one.proved] == ["data_sensitivity"]

    def test_before_the_pilot_gate_there_is_none(self):
        with pytest.raises(Refusal, match="has not passed its Pilot gate"):
            kit.of(Pilot(use_case=framed()))

    def test_a_replica_shares_the_kit_of_its_original(self):
        replica = Pilot(use_case=locked(), kin=(whole(),))
        assert kit.of(replica) == kit.of(whole())
        assert kit.gaps(replica) == ()


def test_a_kit_names_nobody():
    every = b"".join(kit_files.files(kit.of(whole())).values()).decode()
    assert not [one.id for one in (ANNA, BEN, CARLA, DORA) if one.id in every]


class TestTravelling:
    def test_what_is_written_is_read_back(self):
        made = kit.of(whole())
        assert kit_files.read(kit_files.packed(made)) == made

    def test_it_becomes_a_proposed_use_case_with_blanks(self):
        use_case = kit.unpacked(kit.of(whole()), known(DORA))
        assert use_case.proposed
        assert (use_case.workflow, use_case.registrant) == ("Quote to cash", DORA.id)
        assert (use_case.owner, use_case.sponsor, use_case.home) == (None, None, None)
        terms = use_case.contract.terms
        assert (terms.kpi, terms.baseline, terms.target, terms.due) == (COMPLETE.kpi, None, None, None)
        assert terms.guardrails == COMPLETE.guardrails
        assert inherited_controls(use_case)["logging"] == "so"
        assert {"owner", "sponsor", "baseline", "logging"} <= {
            one.field for one in milestones.missing(use_case)
        }

    def test_exported_imported_and_exported_again_it_has_the_same_bytes(self):
        first = kit_files.packed(kit.of(whole()))
        there = kit.unpacked(kit_files.read(first), known(DORA)).model_copy(update={"number": 3})
        again = kit_files.packed(kit.of(Pilot(use_case=there)))
        assert again == first

    def test_from_its_own_pilot_gate_on_it_makes_its_own_kit(self):
        came = kit.of(whole())
        own = whole(kit=came, number=3)
        assert kit.of(own).made_of == "UC-3"


SENT = kit_files.packed(kit.of(whole()))
PATHS = sorted(kit_files.files(kit.of(whole())))


class TestTampering:
    @pytest.mark.parametrize("path", [path for path in PATHS if path != kit_files.MANIFEST])
    def test_the_changed_file_is_named(self, path):
        with pytest.raises(Refusal, match=f"^{path} is not as it was written"):
            kit_files.read(changed(SENT, path, lambda content: content[:-1] + b" \n"))

    @pytest.mark.parametrize("path", PATHS)
    def test_so_is_the_missing_one(self, path):
        kept = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(SENT)) as old, zipfile.ZipFile(kept, "w") as new:
            for one in old.infolist():
                if one.filename != path:
                    new.writestr(one, old.read(one))
        with pytest.raises(Refusal, match=f"^{path} is missing"):
            kit_files.read(kept.getvalue())

    def test_a_page_that_says_something_else_is_found_even_with_a_new_hash(self):
        page = "kit/README.md"
        other = changed(SENT, page, lambda content: content.replace(b"complete", b"finished"))
        with zipfile.ZipFile(io.BytesIO(other)) as archive:
            told = json.loads(archive.read(kit_files.MANIFEST))
            told["files"][page] = hashlib.sha256(archive.read(page)).hexdigest()
        forged = changed(other, kit_files.MANIFEST, lambda _: json.dumps(told).encode())
        with pytest.raises(Refusal, match=f"^{page} is not what this kit says"):
            kit_files.read(forged)

    @pytest.mark.parametrize("content", [b"", b"no zip at all", SENT[: len(SENT) // 2]])
    def test_what_is_no_kit_is_refused(self, content):
        with pytest.raises(Refusal, match="cannot be read as a zip"):
            kit_files.read(content)

    def test_a_zip_that_grows_is_not_unpacked(self):
        grown = io.BytesIO()
        with zipfile.ZipFile(grown, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("kit/kit.json", b"0" * (kit_files.LARGEST + 1))
        with pytest.raises(Refusal, match="too large"):
            kit_files.read(grown.getvalue())

    @settings(max_examples=60, deadline=None)
    @given(st.integers(0, len(SENT) - 1), st.integers(1, 255))
    def test_no_flipped_byte_gets_another_kit_through(self, at, flip):
        spoilt = bytearray(SENT)
        spoilt[at] ^= flip
        with suppress(Refusal):
            assert kit_files.read(bytes(spoilt)) == kit.of(whole())


text = st.text(max_size=40)
number = st.floats(-1e9, 1e9)
lines = st.lists(st.builds(Bottleneck, step=text, wait=text, system=text), max_size=3).map(tuple)
limits = st.builds(
    Guardrail, metric=text, comparator=st.sampled_from(("<", ">=")), limit=st.none() | number, unit=text
)
kits = st.builds(
    Kit,
    made_of=st.just("UC-7"),
    title=text,
    state=st.sampled_from(("draft", "full")),
    gaps=st.lists(text, max_size=3).map(tuple),
    playbook=st.builds(
        KitPlaybook,
        sentence=text,
        workflow=st.none() | text,
        bottlenecks=lines,
        waits=lines,
        fallback=st.none() | text,
        causes=st.lists(text, max_size=3).map(tuple),
        hours=st.lists(
            st.builds(PartHours, part=st.just("training"), hours=st.floats(0, 1e6)), max_size=2
        ).map(tuple),
    ),
    templates=st.builds(
        KitTemplates,
        kpi=st.none() | text,
        unit=st.none() | st.just("day"),
        guardrails=st.lists(limits, max_size=2).map(tuple),
        rollback=st.none()
        | st.builds(Rollback, metric=text, comparator=st.just(">="), limit=number, unit=text),
        baseline=st.none() | st.builds(Baseline, value=number),
        target=st.none() | number,
        expected=st.none() | st.builds(Span, low=number, high=number),
    ),
    controls=st.lists(
        st.builds(KitControl, control=st.just("logging"), answer=text, proved=st.booleans()), max_size=2
    ).map(tuple),
    dashboard=st.lists(
        st.builds(KitSeries, metric=text, unit=text, shows=st.just("guardrail"), against=text), max_size=2
    ).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(kits)
def test_whatever_people_typed_a_kit_keeps_every_byte(made):
    first = kit_files.packed(made)
    assert kit_files.packed(kit_files.read(first)) == first
