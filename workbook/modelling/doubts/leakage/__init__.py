"""Too good to be true: alarms for columns and rows that know too much."""
