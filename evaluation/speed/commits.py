"""Whether a store that grew by a thousand small reads is slower to add to and to ask.

    python evaluation/speed/commits.py target/release/entente --reads 1000

Writes one-sentence texts, reads each with a process of its own into a store in a temporary folder, and prints elapsed and
processor seconds of reading and asking at some of them.
"""

import argparse
import itertools
import subprocess
import tempfile
from pathlib import Path

from compare import timed

STATES = "Kenya Uganda Ghana Togo Peru Chile Norway Finland Chad Sudan".split()
DEEDS = ("criticised", "thanked", "met officials of", "attacked", "signed an agreement with")
QUESTION = "Are Kenya and Uganda allies?"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("entente", help="the program")
    arguments.add_argument("--reads", type=int, default=1000)
    options = arguments.parse_args()
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run = lambda *words: timed(f"entente {words[0]}", [options.entente, *words], **silent)
    told = itertools.cycle((a, deed, b) for deed in DEEDS for a, b in itertools.permutations(STATES, 2))
    with tempfile.TemporaryDirectory() as folder:
        store, text = str(Path(folder) / "store"), Path(folder) / "text.txt"
        for number in range(1, options.reads + 1):
            source, deed, target = next(told)
            text.write_text(f"{source} {deed} {target} on {1 + number % 28} March {2010 + number % 15}. It was report {number}.\n")
            read = run("read", str(text), "--store", store)
            if number in (1, 10, 100) or number % max(options.reads // 4, 1) == 0:
                files = sum(1 for _ in Path(store).rglob("*.parquet"))
                asked = min(run("ask", QUESTION, "--store", store) for _ in range(3))
                seconds = lambda times: f"{times[0]:.2f} s, {times[1]:.2f} s of processor"
                print(f"{number} reads, {files} files: read {seconds(read)}; ask {seconds(asked)}", flush=True)


if __name__ == "__main__":
    main()
