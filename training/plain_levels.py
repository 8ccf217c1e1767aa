#!/usr/bin/env python3
"""The yardstick beside the levels of events only: a plain logistic regression on counts, on the same dyads.

How well levels can be told depends on which dyads are asked: of a dozen rivals that are held out some are hardly ever in the news. So this fits what anybody would
begin with, ordinary multinomial logistic regression on ln(1 + events) of the two by quad class, of the year and of all years so far, and measures it as `levels.py` does.

usage: plain_levels.py TABLE.csv DATASETS
TABLE.csv as for `levels.py` (rows, labels, split, folds); DATASETS/events holds the ICEWS counts by directed dyad-year, DATASETS/reference the codes of states. Needs numpy and scikit-learn.
"""
import argparse, csv, sys
from pathlib import Path
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
import levels

QUADS = ("verbCoop", "matlCoop", "verbConf", "matlConf")
#: States that the table of codes lacks or splits: ISO to COW.
MORE = {"SRB": 345, "YEM": 679, "DEU": 255, "VNM": 816}


def counts(datasets):
    """{(smaller COW number, greater): years x quads}, both directions added up, years of `levels.WINDOW`."""
    with open(datasets / "reference/countrycode_codelist_without_cldr.csv", newline="") as f:
        cow = {r["iso3c"]: int(float(r["cown"])) for r in csv.DictReader(f) if r["cown"] not in ("", "NA")} | MORE
    found = {}
    with open(datasets / "events/icews_dyad_year_2002_2014.csv", newline="") as f:
        for r in csv.DictReader(f):
            pair = tuple(sorted((cow.get(r["i_iso3c"], 0), cow.get(r["j_iso3c"], 0))))
            found.setdefault(pair, np.zeros((levels.WINDOW[1] - levels.WINDOW[0] + 1, 4)))[int(r["year"]) - levels.WINDOW[0]] += [float(r[q]) for q in QUADS]
    return found


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0]); p.add_argument("table"); p.add_argument("datasets", type=Path); o = p.parse_args()
    columns, y, split, fold = levels.read(o.table); year = columns["year"]
    asked = (year >= levels.WINDOW[0]) & (year <= levels.WINDOW[1]) & ~np.isnan(columns["ev_kexcess"]); columns, y, fold, rest = levels.take(columns, asked), y[asked], fold[asked], split[asked] >= 77
    try: found = counts(o.datasets)
    except (OSError, KeyError) as e: sys.exit(f"{o.datasets}: {e}; this is the folder with events/icews_dyad_year_2002_2014.csv and reference/countrycode_codelist_without_cldr.csv")
    none = np.zeros((levels.WINDOW[1] - levels.WINDOW[0] + 1, 4)); rows = []
    for a, b, t in zip(columns["ccode1"].astype(int), columns["ccode2"].astype(int), columns["year"].astype(int) - levels.WINDOW[0]):
        of = found.get((min(a, b), max(a, b)), none); rows.append(np.log1p(np.concatenate([of[t], of[:t + 1].sum(0)])))
    x = StandardScaler().fit_transform(rows)
    def fit(rows): return LogisticRegression(max_iter=2000).fit(x[rows], y[rows])
    def tell(fitted, rows): return fitted.predict_proba(x[rows])
    def figures(P, rows): return levels.measure(P, y[rows], dict(gamma=0, prior=[1] * 5))
    def folded(use): return [figures(levels.fold_over(fold[:, k], use, fit, tell)[0][use], use) for k in range(fold.shape[1])]
    levels.say_mean("plain, dyads to develop on", folded(rest)); levels.say_mean("plain, every dyad held out once", folded(np.ones(len(y), bool)))
    levels.say("plain, HELD-OUT dyads", figures(tell(fit(rest), ~rest), ~rest))


if __name__ == "__main__": main()
