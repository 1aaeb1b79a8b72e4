"""Is a 70 % a 70 %: reliability, repairs, and what they are worth."""
