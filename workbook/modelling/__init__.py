"""The model on trial: beside plain rivals, on weak slices, under stress, for one case, and with people in the loop."""
