// The stage's mathematics: softmax, its cross-entropy and their gradient. A browser test holds
// every number of it against ce_core.numeric.

import { formatNumber } from "./format.js";

// Everything that the stage shows of one scenario. With temperature T and smoothed target y,
// p = softmax(z / T), cost = −Σ y log p (nats), gradient = (p − y) / T.
export function evaluate(logits, target, temperature = 1, labelSmoothing = 0) {
  const k = logits.length;
  const largest = Math.max(...logits);
  const top = logits.indexOf(largest);
  // Shift before dividing: a difference may overflow to −∞, whose exponential is an honest 0.
  const shifted = logits.map((z) => (z - largest) / temperature);
  const powers = shifted.map(Math.exp);
  const others = powers.reduce((sum, power, i) => (i === top ? sum : sum + power), 0);
  const logSum = Math.log1p(others);
  const smoothed = target.map((y) =>
    labelSmoothing === 0 ? y : (1 - labelSmoothing) * y + labelSmoothing / k,
  );
  const probabilities = powers.map((power) => power / (1 + others));
  const logProbabilities = shifted.map((s) => s - logSum);
  const terms = smoothed.map((y, i) => (y === 0 ? 0 : -y * logProbabilities[i]));
  // At the largest logit p − y is written as (1 − y) − (1 − p), so that p ≈ 1 loses no digits.
  const gradient = smoothed.map((y, i) => {
    const push = i === top ? 1 - y - others / (1 + others) : probabilities[i] - y;
    return push / temperature;
  });
  return {
    probabilities,
    logProbabilities,
    target: smoothed,
    terms,
    cost: terms.reduce((sum, term) => sum + term, 0),
    gradient,
    floor: smoothed.reduce((sum, y) => (y === 0 ? sum : sum - y * Math.log(y)), 0),
  };
}

// Whether the class with the largest label has the largest probability, too; as in
// ce_core/numeric/cost_level.py.
export function labelLeads(probabilities, target) {
  const largest = Math.max(...target);
  const labelled = Math.max(...probabilities.filter((_, i) => target[i] === largest));
  return labelled > Math.max(-1, ...probabilities.filter((_, i) => target[i] !== largest));
}

// "low", "medium" or "high". A uniform guess costs log K whatever the label: what costs more, as far
// as three digits show, is high. What stands nearer to the floor H(y) than to that is low, if the
// labelled class leads.
export function costLevel(cost, floor, nClasses, leads = true) {
  const uniform = Math.log(nClasses);
  const slack = 1e-9 * uniform;
  if (leads && cost - floor <= (uniform - floor) / 2 + slack) return "low";
  return cost > uniform && formatNumber(cost) !== formatNumber(uniform) ? "high" : "medium";
}

// The level of what `evaluate` gave.
export function levelOf(result) {
  const { cost, floor, target, probabilities } = result;
  return costLevel(cost, floor, target.length, labelLeads(probabilities, target));
}
