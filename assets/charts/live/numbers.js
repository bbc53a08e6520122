// Computes what live marks show of a scenario, under the names that ce_core/figures/live.py gives
// them. A browser test holds every mark against the figure that Python draws.

import { steppedTop } from "../../shared/axis.js";
import { evaluate } from "../../shared/softmax.js";

// The largest `full`/4ⁿ, n from 0 to 20, that the value still fits in: for what can be tiny.
export function axisReach(value, full) {
  let reach = full;
  for (let n = 0; n < 20 && 1.02 * value < reach / 4; n += 1) reach /= 4;
  return reach;
}

// The power of two at or above the temperature: axes measured in it move in steps, too.
export function temperatureStep(temperature) {
  return 2 ** Math.ceil(Math.log2(temperature) - 1e-12);
}

// How many powers of ten an axis of log ŷ has.
function decades(logProbability) {
  let wide = 6;
  while (wide < -logProbability / Math.LN10 + 1 && wide < 300) wide = Math.min(2 * wide, 300);
  return wide;
}

export function logSumExp(values) {
  const largest = Math.max(...values);
  const top = values.indexOf(largest);
  const others = values.reduce((sum, v, i) => (i === top ? sum : sum + Math.exp(v - largest)), 0);
  return largest + Math.log1p(others);
}

// The class other than `first` whose value is largest.
function rivalOf(values, first) {
  return values.reduce((best, v, i) => (i !== first && (best < 0 || v > values[best]) ? i : best), -1);
}

// A class's place on −log ŷ (falling) or −log(1 − ŷ): probability, cost and slope, in a unit.
function placed(p, nats, sign, per) {
  return { p, cost: nats / per, slope: (sign * Math.exp(nats)) / per };
}

// What a scenario's marks need; `per` is how many nats the chart's unit of cost has.
export function numbersOf(scenario, per = 1) {
  const { logits, target, temperature, labelSmoothing } = scenario;
  const found = evaluate(logits, target, temperature, labelSmoothing);
  const { probabilities: p, logProbabilities, target: y, gradient } = found;
  const labelled = y.indexOf(Math.max(...y));
  const rival = rivalOf(p.map((each, i) => each - y[i]), labelled);
  const others = logProbabilities.filter((_, i) => i !== rival);
  const numbers = {
    scenario,
    temperature,
    p,
    y,
    gradient,
    terms: found.terms.map((term) => term / per),
    logP: logProbabilities,
    labelled: placed(p[labelled], -logProbabilities[labelled], -1, per),
    rival: placed(p[rival], -logSumExp(others), 1, per),
    cost: found.cost / per,
    floor: found.floor / per,
    excess: Math.max(0, found.cost - found.floor) / per,
  };
  numbers.casesTop = steppedTop(Math.max(0, numbers.labelled.cost, numbers.rival.cost));
  numbers.costTop = steppedTop(numbers.cost);
  numbers.decades = decades(logProbabilities[labelled]);
  return numbers;
}
