"""The model beside the naive baseline, today's process and plain rivals, on the same folds, in pairs."""
