"""Handwriting made by a seeded generator: small digits, shifted, faded and speckled.

Only `random()` is drawn from the generator, the one method whose values Python promises never to
change. So the same seed draws the same digits on every machine and with every version of Python.
"""

from random import Random
from typing import Callable, List, NamedTuple

WIDTH = 8
HEIGHT = 8
CLASSES = 10

# Each digit is five pixels wide and seven high.
GLYPHS = [
    [".###.", "#...#", "#..##", "#.#.#", "##..#", "#...#", ".###."],
    ["..#..", ".##..", "..#..", "..#..", "..#..", "..#..", ".###."],
    [".###.", "#...#", "....#", "...#.", "..#..", ".#...", "#####"],
    [".###.", "#...#", "....#", "..##.", "....#", "#...#", ".###."],
    ["...#.", "..##.", ".#.#.", "#..#.", "#####", "...#.", "...#."],
    ["#####", "#....", "####.", "....#", "....#", "#...#", ".###."],
    ["..##.", ".#...", "#....", "####.", "#...#", "#...#", ".###."],
    ["#####", "....#", "...#.", "..#..", ".#...", ".#...", ".#..."],
    [".###.", "#...#", "#...#", ".###.", "#...#", "#...#", ".###."],
    [".###.", "#...#", "#...#", ".####", "....#", "...#.", ".##.."],
]

FADED = 0.05  # how often a pixel of the digit is missing
SPECKLED = 0.02  # how often a pixel beside it is inked


class Example(NamedTuple):
    """One picture, row by row from 0 (paper) to 1 (ink), and the digit it shows."""

    pixels: List[float]
    label: int


def make_examples(count: int, seed: int) -> List[Example]:
    """Draws `count` digits."""
    random = Random(seed).random
    return [draw(int(random() * CLASSES), random) for _ in range(count)]


def draw(label: int, random: Callable[[], float]) -> Example:
    """Draws one digit somewhere on the paper, as a worn-out pen would."""
    glyph = GLYPHS[label]
    left = int(random() * (WIDTH - len(glyph[0]) + 1))
    top = int(random() * (HEIGHT - len(glyph) + 1))

    pixels = []
    for y in range(HEIGHT):
        for x in range(WIDTH):
            row, column = y - top, x - left
            inside = 0 <= row < len(glyph) and 0 <= column < len(glyph[0])
            inked = inside and glyph[row][column] == "#"
            if random() < (FADED if inked else SPECKLED):
                inked = not inked
            pixels.append(0.5 + 0.5 * random() if inked else 0.0)
    return Example(pixels, label)
