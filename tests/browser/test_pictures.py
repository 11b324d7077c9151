"""The pictures of the docs come from the running sandbox, every one of them, and come out the same again."""

import importlib.util
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
    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        make.main(["phone"], folder)
    assert (first / "phone.png").read_bytes() == (second / "phone.png").read_bytes()
