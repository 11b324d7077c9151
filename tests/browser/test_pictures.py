"""The pictures of the docs come from the running sandbox, every one of them, and come out the same again."""

import importlib.util
from hashlib import sha256
from pathlib import Path

import pytest

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


@pytest.fixture
def make():
    spec = importlib.util.spec_from_file_location("make_pictures", PICTURES / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_picture_is_made_by_the_script(make):
    assert {picture.name for picture in make.PICTURES} == {file.stem for file in PICTURES.glob("*.png")}


@pytest.mark.browser
def test_the_same_page_gives_the_same_picture(make, chromium, tmp_path):
    with make.nordwind() as slack:
        for folder in ("1", "2"):
            make.photograph(slack, ["phone"], tmp_path / folder)
    first, second = (sha256((tmp_path / folder / "phone.png").read_bytes()) for folder in ("1", "2"))
    assert first.hexdigest() == second.hexdigest()
