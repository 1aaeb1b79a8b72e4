"""What a quality figure means in people and money: a claimed accuracy, the quality from which it pays, decision curves."""

from workbook.roi.quality.claiming import Claim, Meaning, meaning_of
from workbook.roi.quality.stakes import Stakes, stakes_of

__all__ = ["Claim", "Meaning", "Stakes", "meaning_of", "stakes_of"]
