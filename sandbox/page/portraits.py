"""Faces: a small drawn portrait for everyone who has a look, a picture for the app, initials for the rest."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from sandbox.workspace import BOT, Person

SKIN = {"light": "#f6d3b8", "fair": "#eec09a", "olive": "#d9a273", "brown": "#a9714b", "dark": "#7a4a30"}
HAIR = {"blond": "#d9ad5b", "brown": "#6b442b", "black": "#231c1c", "red": "#a8502a", "grey": "#a7a9ad"}
NONE, SHAPE = "", '<path d="M{}"/>'
CROWN = SHAPE.format(
    "11.2 15c-1-6.600 2.300-10 6.900-10s7.700 3.400 6.700 10c-.6-2.400-1.300-3.800-2.400-4.900"
    "-3 .9-6 .5-8.600-.7-1.200 1.300-2 3-2.600 5.600z"
)
FRINGE = SHAPE.format(
    "10.9 16c-.6-7 2.600-10.800 7.100-10.800s7.700 3.800 7.100 10.800c-.6-2.800-1.700-4.600-3.500-6"
    "-2.200 2.200-6 3.500-9 3.600-.8.600-1.400 1.300-1.700 2.400z"
)
SWEEP = SHAPE.format(
    "11 15.500c-1.300-7 2.600-10.700 7.400-10.700 5 0 7.700 3.700 6.500 10.700-.3-2.500-.9-4-2-5.300"
    "-2.300-1-4.200-1.600-6.400-1.600-2.800.5-4.800 2.700-5.500 6.900z"
)
FALLING = SHAPE.format("9.8 15c-.6-7 3.200-10.800 8.200-10.800s8.800 3.800 8.200 10.800l.8 13.500h-18z")
CUT_EVEN = SHAPE.format(
    "10 15c-.8-7 3-10.600 8-10.600s8.800 3.600 8 10.600l.6 7.500c-5 2.200-12.200 2.200-17.200 0z"
)
KNOT = '<circle cx="18" cy="4.6" r="3.3"/>'
CURLS = "".join(
    f'<circle cx="{x}" cy="{y}" r="3.600"/>'
    for x, y in ((11, 16), (10.6, 11.5), (13, 7.5), (18, 6), (23, 7.5), (25.4, 11.5), (25, 16))
)
# how hair is worn: what lies behind the head, and what falls over the forehead
CUTS: Mapping[str, tuple[str, str]] = {
    "short": (NONE, CROWN),
    "swept": (NONE, SWEEP),
    "bald": (NONE, NONE),
    "long": (FALLING, FRINGE),
    "bob": (CUT_EVEN, FRINGE),
    "bun": (KNOT, FRINGE),
    "curls": (CURLS, CROWN),
}
BEARD = (
    '<path fill="{hair}" d="M11.3 16.400c0 6.300 2.800 9.100 6.700 9.100s6.700-2.800 6.700-9.100'
    'c-.8 2.400-2 3.200-3.400 3.200h-6.600c-1.400 0-2.600-.8-3.400-3.200z"/>'
)
GLASSES = (
    '<g fill="none" stroke="#2b2b33"><circle cx="15" cy="16.2" r="2.300"/>'
    '<circle cx="21" cy="16.2" r="2.300"/><path d="M17.300 16h1.400"/></g>'
)
BUST = (
    '<path fill="{shirt}" d="M4.5 36c.4-7.200 5.400-10 13.500-10s13.100 2.800 13.500 10z"/>'
    '<path fill="{skin}" d="M15 21h6v5.200c0 1.500-1.300 2.800-3 2.800s-3-1.300-3-2.800z"/>'
    '<path opacity=".14" d="M15 23.200c1.800 1.300 4.200 1.300 6 0v1.600c-1.800 1.400-4.200 1.400-6 0z"/>'
    '<ellipse fill="{skin}" cx="18" cy="15.8" rx="6.700" ry="8.200"/>'
)
SMILE = (
    '<g fill="#2b2b33"><circle cx="15.2" cy="16.2" r=".9"/><circle cx="20.8" cy="16.2" r=".9"/></g>'
    '<path fill="none" stroke="#b4524a" stroke-linecap="round" d="M15.9 20.600q2.100 1.600 4.200 0"/>'
)
COMPASS = (
    '<circle cx="18" cy="18" r="11" fill="none" stroke="#fff" stroke-width="2"/>'
    '<path d="M24 12l-4 8-8 4 4-8z" fill="#fff"/>'
)


def face(person: Person, size: int = 36) -> Markup:
    """A square picture of this person, `size` pixels wide. It says nothing: the name stands beside it."""
    frame = Markup(
        '<svg class="face" width="{0}" height="{0}" viewBox="0 0 36 36" aria-hidden="true">'
        '<rect width="36" height="36" fill="{1}"/>{2}</svg>'
    )
    return frame.format(size, person.colour, _inside(person))


def _inside(person: Person) -> Markup:
    if person.id == BOT:
        return Markup(COMPASS)
    if person.look:
        return Markup(_portrait(*person.look.split()))
    return _letters(person.face or initials(person.real_name))


def _portrait(skin: str, cut: str, hair: str, shirt: str, *worn: str) -> str:
    """From back to front. Only words of the tables above reach this: nothing here was typed by anybody."""
    behind, over = (f'<g fill="{HAIR[hair]}">{part}</g>' for part in CUTS[cut])
    beard = BEARD.format(hair=HAIR[hair]) if "beard" in worn else NONE
    glasses = GLASSES if "glasses" in worn else NONE
    layers = (behind, BUST.format(shirt=shirt, skin=SKIN[skin]), beard, SMILE, over, glasses)
    return f'<g transform="translate(-3.6 -2) scale(1.2)">{"".join(layers)}</g>'


def _letters(letters: str) -> Markup:
    picture = letters[0] > "✀"
    return Markup(
        '<text x="18" y="{}" text-anchor="middle" font-size="{}" font-weight="700" fill="#fff">{}</text>'
    ).format(24.5 if picture else 23, 20 if picture else 14, letters)


def initials(name: str) -> str:
    """The first letters of the first two names."""
    return "".join(word[0] for word in name.split()[:2]).upper()
