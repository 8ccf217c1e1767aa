"""What is learnt of a sentence with marked ties."""

import random
import unittest

from pieces import BEGIN, END, PAD, UNKNOWN, Pieces
from ties import NONE, RELATIONS, State, exchanged, pairs_of

PIECES = Pieces([PAD, UNKNOWN, BEGIN, END])


def told(sentence: str, ties: str) -> list[tuple[str, bool, bool, bool]]:
    """Of each pair that has a tie or is left open: relation, denied, less than certain, learnt."""
    rows = pairs_of(sentence, ties, PIECES)
    return [(RELATIONS[row.type], row.negative, row.uncertain, row.learnt) for row in rows if row.type != NONE or not row.learnt]


class Ties(unittest.TestCase):
    def test_a_mutual_tie_holds_both_ways_and_a_directed_one_does_not(self):
        self.assertEqual(len(told("[1 Togo] borders [2 Ghana].", "1=2 border")), 2)
        self.assertEqual(told("[1 Togo] left [2 the union].", "!1>2 membership"), [("membership", True, False, True)])

    def test_signs(self):
        self.assertEqual(told("[1 Togo] may join [2 the union].", "?1>2 membership"), [("membership", False, True, True)])

    def test_what_a_reader_might_tell_is_not_learnt(self):
        self.assertEqual(told("[1 Togo] and [2 Ghana] are close.", "(1=2 partnership)"), [("NONE", False, False, False)] * 2)

    def test_of_several_mentions_the_nearest_pair_has_the_tie(self):
        rows = told("[1 Togo], of which [2 Ghana] is a neighbour, and [1 its] army", "1=2 border")
        self.assertEqual([learnt for *_, learnt in rows].count(True), 2)
        self.assertEqual([learnt for *_, learnt in rows].count(False), 2)

    def test_states_are_exchanged_for_one_other_each(self):
        states = [State({"name": ["Togo"], "adjective": ["Togolese"], "people": ["Togolese"], "capital": ["Lomé"]}), State({"name": ["Peru"], "adjective": ["Peruvian"], "people": ["Peruvians"], "capital": ["Lima"]})]
        written = {exchanged("[1 Togo] and [1 Togolese troops]", states, random.Random(seed)) for seed in range(20)}
        self.assertEqual(written, {"[1 Togo] and [1 Togolese troops]", "[1 Peru] and [1 Peruvian troops]"})


if __name__ == "__main__":
    unittest.main()
