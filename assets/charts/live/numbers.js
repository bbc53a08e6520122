// Computes what live marks show of a scenario, under the names that ce_core/figures/live.py gives
// them. A browser test holds every mark against the figure that Python draws.

import { independent, landscape } from "./costs.js";
import { beam, chainRule, overTemperature, triangle } from "./gradient.js";
import { letters } from "./letters.js";
import { centralDifference, costAlongEach, logSumExp, scaledLogits } from "./logits.js";
import { steppedTop } from "../../shared/axis.js";
import { pairOf } from "./pair.js";
import { evaluate, levelOf } from "../../shared/softmax.js";

const NOTHING = 1e-7; // of an axis: what is smaller than this is drawn as nothing

// The smallest `full`/4ⁿ that the value still fits in: for what can be tiny.
export function axisReach(value, full) {
  let reach = full;
  if (value < NOTHING * full) return full;
  while (1.02 * value < reach / 4) reach /= 4;
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

// The class other than `first` whose value is largest.
function rivalOf(values, first) {
  return values.reduce((best, v, i) => (i !== first && (best < 0 || v > values[best]) ? i : best), -1);
}

// The class with the largest push, the first of those that differ by rounding alone; -1 for none.
function steepestOf(gradient) {
  const largest = Math.max(...gradient.map(Math.abs));
  return largest === 0 ? -1 : gradient.findIndex((each) => Math.abs(each) >= largest * (1 - 1e-9));
}

// A class's place on −log ŷ (falling) or −log(1 − ŷ): probability, cost and slope, in a unit.
function placed(p, nats, sign, per) {
  return { p, cost: nats / per, slope: (sign * Math.exp(nats)) / per };
}

// A number that is computed when it is first asked for: no chart needs all of them.
function lazily(numbers, name, compute) {
  Object.defineProperty(numbers, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = compute();
      Object.defineProperty(numbers, name, { value, enumerable: true });
      return value;
    },
  });
}

// KL(y ‖ ŷ) in nats. Where a probability underflows it is infinite, but the cost, which is computed
// from the logits, is not: then what the cost has above its floor.
function divergence(y, p, above) {
  const terms = p.map((each, i) => {
    if (y[i] === 0) return 0;
    const close = y[i] <= 2 * each && each <= 2 * y[i];
    return y[i] * (close ? Math.log1p((y[i] - each) / each) : Math.log(y[i]) - Math.log(each));
  });
  const sum = Math.max(0, terms.reduce((total, term) => total + term, 0));
  return sum < Infinity ? sum : above;
}

// What a scenario's marks need; `per` is how many nats the chart's unit of cost has, `over` which
// two logits, which cost and which window a landscape has.
export function numbersOf(scenario, per = 1, over = null) {
  const { logits, target, temperature, labelSmoothing } = scenario;
  const found = evaluate(logits, target, temperature, labelSmoothing);
  const { probabilities: p, logProbabilities, target: y, gradient } = found;
  const labelled = y.indexOf(Math.max(...y));
  const rival = rivalOf(p.map((each, i) => each - y[i]), labelled);
  const others = logProbabilities.filter((_, i) => i !== rival);
  /** @type {any} it grows below */
  const numbers = {
    scenario,
    temperature,
    p,
    y,
    gradient,
    terms: found.terms.map((term) => term / per),
    logP: logProbabilities,
    scaled: scaledLogits(logits, temperature),
    labelled: placed(p[labelled], -logProbabilities[labelled], -1, per),
    rival: placed(p[rival], -logSumExp(others), 1, per),
    cost: found.cost / per,
    floor: found.floor / per,
    excess: divergence(y, p, found.cost - found.floor) / per,
    level: levelOf(found),
    label: target, // before smoothing
    labelKind: target.map((each) => (each === 0 ? "none" : each === 1 ? "true" : "soft")),
    steepest: steepestOf(gradient),
  };
  numbers.labelled.index = labelled;
  numbers.rival.index = rival;
  numbers.largestTerm = Math.max(...numbers.terms);
  numbers.casesTop = steppedTop(Math.max(0, numbers.labelled.cost, numbers.rival.cost));
  numbers.costTop = steppedTop(numbers.cost);
  numbers.decades = decades(logProbabilities[labelled]);
  numbers.temperatureStep = temperatureStep(temperature);
  // No entry of a gradient is larger than 1/T.
  numbers.gradientFull = 2 ** -Math.floor(Math.log2(temperature) + 1e-12);
  numbers.gradientReach = axisReach(Math.max(...gradient.map(Math.abs)), numbers.gradientFull);
  lazily(numbers, "along", () => costAlongEach(numbers, per));
  lazily(numbers, "central", () => centralDifference(numbers));
  lazily(numbers, "disagreement", () => Math.max(...gradient.map((each, i) => Math.abs(each - numbers.central[i]))));
  lazily(numbers, "rule", () => chainRule(numbers));
  lazily(numbers, "beam", () => beam(numbers));
  lazily(numbers, "over", () => overTemperature(numbers));
  lazily(numbers, "triangle", () => triangle(numbers));
  lazily(numbers, "independent", () => independent(numbers));
  lazily(numbers, "pair", () => pairOf(numbers));
  lazily(numbers, "letters", () => letters(numbers));
  if (over) lazily(numbers, "landscape", () => landscape(numbers, over));
  return numbers;
}
