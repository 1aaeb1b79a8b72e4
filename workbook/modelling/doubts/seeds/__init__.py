"""Another seed: which decisions hang on the luck of training."""
