"""Tests of what `levels.py` promises: shares that add up, directions that hold, figures that are what they are called."""
import unittest
import numpy as np
import levels


def made(n=600, seed=4):
    """A table where returned conflict makes rivals and shared circles make partners."""
    rng = np.random.default_rng(seed); k = rng.exponential(1.5, n); rr = rng.normal(0.3, 0.2, n)
    y = np.clip(np.round(2 - 0.8 * (k > 3) - 0.8 * (k > 5) + 1.2 * (rr > 0.45) * (k < 2) + 0.9 * (rr > 0.6) * (k < 2)), 0, 4).astype(int)
    c = {q: rng.normal(0, 1, n) for q in "ev_kfrac ev_ff ev_kfracmax ev_blockk ev_blockexcess ev_cfrac ev_blockvol ev_mass ev_pp ev_tone".split()}
    c.update(ev_kexcess=k, ev_rr=rr); c["ev_kfrac"][:20] = np.nan
    return c, y


class Levels(unittest.TestCase):
    def setUp(self):
        self.c, self.y = made(); self.w = levels.train(self.c, self.y, np.ones(len(self.y)), "events")

    def test_the_shares_add_up_to_the_log_odds(self):
        for q in levels.QUESTIONS:
            z, shares = levels.log_odds(self.w[q], self.c); np.testing.assert_allclose(self.w[q]["intercept"] + shares.sum(0), z)

    def test_probabilities_are_probabilities(self):
        P = levels.predict(self.w, self.c); self.assertTrue((P >= 0).all()); np.testing.assert_allclose(P.sum(1), 1)

    def test_more_hostility_never_raises_the_level(self):
        P = levels.predict(self.w, self.c).cumsum(1)
        for name in ("ev_kexcess", "ev_kfrac", "ev_kfracmax", "ev_tone", "ev_blockk", "ev_blockexcess"):
            worse = levels.predict(self.w, {**self.c, name: self.c[name] + 0.7}).cumsum(1); self.assertTrue((worse - P > -1e-9).all(), name)

    def test_what_is_unknown_has_its_own_value(self):
        term = next(t for t in self.w["rivalry"]["terms"] if t["name"] == "ev_kfrac"); _, shares = levels.log_odds(self.w["rivalry"], self.c)
        at = [t["name"] for t in self.w["rivalry"]["terms"]].index("ev_kfrac"); self.assertTrue((shares[at][:20] == term["missing"]).all())

    def test_auc(self):
        self.assertEqual(levels.auc(np.array([False, False, True, True]), np.array([1.0, 2.0, 2.0, 3.0])), 0.875)

    def test_a_sure_and_right_answer_scores_nothing(self):
        m = levels.measure(np.eye(5)[self.y], self.y, dict(gamma=0, prior=[.2] * 5)); self.assertEqual((m["rps"], m["f1"], m["ece_top"]), (0, 1, 0))


if __name__ == "__main__": unittest.main()
