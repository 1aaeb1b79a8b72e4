"""Colours that people with any colour vision tell apart (Okabe and Ito 2008), the same in all pictures."""

BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
VERMILION = "#D55E00"
PURPLE = "#CC79A7"
SKY = "#56B4E9"
YELLOW = "#F0E442"
GREY = "#8A8F94"


SERIES = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY)
"""For groups side by side, in this order."""


def faint(colour: str, opacity: float) -> str:
    """A colour as CSS with an opacity."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
