"""The pictures of the docs come from the running sandbox, every one of them, and come out the same again."""

import importlib.util
from base64 import b64encode
from pathlib import Path

import pytest

UNSEEN = 8  # shades: Chromium rounds the edges of drawn faces this way or that
APART = """async held => {
  const pixels = async base64 => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const drawing = new OffscreenCanvas(image.width, image.height).getContext("2d");
    drawing.drawImage(image, 0, 0);
    return drawing.getImageData(0, 0, image.width, image.height).data;
  };
  const [one, other] = await Promise.all(held.map(pixels));
  if (one.length !== other.length) return 255;
  return one.reduce((most, shade, at) => Math.max(most, Math.abs(shade - other[at])), 0);
}"""
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
@pytest.mark.timeout(300)  # ten played weeks and three browsers
def test_the_same_page_gives_the_same_picture(make, chromium, tmp_path):
    with make.nordwind() as slack:
        for folder in ("1", "2"):
            make.photograph(slack, ["phone", "gate"], tmp_path / folder)
    for name in ("phone", "gate"):
        files = [tmp_path / folder / f"{name}.png" for folder in ("1", "2")]
        assert _shades_apart(make, *files) <= UNSEEN, name


@pytest.mark.browser
def test_pictures_of_two_pages_are_told_apart(make, chromium):
    assert _shades_apart(make, PICTURES / "home.png", PICTURES / "home-leader.png") > 100


def _shades_apart(make, *files):
    """By how many of 255 shades the pixels of two pictures differ at most."""
    held = [b64encode(file.read_bytes()).decode() for file in files]
    with make.a_browser() as browser:
        return browser.new_page().evaluate(APART, held)
