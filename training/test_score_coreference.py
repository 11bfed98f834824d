"""Chains scored by hand: python -m unittest test_score_coreference."""

import unittest

from score_coreference import Scores, b_cubed, ceaf_e, muc, read_chains

A, B, C, D, E, F, G = ((i, i + 1) for i in range(7))


class Measures(unittest.TestCase):
    """Key {A B C} {D E F G}, response {A B} {C D} {F G}: worked out on paper."""

    key = [[A, B, C], [D, E, F, G]]
    response = [[A, B], [C, D], [F, G]]

    def test_muc_counts_links(self):
        # {A B C} falls into {A B} {C}: 1 of 2 links; {D E F G} into {D} {E} {F G}: 1 of 3.
        self.assertEqual(muc(self.key, self.response), (2, 5))
        # {A B} and {F G} are whole, {C D} is cut: 2 of 3.
        self.assertEqual(muc(self.response, self.key), (2, 3))

    def test_b_cubed_counts_mentions(self):
        # Recall: A, B 2/3 each, C 1/3; D 1/4, E 0, F, G 2/4 each: 5/3 + 5/4 of 7.
        kept, total = b_cubed(self.key, self.response)
        self.assertAlmostEqual(kept, 5 / 3 + 5 / 4)
        self.assertEqual(total, 7)
        # Precision: A, B, F, G 1 each; C, D 1/2 each: 5 of 6.
        self.assertEqual(b_cubed(self.response, self.key), (5.0, 6))

    def test_ceaf_matches_each_chain_once(self):
        # {A B C} with {A B}: 2 * 2 / 5; {D E F G} with {F G}: 2 * 2 / 6.
        likeness, gold, predicted = ceaf_e(self.key, self.response)
        self.assertAlmostEqual(likeness, 4 / 5 + 4 / 6)
        self.assertEqual((gold, predicted), (2, 3))

    def test_mentions_alone_count_on_neither_side(self):
        scores = Scores()
        scores.add([*self.key, [(9, 10)]], [*self.response, [(8, 10)]])
        self.assertEqual(scores.of("mentions")[:2], (1.0, 6 / 7))
        r, p = 2 / 5, 2 / 3
        self.assertAlmostEqual(scores.of("MUC")[2], 2 * p * r / (p + r))

    def test_brackets_may_nest(self):
        words, chains = read_chains(["0\tThe\t(3(2", "1\treport\t_", "2\t's\t2)", "3\tauthors\t3)", "4\tthey\t(3)"])
        self.assertEqual(len(words), 5)
        self.assertEqual(sorted(chains), [[(0, 3)], [(0, 4), (4, 5)]])


if __name__ == "__main__":
    unittest.main()
