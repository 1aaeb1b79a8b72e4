"""Which reasons may be quoted: agreement between methods, stability over re-runs, and what happens when reasons are removed."""
