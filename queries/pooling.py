"""Random-effects meta-analysis of one panel, only where somebody asks for it.

The arithmetic is that of statsmodels: inverse-variance weights, the between-study variance tau²
by DerSimonian and Laird (Control Clin Trials 1986), I² after Higgins and Thompson (Stat Med 2002).
Proportions are pooled as logits of their counts (half an event added to both cells where one is
empty), ratios as logarithms with the standard error that their interval gives.
"""

from dataclasses import dataclass
from math import exp, log
from statistics import NormalDist
from typing import Literal

from queries.compare import Panel, Row


@dataclass(frozen=True, slots=True)
class PooledStudy:
    """What one study brings: its value, its effect on the scale of pooling, and its weight in %."""

    study: str
    measurement: str
    value: str
    effect: float
    variance: float
    weight: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """The pooled estimate of a panel, in the unit of its values, with 95 % interval.

    `q` is Cochran's, with its p-value; `i2` is in per cent, `tau2` on the scale of pooling.
    """

    panel: str
    scale: Literal["logit", "log"]
    studies: list[PooledStudy]
    estimate: float
    low: float
    high: float
    tau2: float
    i2: float
    q: float
    q_p: float
    method: str = "random effects, DerSimonian-Laird"


@dataclass(frozen=True, slots=True)
class NotPooled:
    """A panel that is not pooled, and why."""

    panel: str
    reason: str


def pool(panel: Panel) -> Pooled | NotPooled:
    """Pool the reported values of a panel, one a study; or say why that cannot be done."""
    rows = [row for row in panel.rows if row.said_by == "reported" and row.value is not None]
    ratio = panel.unit == "ratio"
    if panel.unit != "%" and not ratio:
        return NotPooled(panel.title, "only percentages with counts, and ratios, are pooled")
    if "time not given" in panel.title:
        return NotPooled(panel.title, "the time of these values is not given")
    fit = [row for row in rows if (_has_interval(row) if ratio else _has_count(row))]
    if len(fit) < len(rows):
        lacks = "an interval with its level" if ratio else "its count"
        return NotPooled(panel.title, f"{len(rows) - len(fit)} of {len(rows)} values lacks {lacks}")
    studies = {row.study for row in fit}
    if len(studies) < 2:
        return NotPooled(panel.title, "pooling needs at least two independent studies")
    if len(studies) < len(fit):
        return NotPooled(
            panel.title, "a study gives several of these values, whose people may be the same"
        )
    return _pooled(panel, fit, "log" if ratio else "logit")


def _has_count(row: Row) -> bool:
    return row.events is not None and row.n is not None and 0 <= row.events <= row.n


def _has_interval(row: Row) -> bool:
    return row.interval == "reported" and row.level is not None and bool(row.low and row.low > 0)


def _pooled(panel: Panel, rows: list[Row], scale: Literal["logit", "log"]) -> Pooled:
    import numpy as np  # with statsmodels this costs seconds, and only pooling needs it
    from scipy.stats import chi2
    from statsmodels.stats.meta_analysis import combine_effects

    effects = [_logit(row) if scale == "logit" else _log(row) for row in rows]
    sizes, variances = (np.array(column) for column in zip(*effects, strict=True))
    combined = combine_effects(sizes, variances, method_re="dl")
    alike = bool(combined.q <= len(rows) - 1)  # then tau² is nought, which the library does not cut
    low, high = combined.conf_int()[0 if alike else 1]
    mean = combined.mean_effect_fe if alike else combined.mean_effect_re
    weights = combined.weights_rel_fe if alike else combined.weights_rel_re
    back = (lambda x: 100 / (1 + exp(-x))) if scale == "logit" else exp
    return Pooled(
        panel=panel.title,
        scale=scale,
        studies=[
            PooledStudy(row.study_label, row.measurement, row.value or "", *effect, 100 * weight)
            for row, effect, weight in zip(rows, effects, map(float, weights), strict=True)
        ],
        estimate=back(float(mean)),
        low=back(float(low)),
        high=back(float(high)),
        tau2=0.0 if alike else float(combined.tau2),
        i2=0.0 if alike else 100 * float(combined.i2),
        q=max(0.0, float(combined.q)),
        q_p=float(chi2.sf(max(0.0, combined.q), len(rows) - 1)),
    )


def _logit(row: Row) -> tuple[float, float]:
    """The logit of a proportion and its variance, from the count."""
    assert row.events is not None
    assert row.n is not None
    yes, no = float(row.events), float(row.n - row.events)
    if not yes or not no:
        yes, no = yes + 0.5, no + 0.5
    return log(yes / no), 1 / yes + 1 / no


def _log(row: Row) -> tuple[float, float]:
    """The logarithm of a ratio and its variance, from the interval."""
    assert row.value is not None
    assert row.low is not None
    assert row.high is not None
    assert row.level is not None
    z = NormalDist().inv_cdf(0.5 + row.level / 200)
    error = (log(row.high) - log(row.low)) / (2 * z)
    return log(float(row.value)), error * error
