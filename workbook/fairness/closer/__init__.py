"""A closer look behind the audit: strata, calibration, definitions side by side, screening rules, which rate decides."""
