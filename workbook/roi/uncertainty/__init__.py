"""The business case under uncertainty: what is not certain, what follows, and what is worth knowing."""

from workbook.roi.uncertainty.simulating import DRAWS, Simulation, simulate
from workbook.roi.uncertainty.spreads import Spread, Yearly, spreads_of

__all__ = ["DRAWS", "Simulation", "Spread", "Yearly", "simulate", "spreads_of"]
