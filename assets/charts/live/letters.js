// Computes what the letters of the derivations are worth, and what their lines are, all in units of
// z/T as they are there. ce_core/ui/formulas/live_numbers.py names them.

import { logSumExp } from "./logits.js";

// One class against all others together: two logits, two probabilities, and what is made of them.
function against(k, { z, p, y, logP }) {
  const others = (list) => list.filter((_, i) => i !== k);
  const rest = others(p).reduce((sum, each) => sum + each, 0);
  const first = -logP[k];
  const second = p[k] < 0.5 ? -Math.log1p(-p[k]) : -logSumExp(others(logP)); // −log(1 − p)
  const cost = (y[k] === 0 ? 0 : y[k] * first) + (y[k] === 1 ? 0 : (1 - y[k]) * second);
  return { others: logSumExp(others(z)), p: p[k], rest, first, second, cost, slope: p[k] * rest, label: y[k], otherLabel: 1 - y[k] };
}

export function letters({ scenario, p, y, logP, gradient, temperature }) {
  const z = scenario.logits.map((each) => each / temperature);
  const pairs = p.map((_, k) => against(k, { z, p, y, logP }));
  return {
    z,
    against: pairs,
    gradient: gradient.map((each) => each * temperature),
    jacobian: p.flatMap((one, i) => p.map((other, j) => (i === j ? one * pairs[i].rest : -one * other))),
  };
}
