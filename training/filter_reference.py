#!/usr/bin/env python3
"""Reference of the per-dyad filters that `entente assess --series month` runs. numpy only; statsmodels checks it when installed.

Two filters, both one pass over months, both with closed forms.

1. Intensity: the Gamma-Poisson steady model (Smith 1979, "A generalization of the Bayesian steady forecasting model", JRSS B 41;
   Harvey and Fernandes 1989, "Time series models for count or qualitative observations", JBES 7). Counts x_m (events, weighted; a month) of
   one signal of one directed dyad, exposure e_m (years; 1/12 in a month the source covers, 0 otherwise), discount d a month:
       a <- d a + x_m        b <- d b + e_m
   The rate (events a year) is Gamma(A0 + a, B0 + b): mean (A0 + a)/(B0 + b), variance (A0 + a)/(B0 + b)^2. The features use a/b, without
   the prior; 0/0 is unknown. d = 2^(-1/H), H the half-life in months.

2. Tone: a local level with irregular observations (Harvey 1989, "Forecasting, structural time series models and the Kalman filter", ch. 3;
   West and Harrison 1997, ch. 2). y_m = weighted mean of the tones of the month's events, in [-1, 1]; n_m = sum of their weights (0: nothing heard).
       theta_m = theta_{m-1} + N(0, Q)          y_m = theta_m + N(0, R / n_m)
   Start: theta ~ N(M0, P0) before the first month's step. Predict P += Q; if n_m > 0: G = P / (P + R / n_m), theta += G (y - theta), P *= 1 - G.
   Change over L months: theta_m - theta_{m-L}, its variance P_m + P_{m-L} - 2 C, where C = cov(theta_m, theta_{m-L} | data to m-L) carried through
   the gains: after each step C *= 1 - G (C starts as P at m-L). It is the variance of (filtered now - filtered then) under the model of theta: see `change`.
   Smoothed series (hindsight): Rauch-Tung-Striebel, J = P_m / (P_m + Q).

Units: months; tone without unit; rates in events a year.
usage: filter_reference.py --write VECTORS.json | --check VECTORS.json | --time
"""
import argparse, json, time
import numpy as np

HALF_LIFE = 60.0          # months, of the intensities
A0, B0 = 0.5, 1.0         # prior of a rate: half an event in a year of watching
Q, R, M0, P0 = 7e-5, 0.18, 0.15, 0.0025    # tone: drift a month, variance of one event, prior mean and variance; pooled maximum likelihood (`likelihood`) over 4,760 ICEWS dyads, 2002-2014

def intensity(x, e, half_life=HALF_LIFE):
    """x, e: (..., months). Returns a, b of the same shape (after each month)."""
    d = 2.0 ** (-1.0 / half_life); a = np.zeros_like(x); b = np.zeros_like(x); u = np.zeros(x.shape[:-1]); v = np.zeros(x.shape[:-1])
    for m in range(x.shape[-1]):
        u = d * u + x[..., m]; v = d * v + e[..., m]; a[..., m] = u; b[..., m] = v
    return a, b

def tone(y, n, q=Q, r=R, m0=M0, p0=P0):
    """y, n: (..., months). Returns mean, variance (filtered), and the gains."""
    s = y.shape; t = np.full(s[:-1], m0); p = np.full(s[:-1], p0); T = np.zeros(s); P = np.zeros(s); K = np.zeros(s)
    for m in range(s[-1]):
        p = p + q; h = n[..., m] > 0
        g = np.where(h, p / (p + r / np.where(h, n[..., m], 1.0)), 0.0)
        t = t + g * np.where(h, y[..., m] - t, 0.0); p = p * (1.0 - g)
        T[..., m] = t; P[..., m] = p; K[..., m] = g
    return T, P, K

def smooth(T, P, q=Q):
    """Rauch-Tung-Striebel pass over the filtered series: the same months, in hindsight."""
    S, V = T.copy(), P.copy()
    for m in range(T.shape[-1] - 2, -1, -1):
        j = P[..., m] / (P[..., m] + q)
        S[..., m] = T[..., m] + j * (S[..., m + 1] - T[..., m]); V[..., m] = P[..., m] + j * j * (V[..., m + 1] - P[..., m] - q)
    return S, V

def change(T, P, K, lag):
    """theta_m - theta_{m-lag} as known at m, with its variance: both ends given the data to m. The lagged end is smoothed by fixed-lag recursion:
    c = cov(theta_m, theta_k | data to m): c <- c (1 - g) at each step; s, w = mean and variance of theta_k: s += c/(P_pred) g (y - t), w -= c^2 g / P_pred,
    with P_pred = P_{m-1} + q. Nan before the lag."""
    s = T.shape; D = np.full(s, np.nan); V = np.full(s, np.nan)
    for k in range(s[-1] - lag):
        c = P[..., k].copy(); mk = T[..., k].copy(); w = P[..., k].copy()
        for m in range(k + 1, k + lag + 1):
            g = K[..., m]; pp = P[..., m] / (1.0 - g)                      # predicted variance
            step = T[..., m] - T[..., m - 1]                                # = g (y - t)
            mk = mk + c / pp * step; w = w - c * c * g / pp; c = c * (1.0 - g)
        D[..., k + lag] = T[..., k + lag] - mk; V[..., k + lag] = P[..., k + lag] + w - 2.0 * c
    return D, V

def likelihood(y, n, q, r, m0=M0, p0=P0):
    """log-likelihood of all series, to choose q and r by pooled maximum likelihood."""
    s = y.shape; t = np.full(s[:-1], m0); p = np.full(s[:-1], p0); L = 0.0
    for m in range(s[-1]):
        p = p + q; h = n[..., m] > 0; S = p + r / np.where(h, n[..., m], 1.0); e = np.where(h, y[..., m] - t, 0.0)
        L += -0.5 * np.where(h, np.log(2 * np.pi * S) + e * e / S, 0.0).sum(); g = np.where(h, p / S, 0.0); t = t + g * e; p = p * (1 - g)
    return L

def vectors():
    rng = np.random.default_rng(20021214); out = []
    for name, months, busy in (("busy", 36, 1.0), ("rare", 48, 0.12), ("silent", 24, 0.0), ("starts late", 36, 0.6)):
        n = np.where(rng.random(months) < busy, rng.integers(1, 9, months), 0).astype(float)
        if name == "starts late": n[:18] = 0
        y = np.where(n > 0, np.round(np.clip(0.3 - 0.02 * np.arange(months) + rng.normal(0, .4, months), -1, 1), 4), 0.0)
        e = np.where((np.arange(months) >= 18) | (name != "starts late"), 1 / 12, 0.0)
        x = np.round(n * rng.random(months), 3)
        out.append((name, x, e, y, n))
    res = []
    for name, x, e, y, n in out:
        a, b = intensity(x, e); T, P, K = tone(y, n); S, V = smooth(T, P); D, W = change(T, P, K, 12)
        f = lambda v: [None if np.isnan(z) else float(z) for z in v]
        res.append(dict(name=name, count=f(x), exposure=f(e), tone=f(y), weight=f(n), a=f(a), b=f(b), mean=f(T), variance=f(P), smoothed=f(S), smoothed_variance=f(V), change12=f(D), change12_variance=f(W)))
    return dict(half_life=HALF_LIFE, a0=A0, b0=B0, q=Q, r=R, m0=M0, p0=P0, tolerance=1e-9, series=res)

def check(v):
    for s in v["series"]:
        g = lambda k: np.array([np.nan if z is None else z for z in s[k]]); a, b = intensity(g("count"), g("exposure"), v["half_life"])
        kw = dict(q=v["q"], r=v["r"], m0=v["m0"], p0=v["p0"]); T, P, K = tone(g("tone"), g("weight"), **kw); S, V = smooth(T, P, v["q"]); D, W = change(T, P, K, 12)
        for k, z in (("a", a), ("b", b), ("mean", T), ("variance", P), ("smoothed", S), ("smoothed_variance", V), ("change12", D), ("change12_variance", W)):
            np.testing.assert_allclose(z, g(k), atol=v["tolerance"], rtol=0, err_msg=f'{s["name"]} {k}')
    try: import statsmodels.tsa.statespace.kalman_smoother as ks
    except ImportError: print("numpy only; statsmodels not installed"); return
    for s in v["series"]:
        y, n = np.array(s["tone"]), np.array(s["weight"]); m = ks.KalmanSmoother(k_endog=1, k_states=1)
        m.bind(np.where(n > 0, y, np.nan)[None, :]); m["design"] = np.ones((1, 1)); m["transition"] = np.ones((1, 1)); m["selection"] = np.ones((1, 1))
        m["state_cov"] = np.array([[v["q"]]]); m["obs_cov"] = (v["r"] / np.where(n > 0, n, 1.0))[None, None, :]
        m.initialize_known(np.array([v["m0"]]), np.array([[v["p0"] + v["q"]]])); r = m.smooth()
        for k, z in (("mean", r.filtered_state[0]), ("variance", r.filtered_state_cov[0, 0]), ("smoothed", r.smoothed_state[0]), ("smoothed_variance", r.smoothed_state_cov[0, 0])):
            np.testing.assert_allclose(z, np.array(s[k], float), atol=1e-8, err_msg=f'statsmodels {s["name"]} {k}')
        # the difference's variance: state (theta_m, theta_k) from the smoother's lag covariances, by brute force
        M = len(y); idx = np.arange(M); C = v["p0"] + v["q"] * (np.minimum.outer(idx, idx) + 1.0)
        for t in (12, M - 1):
            o = [i for i in range(t + 1) if n[i] > 0]; A = C[np.ix_([t, t - 12], o)]; B = C[np.ix_(o, o)] + np.diag(v["r"] / n[o]) if o else np.zeros((0, 0))
            mu = np.full(2, v["m0"]) + (A @ np.linalg.solve(B, y[o] - v["m0"]) if o else 0); cov = C[np.ix_([t, t - 12], [t, t - 12])] - (A @ np.linalg.solve(B, A.T) if o else 0)
            np.testing.assert_allclose([mu[0] - mu[1], cov[0, 0] + cov[1, 1] - 2 * cov[0, 1]], [s["change12"][t], s["change12_variance"][t]], atol=1e-9)
    print("numpy, statsmodels and brute force agree on", len(v["series"]), "series")

if __name__ == "__main__":
    p = argparse.ArgumentParser(); p.add_argument("--write"); p.add_argument("--check"); p.add_argument("--time", action="store_true"); o = p.parse_args()
    if o.write: json.dump(vectors(), open(o.write, "w"), indent=1)
    if o.check: check(json.load(open(o.check)))
    if o.time:                                                                  # 20,000 dyads x 240 months, one dyad at a time as the Rust does, extrapolated; then vectorised
        rng = np.random.default_rng(1); x = rng.poisson(.3, (20000, 240)).astype(float); e = np.full_like(x, 1 / 12); y = rng.uniform(-1, 1, x.shape)
        t = time.time()
        for i in range(20): intensity(x[i], e[i]); T, P, K = tone(y[i], x[i]); smooth(T, P)
        print(f"dyad by dyad: {(time.time() - t) * 1000:.1f} s for 20,000 dyads x 240 months (measured on 20)")
        t = time.time(); intensity(x, e); T, P, K = tone(y, x); smooth(T, P); print(f"vectorised over dyads: {time.time() - t:.1f} s")
