"""Four doubts about a model: does it remember, does its score mean what it says, is it too good, is it luck?"""
