"""Say what to change in each framework when a computation departs from the right one.

One table: the key of a deviation (as `ce_core.numeric.explain` has it), a line for each framework.
"""

from collections.abc import Mapping
from dataclasses import dataclass

FRAMEWORKS = ("NumPy", "PyTorch", "Keras", "JAX", "scikit-learn")


@dataclass(frozen=True)
class Remedy:
    """What to change, and where the lab explains it.

    Parameters
    ----------
    lines : mapping of str to str
        For each of `FRAMEWORKS` one line: a sentence, with code between backticks.
    page, section : str
        The page of the lab that explains it, and the section on it.
    """

    lines: Mapping[str, str]
    page: str
    section: str = ""


def _remedy(page: str, section: str, *lines: str) -> Remedy:
    return Remedy(dict(zip(FRAMEWORKS, lines, strict=True)), page, section)


_MEAN = (
    "Use `losses.mean()` for the mean and `losses.sum()` for the sum.",
    'Pass `reduction="mean"` (the default), `"sum"` or `"none"` to `cross_entropy`.',
    'Pass `reduction="sum_over_batch_size"` (the default), `"sum"` or `None` to the loss.',
    "Optax gives one loss a row: take `.mean()` or `.sum()` once.",
    "Pass `normalize=True` (the default) to `log_loss` for the mean, `False` for the sum.",
)
_LOGITS = (
    "Use `z - logsumexp(z, axis=-1, keepdims=True)` on the logits, once.",
    "Pass the logits to `cross_entropy`; for probabilities use `nll_loss(p.log(), y)`.",
    "Set `from_logits=True` for logits, `False` for probabilities; use no softmax layer before it.",
    "Pass the logits to `softmax_cross_entropy_with_integer_labels`.",
    "`log_loss` takes probabilities: pass `softmax(z, axis=-1)` and not the logits.",
)
_WEIGHTS = (
    "Use `(w[y] * losses).sum() / w[y].sum()` for the weighted mean.",
    "Pass `weight=w` to `cross_entropy`; its mean divides by the sum of the weights.",
    "`sample_weight=w[y]` divides by the rows; divide the sum by `w[y].sum()` yourself.",
    "Use `(w[y] * losses).sum() / w[y].sum()`; Optax has no class weights.",
    "Pass `sample_weight=w[y]` to `log_loss`; its mean divides by the sum of the weights.",
)
_IGNORED = (
    "Use `losses[y != ignore].mean()`.",
    "Pass `ignore_index=…` to `cross_entropy`; its mean divides by the rows that count.",
    "Pass `ignore_class=…`, or mask the rows and divide by how many are left.",
    "Use `(losses * mask).sum() / mask.sum()`.",
    "Drop the ignored rows before you call `log_loss`.",
)
_STABLE = (
    "Subtract `z.max(axis=-1, keepdims=True)`, then compute `z - log(sum(exp(z)))`, not `log(p)`.",
    "Use `cross_entropy` or `log_softmax`, not `log(softmax(z))`; cast to float32 or wider.",
    "Use `from_logits=True`, so that no probability is clipped or rounded before the logarithm.",
    "Use `jax.nn.log_softmax` and not `jnp.log(jax.nn.softmax(z))`; cast to float32 or wider.",
    "Compute `log_softmax` with SciPy and take the mean of `-logp[rows, y]`.",
)
_CLIP = (
    "Do not clip ŷ: use `log_softmax` of the logits, which is never infinite for finite logits.",
    "Use `cross_entropy(logits, y)`; it does not clip.",
    "Keras clips probabilities at its epsilon; pass logits with `from_logits=True` to avoid it.",
    "Use `jax.nn.log_softmax` of the logits in place of a clipped logarithm.",
    "`log_loss` clips at the dtype's epsilon; use SciPy's `log_softmax` for exact small values.",
)
_BASE = (
    "Use `np.log`, the natural logarithm; divide by `np.log(2)` only to report bits.",
    "`torch.log` is natural; `torch.log2` and `torch.log10` are not.",
    "`keras.ops.log` is natural; `log2` and `log10` are not.",
    "`jnp.log` is natural; `jnp.log2` and `jnp.log10` are not.",
    "`log_loss` is in nats; divide by `np.log(2)` for bits.",
)
_SIGN = (
    "Write `-(y * log_p).sum(axis=-1)`, with the minus sign.",
    "`nll_loss` has the minus sign; do not add or drop one.",
    "Keras losses have the minus sign already.",
    "Write `-(y * jax.nn.log_softmax(z)).sum(-1)`.",
    "`log_loss` is positive; scorers named `neg_log_loss` turn the sign.",
)
_LOG = (
    "Write `-np.log(p[rows, y])`: the cost is the logarithm of the probability.",
    "`nll_loss` does not take the logarithm: pass `log_softmax(z)`, or use `cross_entropy`.",
    "Use `CategoricalCrossentropy`, which takes the logarithm.",
    "Use `-jax.nn.log_softmax(z)[rows, y]`.",
    "Use `log_loss`, not an accuracy or a mean error.",
)
_BINARY = (
    "With softmax sum only over the true class: `-(y * log_p).sum(axis=-1)`.",
    "Use `cross_entropy` for one class of K, `binary_cross_entropy_with_logits` otherwise.",
    "Use `CategoricalCrossentropy` for one class of K, `BinaryCrossentropy` otherwise.",
    "Use `softmax_cross_entropy` for one class of K, `sigmoid_binary_cross_entropy` otherwise.",
    "Use `log_loss` with K columns, one for each class.",
)
_LABELS = (
    "Count classes from 0: use `y - 1` if your labels start at 1.",
    "Class indices run from 0 to K − 1: use `y - 1` if yours start at 1.",
    "`SparseCategoricalCrossentropy` counts from 0: use `y - 1` if yours start at 1.",
    "Integer labels count from 0: use `y - 1` if yours start at 1.",
    "Pass `labels=` with all classes in the order of the columns.",
)
_SMOOTHING = (
    "Use `(1 - eps) * y + eps / K`, K being the number of classes.",
    "Pass `label_smoothing=eps`; it uses eps/K, with the true class included.",
    "Pass `label_smoothing=eps` to `CategoricalCrossentropy`; it uses eps/K.",
    "Use `optax.smooth_labels(one_hot, eps)`; it uses eps/K.",
    "`log_loss` takes no soft labels: compute `-(y_smooth * log_p).sum(axis=-1).mean()`.",
)
_TEMPERATURE = (
    "Divide the logits by T before softmax, and the gradient by T as well.",
    "Pass `logits / T`; autograd then gives the factor 1/T.",
    "Pass `logits / T` to the loss.",
    "Pass `logits / T`; `jax.grad` then gives the factor 1/T.",
    "Pass `softmax(z / T, axis=-1)`.",
)
_AXIS = (
    "Pass `axis=-1` (the axis of the classes) to every sum, and `keepdims=True`.",
    "Pass `dim=1`, the axis of the classes; without `dim` old versions guessed it.",
    "Pass `axis=-1`, the axis of the classes.",
    "Pass `axis=-1`, the axis of the classes.",
    "Rows are samples and columns are classes; transpose if yours are not.",
)
_SQUARED = (
    "Cross-entropy is `-(y * log_p).sum(axis=-1)`; squared error is another cost.",
    "Use `cross_entropy`, not `mse_loss`.",
    "Use `CategoricalCrossentropy`, not `MeanSquaredError`.",
    "Use `softmax_cross_entropy`, not `l2_loss` or `squared_error`.",
    "Use `log_loss`, not `brier_score_loss` or `mean_squared_error`.",
)
_KL = (
    "Add the entropy of the label, `-(y * np.log(y)).sum(axis=-1)`, to the divergence.",
    "`kl_div` takes the label's entropy off; use `cross_entropy` with soft labels.",
    "Use `CategoricalCrossentropy`, not `KLDivergence`.",
    "Use `softmax_cross_entropy`, not `kl_divergence`.",
    "`log_loss` knows class labels only; compute the sum in NumPy.",
)
_GRADIENT = (
    "Use `(softmax(z) - y) / n` for the gradient of the mean by the logits.",
    "Call `loss.backward()` once, with logits that require a gradient, and read `logits.grad`.",
    "Take `tape.gradient(loss, logits)`: by the logits, not by the probabilities.",
    "Use `jax.grad` of the mean loss by the logits.",
    "scikit-learn gives no gradient; use `(p - y) / n` in NumPy.",
)
_RESCALED = (
    "Divide by the sum yourself if you mean it: `p / p.sum(axis=-1, keepdims=True)`.",
    "`nll_loss(p.log(), y)` does not rescale; check that each row sums to 1.",
    "Keras divides probabilities by their sum without a word; check that each row sums to 1.",
    "Check that each row sums to 1 before you take the logarithm.",
    "Older versions rescale with a warning, newer ones refuse; check that each row sums to 1.",
)

_CLIPPED = ("1e-7", "1e-8", "1e-9", "1e-10", "1e-12", "1e-15", "float32-eps", "float64-eps")

REMEDIES: Mapping[str, Remedy] = {
    "another-reduction": _remedy("batches", "", *_MEAN),
    "divided-by-classes": _remedy("batches", "", *_MEAN),
    "divided-twice": _remedy("batches", "", *_MEAN),
    "weights-divided-by-rows": _remedy("batches", "", *_WEIGHTS),
    "weights-forgotten": _remedy("batches", "", *_WEIGHTS),
    "ignored-rows-counted": _remedy("batches", "", *_IGNORED),
    "softmax-twice": _remedy("stability", "softmax-twice", *_LOGITS),
    "probabilities-as-logits": _remedy("batches", "", *_LOGITS),
    "log-odds-as-logits": _remedy("two_classes", "", *_LOGITS),
    "logits-as-probabilities": _remedy("playground", "", *_LOGITS),
    "log-softmax-forgotten": _remedy("playground", "", *_LOGITS),
    "probabilities-rescaled": _remedy("batches", "", *_RESCALED),
    "log-base-2": _remedy("cost_curves", "", *_BASE),
    "log-base-10": _remedy("cost_curves", "", *_BASE),
    "sign-lost": _remedy("cost_curves", "", *_SIGN),
    "log-forgotten": _remedy("cost_curves", "", *_LOG),
    "labels-shifted": _remedy("batches", "", *_LABELS),
    "wrong-axis": _remedy("batches", "", *_AXIS),
    "per-class-binary": _remedy("cost_curves", "", *_BINARY),
    "sigmoid-per-class": _remedy("cost_curves", "", *_BINARY),
    "kl-divergence": _remedy("cost_curves", "", *_KL),
    "squared-error": _remedy("cost_curves", "", *_SQUARED),
    "smoothing-over-others": _remedy("playground", "", *_SMOOTHING),
    "smoothing-adds-mass": _remedy("playground", "", *_SMOOTHING),
    "smoothing-forgotten": _remedy("playground", "", *_SMOOTHING),
    "temperature-forgotten": _remedy("derivative", "", *_TEMPERATURE),
    "temperature-inverted": _remedy("derivative", "", *_TEMPERATURE),
    **{f"clipped-{bound}": _remedy("stability", "", *_CLIP) for bound in _CLIPPED},
    "softmax-then-log": _remedy("stability", "", *_STABLE),
    "exp-without-shift": _remedy("stability", "", *_STABLE),
    "fused-float32": _remedy("stability", "", *_STABLE),
    "fused-float16": _remedy("stability", "", *_STABLE),
    "gradient-not-averaged": _remedy("derivation", "", *_GRADIENT),
    "gradient-averaged-twice": _remedy("derivation", "", *_GRADIENT),
    "gradient-sign": _remedy("derivation", "", *_GRADIENT),
    "gradient-by-probabilities": _remedy("derivation", "", *_GRADIENT),
    "jacobian-diagonal-only": _remedy("derivative", "", *_GRADIENT),
}
