"""How the model stands after all stress tests: what failed, who owns it, and whether it is accepted or fixed."""
