"""Holds `mentions.py` to the sample that the Rust reading of the same convention is held to.

    python -m unittest discover training
"""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from mentions import Agreement, bio, gold_mentions, place_titles, read_conllu, spans

SAMPLE = Path(__file__).parents[1] / "crates/entente-text/src/evaluate/mentions"


class Mentions(unittest.TestCase):
    def test_names_of_the_sample(self):
        lines = []
        sentences = list(read_conllu(SAMPLE / "sample.conllu"))
        places = place_titles(sentence.tokens for sentence in sentences)
        for sentence in sentences:
            shown = [sentence.id]
            for start, stop, kind in gold_mentions(sentence.tokens, places):
                words = (
                    token.form + " " * token.space_after for token in sentence.tokens[start:stop]
                )
                shown.append("".join(words).strip() + "/" + kind)
            lines.append("\t".join(shown))
        self.assertEqual(lines, (SAMPLE / "sample.tsv").read_text("utf-8").splitlines())

    def test_tags_lead_back_to_spans(self):
        mentions = [(0, 2, "PER"), (2, 3, "PER"), (4, 5, "ORG")]
        self.assertEqual(spans(bio(6, mentions)), mentions)
        self.assertEqual(spans(["I-LOC", "I-LOC", "I-ORG", "O"]), [(0, 2, "LOC"), (2, 3, "ORG")])

    def test_agreement_is_exact(self):
        agreement = Agreement()
        agreement.add([(0, 2, "PER"), (3, 4, "LOC")], [(0, 2, "PER"), (3, 4, "ORG")])
        self.assertEqual(agreement.scores("PER", "ORG", "LOC"), (0.5, 0.5, 0.5))


if __name__ == "__main__":
    unittest.main()
