"""A portfolio from an uploaded table: shown row by row first, then imported as a whole or not at all."""

from sandbox.stories.acts import registers

TABLE = """ref;title;owner;sponsor;home_channel;kpi;baseline;target
R1;Proposals;Anna Lindqvist;Ben Hartmann;#sales-ops;turnaround;8 days;5 days
R2;<b>Invoices</b> & co;;;;;;
"""
HISTORY = "use_case,day,value\nUC-1,2025-11-03,8.1\nUC-1,2025-11-10,7.9\n"
IMPORT = "Import portfolio"


def uploads(person, name, content, in_="#ai-pilots"):
    """Share a table; the message it is in."""
    person.uploads(name, content, in_=in_)
    return person.sees(name, in_=in_)


def chooses_import(person, name, content):
    """The table's dry run, as it stands in the window."""
    person.uses(IMPORT, on=uploads(person, name, content))
    return person


def test_an_admin_sees_every_row_first_and_then_imports_all_of_them(nordwind):
    irene, anna = nordwind.person("irene"), nordwind.person("anna")
    seen = chooses_import(irene, "portfolio.csv", TABLE).sees("2 rows new", in_="modal")
    assert "Nothing is written yet" in seen.text
    assert "line 3: R2" in seen.text
    irene.presses("Import", in_="modal").sees("Imported. 2 rows new. New here: UC-1 to UC-2", in_="modal")
    irene.cancels()
    anna.sees("Proposals", in_="#sales-ops")
    anna.sees("Proposals", in_="dm")
    irene.types("/pilot list", in_="#ai-pilots").sees("<b>Invoices</b> & co")
    chooses_import(irene, "again.csv", TABLE).sees("Everything in it is here already", in_="modal")
    irene.cancels()
    chooses_import(irene, "readings.csv", HISTORY).presses("Import", in_="modal").sees(
        "Imported. 2 rows new.", in_="modal"
    )


def test_one_wrong_row_and_nothing_can_be_imported(nordwind):
    irene = nordwind.person("irene")
    wrong = TABLE.replace("Ben Hartmann", "Ben Nobody").replace("ref;", "pilot_gate;ref;")
    wrong = wrong.replace("R1", "go;R1").replace("R2", "go;R2")
    seen = chooses_import(irene, "portfolio.csv", wrong).sees("2 rows cannot be imported", in_="modal")
    assert "gates, signatures and go-live are decided here" in seen.text
    assert "[Import]" not in seen.text
    irene.cancels()
    irene.types("/pilot list", in_="#ai-pilots").sees("None.")


def test_a_table_that_was_cut_off_on_its_way_is_not_imported_by_half(nordwind):
    irene = nordwind.person("irene")
    message = uploads(irene, "portfolio.csv", TABLE)
    nordwind.sandbox.faults.order("truncate_after", "download")
    irene.uses(IMPORT, on=message)
    irene.sees("Slack did not hand over that file", in_="modal")
    irene.cancels()
    irene.uses(IMPORT, on=message)
    irene.sees("2 rows new", in_="modal")


def test_only_an_admin_imports_and_only_tables(nordwind):
    anna, irene = nordwind.person("anna"), nordwind.person("irene")
    chooses_import(anna, "portfolio.csv", TABLE).sees("a workspace admin or the programme lead", in_="modal")
    irene.types("No table here", in_="#ai-pilots")
    irene.uses(IMPORT, on=irene.sees("No table here", in_="#ai-pilots"))
    irene.sees("There is no table in this message", in_="modal")
    irene.cancels()
    chooses_import(irene, "notes.csv", "a,b\n1,2\n").sees("none of the columns I read", in_="modal")


def test_what_changed_since_it_was_shown_is_decided_anew(nordwind):
    irene, anna = nordwind.person("irene"), nordwind.person("anna")
    registers(anna)
    edit = "use_case,worth\nUC-1,EUR 4100 a month\n"
    seen = chooses_import(irene, "drafts.csv", edit).sees("1 row changed", in_="modal")
    assert "worth nothing → “EUR 4100 a month”" in seen.text
    irene.presses("Import", in_="modal").sees("Imported. 1 row changed.", in_="modal")
