"""Forms: one declarative table, nothing typed is lost, and what is drawn reads back the same."""

import json
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blocks.countries import COUNTRIES
from blocks.escape import size
from blocks.forms import FORMS, Kept, draw_form, draw_similar, typed_form
from blocks.pieces import answers, spoken
from playbook import contract_text, defaults, forms, record_forms, review_forms, tokens, webhook
from playbook.calendar import knows_country
from playbook.facts import Function
from sandbox.forms import complaints, values
from tests.blocks.taken import assert_view, parts
from tests.blocks.values import LINE, days, ids, listed, several, typed

OFFERED = {"group": (("S0RISK", "Risk"),)}  # what Slack has; without any group the question is left out
calm = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
PEOPLE = st.sampled_from(("U0ANNA", "U0BEN", "W012"))
wire = typed.filter(lambda text: "\x00" not in text and size(text) <= 3000)
MODELS = {
    "digest.name": review_forms.NameClearerForm,
    "digest.comment": review_forms.CommentForm,
    "digest.decline": review_forms.DeclineBlockerForm,
    "registration.new": forms.NewUseCase,
    "contract.kpi": forms.KpiForm,
    "contract.safety": contract_text.SourcedForm,
    "registration.process": forms.ProcessForm,
    "governance.controls": forms.ControlsForm,
    "registration.plan": forms.PlanForm,
    "registration.people": forms.PeopleForm,
    "registration.friction": forms.ProfileFields,
    "registration.accept": forms.AcceptForm,
    "registration.decline": forms.DeclineForm,
    "governance.object": forms.ObjectForm,
    "governance.withdraw": forms.ReasonForm,
    "proofs.prove": forms.ProofForm,
    "proofs.doubt": forms.ReasonForm,
    "contract.amend": forms.AmendForm,
    "contract.defaults": defaults.DefaultsForm,
    "contract.amend_defaults": defaults.AmendDefaultsForm,
    "rollback.pull": forms.ReasonForm,
    "rollback.live": forms.ReasonForm,
    "rollback.cause": forms.CauseForm,
    "rollback.close": forms.CloseForm,
    "rollback.fallback": forms.FallbackForm,
    "incidents.report": forms.IncidentForm,
    "incidents.resolve": forms.ResolveForm,
    "blockers.raise": forms.BlockerForm,
    "endings.redesign": forms.RedesignForm,
    "endings.stop": forms.StopForm,
    "endings.propose_redesign": forms.RedesignForm,
    "endings.propose_stop": forms.StopForm,
    "endings.resume": forms.ResumeForm,
    "contract.unclear": forms.UnclearForm,
    "succession.owner": forms.OfferForm,
    "succession.sponsor": forms.OfferForm,
    "succession.accept": forms.AcceptForm,
    "succession.decline": forms.DeclineForm,
    "gates.redesign": forms.RedesignForm,
    "gates.stop": forms.StopForm,
    "gates.go": forms.GoForm,
    "gates.evidence": forms.EvidenceForm,
    "gates.copied": forms.CopiedForm,
    "gates.testers": forms.TryoutForm,
    "gates.why": forms.WhyForm,
    "gates.contest": forms.ContestForm,
    "gates.answer": forms.AnswerForm,
    "gates.waits": forms.WaitsForm,
    "effort.correct": forms.EffortForm,
    "replicas.start": forms.ReplicaForm,
    "settings.four": forms.SettingsForm,
    "tokens.make": tokens.TokenForm,
    "webhook.set": webhook.WebhookForm,
    "checkins.live": forms.GoLiveForm,
    "checkins.change": forms.CorrectionForm,
    "checkins.paste": forms.PasteForm,
    "settings.hours": forms.HoursForm,
    "settings.plan": forms.PlanDaysForm,
    "settings.rules": forms.RulesForm,
    "settings.record": record_forms.RecordForm,
    "persons.forget": record_forms.ForgetForm,
}
BY_CONTRACT = {"checkins.log", "checkins.fill"}  # what these ask is drawn up for each use case
FIXED = sorted(set(FORMS) - BY_CONTRACT)


def given_to(asked):
    """Answers a person can give to this input."""
    kinds = {
        "text": wire,
        "lines": wire,
        "whole": st.integers(0, min(asked.most, 99)).map(str),
        "decimal": st.decimals(0, 3650, places=2).map(str),
        "date": days.map(str),
        "person": PEOPLE,
        "persons": st.lists(PEOPLE, min_size=1, unique=True),
        "channel": st.sampled_from(("C0SALES", "G0BOARD")),
        "choice": st.sampled_from([value for value, _ in asked.choices] or [""]),
        "ticks": st.lists(st.sampled_from([v for v, _ in asked.choices] or [""]), min_size=1, unique=True),
    }
    return st.none() | kinds[asked.kind]


filled = st.sampled_from(sorted(FORMS)).flatmap(
    lambda form: st.tuples(
        st.just(form), st.fixed_dictionaries({asked.name: given_to(asked) for asked in FORMS[form].inputs})
    )
)
junk = typed | ids | st.integers() | st.floats() | st.booleans() | st.none() | st.lists(typed, max_size=3)
kepts = st.builds(
    Kept,
    form=st.sampled_from(sorted(FORMS)),
    use_case=st.integers(0, 10**8),
    version=st.integers(0, 999),
    nonce=st.text("abcdef0123456789", max_size=40),
    channel=st.just("C0SALES"),
)


def submitted(view):
    """The view as Slack sends it when nobody touched an input."""
    return view | {"state": {"values": values(view["blocks"], {})}}


def in_order(form, answer):
    """Ticks come back in the order of the form."""
    given_order = {asked.name: [value for value, _ in asked.choices] for asked in FORMS[form].inputs}
    return {
        name: sorted(one, key=given_order[name].index)
        if isinstance(one, list) and given_order[name]
        else one or None
        for name, one in answer.items()
    }


@calm
@given(filled, kepts)
def test_a_form_left_untouched_gives_back_what_it_was_drawn_with(form_and_answers, kept):
    form, answer = form_and_answers
    view = draw_form(form, answer, kept, choices=OFFERED)
    assert_view(view)
    assert answers(submitted(view)) == in_order(form, answer)
    assert Kept.read(view) == kept
    assert view["callback_id"] == form


@calm
@given(st.sampled_from(sorted(FORMS)), st.data(), kepts, several(typed))
def test_whatever_a_draft_holds_slack_takes_the_form(form, data, kept, notes):
    fields = [asked.name for asked in FORMS[form].inputs]
    answer = data.draw(st.fixed_dictionaries(dict.fromkeys(fields, junk)))
    said = data.draw(st.dictionaries(st.sampled_from(fields), typed))
    under = {field: (text, text) for field, text in said.items()}
    told = {"notes": notes, "errors": said, "under": under, "now": answer | said, "choices": OFFERED}
    assert_view(draw_form(form, answer, kept, **told))
    assert all(len(line) < 3000 for line in typed_form(form, answer))


@pytest.mark.parametrize("form", FIXED)
def test_a_form_asks_for_exactly_what_its_rules_read(form):
    assert {asked.name for asked in FORMS[form].inputs} == set(MODELS[form].model_fields)


@pytest.mark.parametrize("form", FIXED)
def test_a_form_requires_what_its_rules_require(form):
    needed = {name for name, field in MODELS[form].model_fields.items() if field.is_required()}
    assert {asked.name for asked in FORMS[form].inputs if not asked.optional} == needed


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_form_is_one_screen(form):
    most = {"registration.new": 8, "contract.amend": 6, "checkins.log": 8}
    assert len(FORMS[form].inputs) <= most.get(form, 5)


@pytest.mark.parametrize("form", FIXED)
def test_every_choice_a_form_offers_is_one_its_rules_take(form):
    for asked in FORMS[form].inputs:
        for value, words in asked.choices:
            view = draw_form(form, {asked.name: [value] if asked.kind == "ticks" else value}, Kept(form=form))
            assert words in json.dumps(view, ensure_ascii=False)
            read = answers(submitted(view))[asked.name]
            MODELS[form].__pydantic_validator__.validate_assignment(
                MODELS[form].model_construct(), asked.name, read
            )


def test_the_first_form_sends_every_change_so_that_a_lost_window_keeps_its_draft():
    view = draw_form("registration.new", {}, Kept(form="registration.new"))
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    assert len(inputs) == 8
    assert all(block["dispatch_action"] for block in inputs)
    typed_into = [block["element"] for block in inputs if block["element"]["type"].endswith("_input")]
    for element in typed_into:
        assert element["dispatch_action_config"] == {"trigger_actions_on": ["on_character_entered"]}


def test_only_the_sentence_is_required_at_first():
    view = draw_form("registration.new", {}, Kept(form="registration.new"))
    assert set(complaints(view, {})) == {"sentence"}


def test_a_stale_form_shows_what_changed_and_keeps_what_was_typed():
    note = "Ben changed the target from 3 to 4 days while you were typing."
    view = draw_form(
        "contract.kpi", {"target": "2 days"}, Kept(form="contract.kpi", use_case=7), notes=(note,)
    )
    assert note in spoken(view["blocks"])
    assert "*UC-7*" in spoken(view["blocks"])
    assert answers(submitted(view))["target"] == "2 days"


def test_a_stale_form_says_below_each_changed_field_what_it_says_by_now():
    typed_in = {"owner": "U0ANNA", "sponsor": "U0BEN", "supporters": None, "home": "C0SALES"}
    now = {"owner": "U0GRETA", "sponsor": "U0BEN", "supporters": None, "home": None}
    view = draw_form("registration.people", typed_in, Kept(form="registration.people"), now=now)
    assert answers(submitted(view)) == typed_in
    said = spoken(view["blocks"])
    assert "By now it says*: <@U0GRETA>" in said
    assert "By now it says*: empty" in said
    assert said.count("By now") == 2


def test_an_error_stands_right_below_its_field():
    view = draw_form("contract.kpi", {}, Kept(form="contract.kpi"), errors={"target": "Name a unit."})
    at = next(n for n, block in enumerate(view["blocks"]) if block.get("block_id") == "target")
    assert "Name a unit." in view["blocks"][at + 1]["elements"][0]["text"]


def test_the_read_back_stands_right_below_the_sentence():
    under = {"sentence": ("KPI: turnaround <days>", "Due: Mon 2 Mar 2026")}
    view = draw_form("registration.new", {"sentence": "x"}, Kept(form="registration.new"), under=under)
    at = next(n for n, block in enumerate(view["blocks"]) if block.get("block_id") == "sentence")
    assert (
        view["blocks"][at + 1]["elements"][0]["text"] == "KPI: turnaround &lt;days&gt;\nDue: Mon 2 Mar 2026"
    )


def test_a_sentence_longer_than_the_input_is_kept_whole():
    sentence = "word " * 500
    view = draw_form("registration.new", {"sentence": sentence}, Kept(form="registration.new"))
    assert answers(submitted(view))["sentence"] == sentence


def test_what_no_input_can_hold_is_shown_instead_of_lost():
    endless = "a" * 3000 + " and the end"
    view = draw_form(
        "registration.new", {"sentence": endless, "systems": "many"}, Kept(form="registration.new")
    )
    said = spoken(view["blocks"])
    assert "and the end" in said
    assert "*Systems the workflow crosses*: many" in said


def test_what_neither_database_nor_wire_can_hold_is_left_out_of_an_answer():
    state = {"values": {"reason": {"v": {"type": "plain_text_input", "value": "no\x00t \ud83d"}}}}
    assert answers({"state": state}) == {"reason": "not "}


def test_a_view_without_a_state_has_no_answers():
    assert answers({"type": "modal", "blocks": []}) == {}
    assert Kept.read({"callback_id": "loading"}) == Kept(form="loading")


def test_a_draft_is_told_in_words_with_names_instead_of_ids():
    lines = typed_form(
        "settings.four",
        {"country": "AT", "gatekeepers": ["U0ANNA"], "leadership_channel": "C0BOARD", "programme_lead": None},
    )
    assert lines == (
        "*Leadership channel*: <#C0BOARD>",
        "*Gatekeepers*: <@U0ANNA>",
        "*Country*: Austria",
    )


@calm
@given(st.lists(listed, max_size=12).map(tuple), kepts)
def test_likely_twins_are_shown_before_saving(similar, kept):
    view = draw_similar(similar, kept)
    assert_view(view)
    assert Kept.read(view) == kept


def test_a_likely_twin_is_named_and_can_be_saved_anyway():
    view = draw_similar((LINE,), Kept(form="registration.new", nonce="n1"))
    assert view["title"]["text"] == "Already UC-7?"
    assert view["submit"]["text"] == "Save anyway"
    assert "Proposals" in spoken(view["blocks"])


def test_every_country_offered_has_a_holiday_calendar_and_fits_one_select():
    assert len(COUNTRIES) <= 100
    assert [code for code in COUNTRIES if not knows_country(code)] == []
    assert list(COUNTRIES.values()) == sorted(COUNTRIES.values())


def test_every_business_function_can_be_chosen():
    asked = next(one for one in FORMS["registration.process"].inputs if one.name == "function")
    assert {value for value, _ in asked.choices} == set(get_args(Function))


def test_every_input_has_one_name_for_its_action():
    for form in FORMS:
        view = draw_form(form, {}, Kept(form=form), choices=OFFERED)
        assert {part["action_id"] for part in parts(view) if "action_id" in part} == {"v"}
