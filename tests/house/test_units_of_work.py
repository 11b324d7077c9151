"""One unit of work per click or tick, and no network inside it: no transaction waits for Slack."""

import ast

from tests.house import tree

OPENS = {"work", "read"}  # desk.work(), store.work(...), desk.read(), store.read(...)
ASKS_SLACK = {"ask", "channel", "client", "respond", "open", "conversations_info", "users_info"}


def _opens_a_unit(node: ast.AST) -> bool:
    return isinstance(node, ast.With) and any(
        isinstance(one.context_expr, ast.Call) and getattr(one.context_expr.func, "attr", "") in OPENS
        for one in node.items
    )


def _calls(node: ast.With) -> set[str]:
    """What is called inside the unit, by the last part of its name."""
    return {
        getattr(call.func, "attr", getattr(call.func, "id", ""))
        for statement in node.body
        for call in ast.walk(statement)
        if isinstance(call, ast.Call)
    }


def _network_inside(package_trees) -> list[tuple[str, set[str]]]:
    return [
        (name, _calls(node) & ASKS_SLACK)
        for name, root in package_trees
        for node in ast.walk(root)
        if _opens_a_unit(node) and _calls(node) & ASKS_SLACK
    ]


def _units_within_units(root: ast.AST) -> list[int]:
    outer = [node for node in ast.walk(root) if _opens_a_unit(node)]
    return [
        inner.lineno
        for unit in outer
        for inner in ast.walk(unit)
        if inner is not unit and _opens_a_unit(inner)
    ]


def _trees():
    return [(tree.name(path), tree.parsed(path)) for path in tree.modules("handlers", "schedules", "bot")]


def test_no_unit_of_work_asks_slack_anything():
    assert _network_inside(_trees()) == []


def test_no_unit_of_work_is_opened_inside_another():
    assert [name for name, root in _trees() if _units_within_units(root)] == []


def test_a_breach_would_be_seen():
    planted = ast.parse(
        "with desk.work() as work:\n    asked = desk.ask({})\n    with desk.read() as r:\n        pass"
    )
    assert _network_inside([("planted", planted)]) == [("planted", {"ask"})]
    assert _units_within_units(planted) == [3]
