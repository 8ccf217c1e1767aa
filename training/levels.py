#!/usr/bin/env python3
"""Fits how evidence on two states becomes a level of the Peace Data scale, and says how good that is.

Reads the table that `entente eval levels --write-features TABLE.csv` writes: a row per dyad-year, `ccode1, ccode2, year, level` (0 severe
rivalry, 1 lesser rivalry, 2 negative peace, 3 warm peace, 4 security community; empty where there is no label) and a column per feature, empty where
unknown. Writes a file of weights that a person can read and `entente assess` uses, and prints the measurements.

Model. Four questions, each a yes or no, asked in turn (sequential logit: Fienberg 1980, "The analysis of cross-classified categorical data";
Mare 1981, ASR 46; as nested dichotomies: Frank and Kramer 2004, ICML):
    rivalry    is it a rivalry?                          r = P(level <= 1)
    severe     if so, a severe one?                      s = P(level = 0 | level <= 1)
    community  if not, warm peace or more?               c = P(level >= 3 | level >= 2)
    security   if so, a security community?              w = P(level = 4 | level >= 3)
    P = (r s, r (1-s), (1-r)(1-c), (1-r) c (1-w), (1-r) c w)
The log-odds of each answer are a sum of one function a feature (generalised additive model: Hastie and Tibshirani 1986; Lou, Caruana and Gehrke 2012,
KDD, for why it is kept to single features): piecewise linear between knots, constant outside, one value for "unknown". So what a feature
adds is exact, in log-odds of that question. Where theory gives a direction (returned conflict makes no friends) the function is
monotone; the directions agree over the four questions, so that more of it moves the level one way in every threshold.
Fit: penalised likelihood, ridge on rises and on changes of slope, L-BFGS-B with bounds for monotone functions. Deterministic: no random numbers.

Tracks. `events`: what the two did, and where they stand among third parties by what everybody did; rows 2002-2014 where both are in the event data.
`all`: that and structure (alliances, disputes, crises, strategic rivalries, organisations, votes, capabilities, contiguity); all rows of
2002-2014, and every third year of 1946-2020 outside them at weight OUTSIDE. Peace Data (Diehl, Goertz and Gallegos 2021, CMPS 38) is coded in part from disputes,
rivalries and alliances, so the second track measures in part how well its coding is recovered.

Drift. What becomes of a level, and of a defence pact, in years that no dataset reaches: shares of labelled dyad-years of the rest since DRIFT_FROM that stood at each
level a year later, half a case added to each neighbouring level so that nothing stays for ever; how many pacts ended and began a year; the share with a pact at each level.

Splits are by dyad, never by row: byte 0 of sha1("min-max", COW numbers) below 77 is held out (30 %) and looked at only with --held-out; on the rest, ten folds
by byte 1 (mod 10), and again by bytes 2 to 6, since with some 25 dyads ever in rivalry a folding alone moves that AUC by .015. The shipped weights are fitted on the rest only, so that the held-out figures are those of the file that ships.

That part has a dozen dyads ever in rivalry, each of which moves a figure by a hundredth. So --every judges all dyads, each by weights fitted on nine tenths of the others, in six
foldings. Nothing is chosen by it; what was chosen on the rest is in it for seven dyads of ten.

usage: levels.py TABLE.csv [--out models/levels.json] [--foldings] [--held-out] [--every] [--reliability DIR]
Needs numpy and scipy. Ten seconds to a minute on a core; --foldings and --every take three more each.
"""
import argparse, csv, hashlib, json, sys
import numpy as np
from scipy.optimize import minimize

LEVELS = ["severe_rivalry", "lesser_rivalry", "negative_peace", "warm_peace", "security_community"]
#: question -> (words, who answers yes, who is asked), by level
QUESTIONS = {
    "rivalry": ("is it a rivalry?", lambda y: y <= 1, lambda y: y >= 0),
    "severe": ("if a rivalry, is it a severe one?", lambda y: y == 0, lambda y: y <= 1),
    "community": ("if not, is it warm peace or more?", lambda y: y >= 3, lambda y: y >= 2),
    "security": ("if warm peace or more, is it a security community?", lambda y: y == 4, lambda y: y >= 3),
}
#: Directions that theory gives. +1: speaks for conflict, so up in `rivalry` and `severe`, down in `community` and `security`. -1: the reverse. Others are free.
HOSTILE = {name: 1 for name in "ev_kexcess ev_kfrac ev_kfracmax ev_tone ev_blockk ev_blockexcess st_rival st_mid5 st_mid20 st_midwar st_icb st_fe st_un".split()}
HOSTILE.update({name: -1 for name in "ev_cfrac st_midlast st_rivalyears st_defense st_consul st_igoj st_igosmall st_igosmallj st_ee".split()})
#: ... and those of one question only: (feature, question) -> direction in that question's own log-odds.
ONE_SIDED = {("ev_rr", "rivalry"): 1, ("st_contig", "rivalry"): 1, ("st_contig", "severe"): 1, ("st_ff", "community"): 1, ("st_ff", "security"): 1, ("st_unmin", "community"): 1, ("st_unmin", "security"): 1}
#: Quantiles of the training rows at which functions may bend: few where rows with a yes are few.
FEW, MANY = (0, .5, .9, 1), (0, .1, .3, .5, .7, .9, 1)
#: Bends of features of which most rows have one and the same value: ln(1 + years) for 0, 2, 5, 10, 20, 40, 80, 150 (never) years; classes of contiguity.
YEARS = [0.0, 1.099, 1.792, 2.398, 3.045, 3.714, 4.394, 5.017]
KNOTS = {"st_midlast": YEARS, "st_rivalyears": YEARS, "st_contig": [0.0, 1.0, 5.0], "st_mid5": [0.0, 0.7, 1.4, 2.1, 3.0], "st_mid20": [0.0, 0.7, 1.4, 2.1, 3.0, 4.0], "st_midwar": [0.0, 0.7, 1.6], "st_icb": [0.0, 0.4, 1.0, 1.8]}
#: track -> question -> (features, quantiles, ridge on rises, ridge on changes of slope)
TRACKS = {
    "events": {
        "rivalry": ("ev_kexcess ev_kfrac ev_rr ev_ff ev_blockexcess", FEW, 1, 30),
        "severe": ("ev_kexcess ev_kfrac ev_kfracmax", FEW, 3, 30),
        "community": ("ev_blockexcess ev_cfrac ev_blockvol ev_rr ev_ff ev_mass ev_pp ev_tone", MANY, .3, 3),
        "security": ("ev_blockexcess ev_blockk ev_blockvol ev_mass", FEW, 3, 3),
    },
    "all": {
        "rivalry": ("st_midlast st_mid20 st_rivalyears st_contig st_un st_ff st_ee st_defense ev_kexcess ev_kfrac ev_rr ev_ff ev_blockexcess", FEW, 3, 10),
        "severe": ("st_mid5 st_icb st_contig st_defense ev_kexcess", FEW, 5, 30),
        "community": ("st_consul st_igoj st_igosmall st_igosmallj st_un st_unmin st_ff st_fe st_cincmin st_rivalyears ev_blockk ev_blockvol ev_tone ev_rr ev_cfrac", MANY, 1, 3),
        "security": ("st_unmin st_igosmall ev_blockk ev_blockvol ev_mass", FEW, 3, 3),
    },
}
WINDOW = (2002, 2014)     #: years of the event data, on which the goals are measured
UNKNOWN = 10.0            #: ridge on the value of "unknown"
OUTSIDE = 0.3             #: weight of a row outside the window in the fit of `all`
DRIFT_FROM = 1946         #: first year of the drift
GAMMAS = np.round(np.arange(0, .85, .05), 2)
REGIONS = [("Americas", 2, 199), ("Europe", 200, 399), ("Africa", 400, 626), ("Middle East", 630, 699), ("Asia", 700, 899), ("Oceania", 900, 999)]   #: COW numbers; 625, 626 the Sudans


def direction(feature, question):
    """+1, -1 or 0: how the function of a feature must go in a question's log-odds."""
    if (feature, question) in ONE_SIDED: return ONE_SIDED[feature, question]
    return HOSTILE.get(feature, 0) * (1 if question in ("rivalry", "severe") else -1)


def ramps(x, knots):
    """Columns clip((x - k_j) / (k_{j+1} - k_j), 0, 1), 0 where unknown; and 1 where unknown."""
    unknown = np.isnan(x); v = np.where(unknown, knots[0], x)
    b = np.clip((v[:, None] - knots[:-1]) / np.diff(knots), 0, 1); b[unknown] = 0
    return b, unknown.astype(float)


def bends(x, quantiles):
    """Knots: quantiles of the known values to two digits, at least two."""
    known = x[~np.isnan(x)]
    if not len(known): return np.array([0.0, 1.0])
    q = np.unique([float(f"{v:.2g}") for v in np.quantile(known, quantiles)])
    return q if len(q) > 1 else np.array([q[0], q[0] + 1.0])


def fit_question(columns, names, question, yes, weight, quantiles, rise, slope):
    """One question's weights: {question, intercept, terms}. Columns: name -> values; yes: answers; weight: of rows."""
    knots = [np.array(KNOTS[n]) if n in KNOTS else bends(columns[n], quantiles) for n in names]; parts = [np.ones((len(yes), 1))]; bounds = [(None, None)]; places = []; at = 1
    for n, k in zip(names, knots):
        b, unknown = ramps(columns[n], k); w = b.shape[1]; d = direction(n, question)
        parts.append(b); bounds += [(0, None) if d > 0 else (None, 0) if d < 0 else (None, None)] * w
        has = bool(unknown.any())
        if has: parts.append(unknown[:, None]); bounds.append((None, None))
        places.append((at, at + w, has)); at += w + has
    A = np.concatenate(parts, 1); P = np.zeros((at, at))
    for (i, j, has), k in zip(places, knots):
        P[i:j, i:j] += rise * np.eye(j - i)
        if j - i > 1:
            d = np.diff(k); D = np.zeros((j - i - 1, j - i)); r = np.arange(j - i - 1)
            D[r, r] = -d.mean() / d[:-1]; D[r, r + 1] = d.mean() / d[1:]; D = np.clip(D, -5, 5); P[i:j, i:j] += slope * D.T @ D
        if has: P[j, j] += UNKNOWN
    yes = yes.astype(float); p0 = np.average(yes, weights=weight); b0 = np.zeros(at); b0[0] = np.log(p0 / (1 - p0))
    def loss(b):
        z = A @ b; p = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
        return weight @ (np.logaddexp(0, z) - yes * z) + .5 * b @ P @ b, A.T @ (weight * (p - yes)) + P @ b
    b = minimize(loss, b0, jac=True, method="L-BFGS-B", bounds=bounds, options=dict(maxiter=500, maxfun=600, ftol=1e-10)).x
    terms, intercept = [], b[0]
    for n, k, (i, j, has) in zip(names, knots, places):
        rises = b[i:j]; values = np.concatenate([[0.0], np.cumsum(rises)]); missing = b[j] if has else None
        f = np.where(np.isnan(columns[n]), 0.0 if missing is None else missing, np.interp(np.nan_to_num(columns[n]), k, values))
        mean = np.average(f, weights=weight); spread = np.sqrt(np.average((f - mean) ** 2, weights=weight)); intercept += mean
        terms.append(dict(name=n, knots=[float(f"{v:.6g}") for v in k], values=[round(float(v - mean), 4) for v in values], missing=0.0 if missing is None else round(float(missing - mean), 4), monotone=direction(n, question), spread=round(float(spread), 3)))
    return dict(question=QUESTIONS[question][0], intercept=round(float(intercept), 4), terms=terms)


def log_odds(weights, columns):
    """The sum, and each term's share (terms x rows)."""
    shares = np.array([np.where(np.isnan(columns[t["name"]]), t["missing"], np.interp(np.nan_to_num(columns[t["name"]]), t["knots"], t["values"])) for t in weights["terms"]])
    return weights["intercept"] + shares.sum(0), shares


def levels(log_odds_of):
    """Probabilities of the five levels from the four questions' log-odds."""
    r, s, c, w = (1 / (1 + np.exp(-np.clip(log_odds_of[q], -30, 30))) for q in QUESTIONS)
    return np.stack([r * s, r * (1 - s), (1 - r) * (1 - c), (1 - r) * c * (1 - w), (1 - r) * c * w], 1)


def auc(yes, score):
    """Area under the ROC curve, ties half (Mann and Whitney 1947). Nan where all answers are the same."""
    n1 = yes.sum(); n0 = len(yes) - n1
    if not n1 or not n0: return float("nan")
    v, inverse, count = np.unique(score, return_inverse=True, return_counts=True); rank = np.cumsum(count) - (count - 1) / 2
    return float((rank[inverse][yes].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))


def macro_f1(y, named):
    """Mean of F1 over the levels that occur in labels or answers."""
    f = []
    for k in range(5):
        tp = ((y == k) & (named == k)).sum(); n = (y == k).sum() + (named == k).sum()
        if n: f.append(2 * tp / n)
    return float(np.mean(f))


def ece(yes, p, bins=10):
    """Expected calibration error, bins of equal width (Naeini, Cooper and Hauskrecht 2015)."""
    at = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs(p[at == k].mean() - yes[at == k].mean()) * (at == k).mean() for k in range(bins) if (at == k).any()))


def decide(P, decision):
    """The level named: argmax P_k / prior_k ** gamma. Gamma 0 names the most probable one."""
    return (P / np.asarray(decision["prior"]) ** decision["gamma"]).argmax(1)


def measure(P, y, decision):
    """All figures of a set of rows. `rps` is the mean of the sum over four thresholds of squared differences of cumulative probabilities, over 4 (Epstein 1969)."""
    C = P.cumsum(1)[:, :4]; top = P.argmax(1)
    return dict(rows=len(y), rps=float(((C - (y[:, None] <= np.arange(4))) ** 2).sum(1).mean() / 4), auc_rivalry=auc(y <= 1, P[:, :2].sum(1)), auc_community=auc(y >= 3, P[:, 3:].sum(1)),
                f1=macro_f1(y, top), f1_rule=macro_f1(y, decide(P, decision)), ece_rivalry=ece(y <= 1, P[:, :2].sum(1)), ece_community=ece(y >= 3, P[:, 3:].sum(1)), ece_top=ece(top == y, P.max(1)))


def read(path):
    """Columns as floats (nan where empty), of rows that have a label; the split byte of their dyads, and their folds (rows x 6)."""
    with open(path, newline="") as f:
        r = csv.reader(f); head = next(r); rows = list(r)
    lacking = {"ccode1", "ccode2", "year", "level", "ev_kexcess"} - set(head)
    if lacking: sys.exit(f"{path}: no column {', '.join(sorted(lacking))}; the table is written by `entente eval levels DATASETS --write-features {path}`")
    at = {n: i for i, n in enumerate(head)}; rows = [x for x in rows if x[at["level"]] != ""]
    col = {n: np.array([float(x[i]) if x[i] not in ("", "NaN", "nan") else np.nan for x in rows]) for n, i in at.items() if n[:3] in ("ev_", "st_") or n in ("ccode1", "ccode2", "year")}
    names = {}
    level = np.array([int(float(x[at["level"]])) if x[at["level"]][0].isdigit() else LEVELS.index(x[at["level"]]) for x in rows])
    a, b = col["ccode1"].astype(int), col["ccode2"].astype(int)
    hashes = [names.setdefault((p, q), hashlib.sha1(f"{min(p, q)}-{max(p, q)}".encode()).digest()[:7]) for p, q in zip(a.tolist(), b.tolist())]
    return col, level, np.array([h[0] for h in hashes]), np.array([[b % 10 for b in h[1:]] for h in hashes])


def take(columns, rows): return {n: v[rows] for n, v in columns.items()}


def train(columns, y, weight, track):
    """Weights of all four questions of a track."""
    out = {}
    for q, (names, quantiles, rise, slope) in TRACKS[track].items():
        _, yes, asked = QUESTIONS[q]; m = asked(y); names = [n for n in names.split() if n in columns]
        out[q] = fit_question(take({n: columns[n] for n in names}, m), names, q, yes(y[m]), weight[m], quantiles, rise, slope)
    return out


def predict(weights, columns): return levels({q: log_odds(weights[q], columns)[0] for q in QUESTIONS})


def say(name, m): print(f"{name:34s} rows {m['rows']:6d}  RPS {m['rps']:.4f}  AUC rivalry {m['auc_rivalry']:.3f}  community {m['auc_community']:.3f}  macro-F1 {m['f1']:.3f} (rule {m['f1_rule']:.3f})  ECE {m['ece_rivalry']:.3f} {m['ece_community']:.3f} top {m['ece_top']:.3f}")


def interval(columns, y, P, decision, resamples=300):
    """90 % intervals of the figures over resampled dyads, not rows: the years of a dyad are nearly one observation."""
    key = columns["ccode1"].astype(int) * 1000 + columns["ccode2"].astype(int); dyads, of = np.unique(key, return_inverse=True); order = np.argsort(of, kind="stable"); cut = np.split(order, np.cumsum(np.bincount(of))[:-1])
    rng = np.random.default_rng(1); got = []
    for _ in range(resamples):
        rows = np.concatenate([cut[i] for i in rng.integers(0, len(dyads), len(dyads))]); m = measure(P[rows], y[rows], decision); got.append([m[k] for k in ("rps", "auc_rivalry", "auc_community", "f1_rule")])
    lo, hi = np.nanquantile(got, [.05, .95], axis=0)
    print("  90 % over dyads: " + ", ".join(f"{n} {a:.3f} to {b:.3f}" for n, a, b in zip(("RPS", "AUC rivalry", "community", "macro-F1 by rule"), lo, hi)) + f"; dyads {len(dyads)}, ever in rivalry {len(set(key[y <= 1]))}")


def parts(columns, y, P, decision, label):
    """The same figures by decade and by region (COW numbers; both states in it, else between regions)."""
    year = columns["year"]; a, b = columns["ccode1"], columns["ccode2"]
    for d in range(1940, 2030, 10):
        m = (year >= d) & (year < d + 10)
        if m.any(): say(f"{label} {d}s", measure(P[m], y[m], decision))
    w = (year >= WINDOW[0]) & (year <= WINDOW[1]); within = np.zeros(len(y), bool)
    for name, lo, hi in REGIONS:
        m = (a >= lo) & (a <= hi) & (b >= lo) & (b <= hi); within |= m
        if (m & w).any(): say(f"{label} {name}, 2002-2014", measure(P[m & w], y[m & w], decision))
    m = ~within & w
    if m.any(): say(f"{label} between regions, 2002-2014", measure(P[m], y[m], decision))


def reliability(directory, track, P, y):
    """Reliability diagrams as SVG and their numbers as CSV: of P(rivalry) and P(community) in ten bins."""
    for name, p, yes in (("rivalry", P[:, :2].sum(1), y <= 1), ("community", P[:, 3:].sum(1), y >= 3)):
        at = np.minimum((p * 10).astype(int), 9); pts = [(k, int((at == k).sum()), p[at == k].mean(), yes[at == k].mean()) for k in range(10) if (at == k).any()]
        with open(f"{directory}/levels-{track}-{name}.csv", "w") as f:
            f.write("bin,rows,predicted,observed\n"); f.writelines(f"{k},{n},{u:.4f},{v:.4f}\n" for k, n, u, v in pts)
        dots = "".join(f'<circle cx="{30 + 240 * u:.1f}" cy="{250 - 240 * v:.1f}" r="{2 + np.log10(n) * 1.5:.1f}"><title>{n} dyad-years: said {u:.2f}, was {v:.2f}</title></circle>' for _, n, u, v in pts)
        open(f"{directory}/levels-{track}-{name}.svg", "w").write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 290 280" role="img" font-family="sans-serif" font-size="10"><title>Reliability of P({name}), {track}</title><path d="M30 10V250H270M30 250L270 10" fill="none" stroke="#888"/><g fill="#246">{dots}</g><text x="150" y="274" text-anchor="middle">probability given</text><text x="12" y="130" text-anchor="middle" transform="rotate(-90 12 130)">share observed</text></svg>\n')


def deviations(weights, fitted, columns):
    """Puts into each question's weights by how much its log-odds would differ, had other dyads been there to fit them on: the jackknife's standard deviation over
    the folds' fits (Miller 1974), root mean square over rows. Bands of `entente assess` are this wide, and wider where events are few."""
    k = len(fitted)
    for q in QUESTIONS:
        z = np.array([log_odds(w[q], columns)[0] for w in fitted])
        weights[q]["deviation"] = round(float(np.sqrt((((z - z.mean(0)) ** 2).sum(0) * (k - 1) / k).mean())), 3)


def next_year(columns, y):
    """For each row the row of its dyad a year later; -1 where there is none."""
    rows = {(a, b, t): i for i, (a, b, t) in enumerate(zip(columns["ccode1"], columns["ccode2"], columns["year"]))}
    return np.array([rows.get((a, b, t + 1), -1) for a, b, t in zip(columns["ccode1"], columns["ccode2"], columns["year"])])


def drift(columns, y):
    """How levels and defence pacts go on from year to year."""
    then = next_year(columns, y); now = np.nonzero(then >= 0)[0]; then = then[now]; levels = np.zeros((5, 5)); np.add.at(levels, (y[now], y[then]), 1)
    for k in range(4): levels[k, k + 1] += .5; levels[k + 1, k] += .5
    pact = columns["st_defense"]; had, has = pact[now], pact[then]; known = ~np.isnan(had) & ~np.isnan(has)
    share = lambda of, among: round(float(of.sum() / among.sum()), 4)
    for k in (5, 10):   # Whether years are alike: what the yearly steps say of k years, beside what was.
        after = {(a, b, t): l for a, b, t, l in zip(columns["ccode1"], columns["ccode2"], columns["year"], y)}
        pairs = [(l, after[a, b, t + k]) for a, b, t, l in zip(columns["ccode1"], columns["ccode2"], columns["year"], y) if (a, b, t + k) in after]
        seen = np.zeros((5, 5)); np.add.at(seen, tuple(np.array(pairs).T), 1); steps = np.linalg.matrix_power(levels / levels.sum(1, keepdims=True), k)
        print(f"drift, {k} years: stayed " + ", ".join(f"{n} {seen[i, i] / seen[i].sum():.3f} (by yearly steps {steps[i, i]:.3f})" for i, n in enumerate(LEVELS)))
    return dict(years=[DRIFT_FROM, int(columns["year"].max())], dyads=len(set(zip(columns["ccode1"], columns["ccode2"]))), levels=[[round(float(v), 5) for v in row / row.sum()] for row in levels],
                pact_by_level=[share((pact == 1) & (y == k), ~np.isnan(pact) & (y == k)) for k in range(5)], pact_ends=share(known & (had == 1) & (has == 0), known & (had == 1)), pact_begins=share(known & (had == 0) & (has == 1), known & (had == 0)))


def naming(y, P):
    """The rule that names levels best: {gamma, prior}, see decide()."""
    prior = np.bincount(y, minlength=5) / len(y)
    gamma = max(GAMMAS, key=lambda g: (macro_f1(y, decide(P, dict(prior=prior, gamma=g))), -g))
    return dict(gamma=float(gamma), prior=[round(float(v), 4) for v in prior])


def fold_over(fold, use, fit, tell):
    """Probabilities of the rows in use, each told by what was fitted on the dyads of other folds; and what was fitted. fit(rows) -> weights; tell(weights, rows) -> rows x 5."""
    P, fitted = np.full((len(fold), 5), np.nan), []
    for f in range(10): fitted.append(fit(use & (fold != f))); P[use & (fold == f)] = tell(fitted[-1], use & (fold == f))
    return P, fitted


def say_mean(name, each): print(f"{name}, mean of {len(each)} foldings: " + ", ".join(f"{n} {np.mean([m[n] for m in each]):.4f}" for n in ("rps", "auc_rivalry", "auc_community", "f1", "f1_rule", "ece_rivalry", "ece_community")))


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0]); p.add_argument("table"); p.add_argument("--out"); p.add_argument("--held-out", action="store_true"); p.add_argument("--reliability"); p.add_argument("--foldings", action="store_true"); p.add_argument("--every", action="store_true")
    o = p.parse_args(); columns, y, split, fold = read(o.table); year = columns["year"]; window = (year >= WINDOW[0]) & (year <= WINDOW[1]); rest = split >= 77
    covered = ~np.isnan(columns["ev_kexcess"]); file = dict(version=1, command="python training/levels.py TABLE.csv --out models/levels.json", levels=LEVELS, made_from={}, tracks={})
    for track in TRACKS:
        absent = sorted({n for names, *_ in TRACKS[track].values() for n in names.split() if n not in columns})
        if absent: print(f"not in the table, left out: {' '.join(absent)}", file=sys.stderr)
        base = window & covered if track == "events" else window | ((year >= 1946) & (year % 3 == 0)); weight = np.where(window, 1.0, OUTSIDE)
        use = base & rest
        if not use.any(): sys.exit(f"no row of the table can be used for {track}: are the ev_ columns all empty?")
        def fit(rows): return train(take(columns, rows), y[rows], weight[rows], track)
        def tell(weights, rows): return predict(weights, take(columns, rows))
        foldings, fitted = zip(*(fold_over(fold[:, k], use, fit, tell) for k in range(fold.shape[1] if o.foldings else 1))); P, fitted = foldings[0], fitted[0]
        judged = use & window; decision = naming(y[judged], P[judged])
        for k, one in enumerate(foldings[1:]): say(f"{track}, folding {k + 2}", measure(one[judged], y[judged], decision))
        if len(foldings) > 1: say_mean(track, [measure(one[judged], y[judged], decision) for one in foldings])
        say(f"{track}, cross-validated", measure(P[judged], y[judged], decision)); interval(take(columns, judged), y[judged], P[judged], decision); parts(take(columns, use), y[use], P[use], decision, f"  {track},")
        if o.reliability: reliability(o.reliability, track, P[judged], y[judged])
        weights = fit(use); deviations(weights, fitted, take(columns, judged)); weights["decision"] = decision; file["tracks"][track] = weights
        file["made_from"][track] = dict(rows=int(use.sum()), dyads=len(set(zip(columns["ccode1"][use], columns["ccode2"][use]))), years=[int(year[use].min()), int(year[use].max())], split="sha1('min-max') byte 0 >= 77")
        if o.held_out:
            m = base & window & ~rest; Q = tell(weights, m); say(f"{track}, HELD-OUT dyads", measure(Q, y[m], decision)); interval(take(columns, m), y[m], Q, decision)
        if o.every:
            m = base & window; every = [fold_over(fold[:, k], base, fit, tell)[0][m] for k in range(fold.shape[1])]
            say_mean(f"{track}, EVERY dyad held out once", [measure(Q, y[m], decision) for Q in every]); interval(take(columns, m), y[m], every[0], decision)
    since = rest & (year >= DRIFT_FROM); file["drift"] = drift(take(columns, since), y[since])
    if o.out:
        with open(o.out, "w") as f: json.dump(file, f, indent=1); f.write("\n")


if __name__ == "__main__": main()
