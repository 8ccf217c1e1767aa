"""Whether a store that grew by a thousand small reads is slower to add to and to ask.

    python evaluation/speed/commits.py target/release/entente --reads 1000

Writes one-sentence texts, reads each with a process of its own into a store in a temporary folder, and prints elapsed and
processor seconds of reading and asking at some of them.
"""

import argparse
import itertools
import os
import subprocess
import tempfile
import time
from pathlib import Path

STATES = "Kenya Uganda Ghana Togo Peru Chile Norway Finland Chad Sudan".split()
DEEDS = ("criticised", "thanked", "met officials of", "attacked", "signed an agreement with")
QUESTION = "Are Kenya and Uganda allies?"


def timed(command):
    """Elapsed and processor seconds of a process that must succeed."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)}: failed")
    return f"{time.monotonic() - begun:.2f} s, {used.ru_utime + used.ru_stime:.2f} s of processor"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("entente", help="the program")
    arguments.add_argument("--reads", type=int, default=1000)
    options = arguments.parse_args()
    told = itertools.cycle((a, deed, b) for deed in DEEDS for a, b in itertools.permutations(STATES, 2))
    with tempfile.TemporaryDirectory() as folder:
        store, text = str(Path(folder) / "store"), Path(folder) / "text.txt"
        for number in range(1, options.reads + 1):
            source, deed, target = next(told)
            text.write_text(f"{source} {deed} {target} on {1 + number % 28} March {2010 + number % 15}. It was report {number}.\n")
            read = timed([options.entente, "read", str(text), "--store", store])
            if number in (1, 10, 100) or number % max(options.reads // 4, 1) == 0:
                files = sum(1 for _ in Path(store).rglob("*.parquet"))
                asked = min(timed([options.entente, "ask", QUESTION, "--store", store]) for _ in range(3))
                print(f"{number} reads, {files} files: read {read}; ask {asked}", flush=True)


if __name__ == "__main__":
    main()
