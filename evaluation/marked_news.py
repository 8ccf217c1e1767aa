"""How many of the events that Entente tells of articles are marked in them, and the other way round.

    entente read ARTICLES.jsonl --format jsonl > RECORDS
    python evaluation/marked_news.py --articles GOLD/news/guardian.jsonl training/news/guardian-dev.tsv RECORDS

Without RECORDS it prints the articles of the marks, one JSON object a line, for the first command. Sides agree where the
words of one phrase, or of a name, are among the other's; events without a source or a target are left out.
"""

import argparse
import json
import re
from pathlib import Path

EVENT = re.compile(r"(\d+)>(\d+) ([A-Z]+)")
NAME = re.compile(r"(\d+)=([^;]+?)(?=\s+\d+=|;|$)")
HOLLOW = {"the", "a", "an", "of", "s", "its", "his", "their", "our", "and"}
#: The marks have one type for both (`training/events/README.md`).
MERGED = {"RETREAT": "YIELD", "CONCEDE": "YIELD"}


def words(phrase):
    return set(re.findall(r"\w+", phrase.lower())) - HOLLOW


def marked(path, articles):
    """The events of each sentence, by its words: the phrases of source and target, and the type."""
    sentences = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        article, start, end, spans, names, events = line.split("\t")
        sentence = articles[article]["text"][int(start) : int(end)]
        phrases = {}
        for number, first, last in re.findall(r"(\d+):(\d+)-(\d+)", spans):
            phrases[number] = [sentence[int(first) : int(last)]]
        for number, name in NAME.findall(names):
            phrases.setdefault(number, []).append(name)
        told = EVENT.findall(events)
        sentences[" ".join(sentence.split())] = [
            (phrases[one], phrases[other], kind) for one, other, kind in told if one in phrases and other in phrases
        ]
    return sentences


def means(actors, phrases):
    """Whether one of a record's actors is one of the marked phrases."""
    for actor in actors:
        text, name = words(actor["text"]), words(actor["name"])
        for phrase in map(words, phrases):
            if phrase and (phrase <= text | name or any(part and part <= phrase for part in (text, name))):
                return True
    return False


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--articles", type=Path, required=True, help="JSON lines with id and text")
    arguments.add_argument("marks", type=Path, help="a file of training/news")
    arguments.add_argument("records", type=Path, nargs="?", help="what entente read prints of these articles")
    given = arguments.parse_args()
    lines = given.articles.read_text(encoding="utf-8").splitlines()
    articles = {article["id"]: article for article in map(json.loads, lines)}
    if not given.records:
        names = {line.split("\t")[0] for line in given.marks.read_text(encoding="utf-8").splitlines()}
        print("\n".join(json.dumps(article) for name, article in articles.items() if name in names))
        return
    sentences = marked(given.marks, articles)
    told = sides = whole = 0
    found = set()
    for record in map(json.loads, given.records.read_text(encoding="utf-8").splitlines()):
        if record["kind"] != "event" or not record["source"] or not record["target"]:
            continue
        quote = " ".join(record["evidence"]["quote"].split())
        own = [sentence for sentence in sentences if sentence in quote or quote in sentence]
        if not own:
            continue
        told += 1
        hits = [
            (sentence, place, kind)
            for sentence in own
            for place, (source, target, kind) in enumerate(sentences[sentence])
            if means(record["source"], source) and means(record["target"], target)
        ]
        right = [(sentence, place) for sentence, place, kind in hits if MERGED.get(record["type"], record["type"]) == kind]
        found.update(right)
        sides += bool(hits)
        whole += bool(right)
    count = sum(map(len, sentences.values()))
    share = lambda part, of: f"{part} ({100 * part / max(of, 1):.0f} %)"
    print(f"{told} told, {share(sides, told)} right in sides, {share(whole, told)} in sides and type; {share(len(found), count)} of {count} marked found")


if __name__ == "__main__":
    main()
