// Computes what the page of two classes shows: two classes of a scenario, apart from all others.

import { steppedTop } from "../../shared/axis.js";

const LARGEST = 1e300; // where differences of logits stop being drawn truly
const RULER = 10; // log-odds to either side of the ruler

export function sigmoid(x) {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

function clipped(value, limit) {
  return Math.min(limit, Math.max(-limit, value));
}

// The class with the largest label and its strongest rival, or both of two.
function chosen(logits, y) {
  if (logits.length === 2) return [0, 1];
  const first = y.indexOf(Math.max(...y));
  const rival = logits.reduce((best, z, i) => (i !== first && (best < 0 || z > logits[best]) ? i : best), -1);
  return [first, rival];
}

export function pairOf({ scenario, y, temperature }) {
  const classes = chosen(scenario.logits, y);
  const logits = classes.map((i) => clipped(scenario.logits[i] / temperature, LARGEST));
  const difference = clipped(logits[0] - logits[1], LARGEST);
  const probability = sigmoid(difference);
  const label = y[classes[0]] / (y[classes[0]] + y[classes[1]]);
  return {
    classes,
    logits,
    difference,
    distance: Math.abs(difference),
    middle: (logits[0] + logits[1]) / 2,
    probability,
    other: sigmoid(-difference),
    slope: probability * sigmoid(-difference),
    reach: 2 * steppedTop(Math.abs(difference) / 2),
    place: clipped(difference, RULER),
    labelPlace: clipped(Math.log(label) - Math.log1p(-label), RULER),
  };
}
