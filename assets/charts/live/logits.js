// Computes what happens to the cost when logits move: along each of them, and by central differences.

import { steppedTop } from "../../shared/axis.js";
import { evaluate } from "../../shared/softmax.js";

const LOWEST = -Number.MAX_VALUE / 4; // room for a step without leaving the finite
const REACH = 6; // how far a logit is moved to either side, in units of the temperature's step
const CHANGES = Array.from({ length: 49 }, (_, i) => -REACH + (i * REACH) / 24);
const STEP = 1e-5;

export function logSumExp(values) {
  const largest = Math.max(...values);
  const top = values.indexOf(largest);
  const others = values.reduce((sum, v, i) => (i === top ? sum : sum + Math.exp(v - largest)), 0);
  return largest + Math.log1p(others);
}

// The logits relative to the largest, over the temperature: softmax sees nothing else.
export function scaledLogits(logits, temperature) {
  const largest = Math.max(...logits);
  return logits.map((z) => Math.max((z - largest) / temperature, LOWEST));
}

function logAddExp(a, b) {
  const high = Math.max(a, b);
  return high + Math.log1p(Math.exp(Math.min(a, b) - high));
}

// The range of an axis that holds these costs and moves in steps: from 0 where that is near.
function costRange(low, high) {
  if (low < 0.4 * high || high <= 4) return [-0.03 * steppedTop(high), 1.03 * steppedTop(high)];
  // Doubles near a vast cost may lie too far apart to show any change.
  const step = Math.max(steppedTop(high - low) / 2, 1e-9 * high);
  return [(Math.floor(low / step) - 0.06) * step, (Math.floor(high / step) + 1.06) * step];
}

// The nearest places in the same order that are at least `gap` apart: as ce_core/figures/marks.py.
export function spreadApart(places, gap) {
  const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b] || a - b);
  /** @type {any[]} */
  const groups = [];
  for (const i of order) {
    let [middle, count] = [places[i], 1];
    while (groups.length && middle - groups.at(-1)[0] < (gap * (count + groups.at(-1)[1])) / 2) {
      const [other, others] = groups.pop();
      middle = (middle * count + other * others) / (count + others);
      count += others;
    }
    groups.push([middle, count]);
  }
  const moved = groups.flatMap(([middle, count]) => Array.from({ length: count }, (_, n) => middle + gap * (n - (count - 1) / 2)));
  return places.map((_, i) => moved[order.indexOf(i)]);
}

// The cost when one logit moves and the others hold still. With u = z − Σ y·z the cost is log Σ eᵘ; a
// change c of the logit j adds c to u_j and takes y_j·c from all.
export function costAlongEach({ scaled, y, temperature, temperatureStep }, per) {
  const middle = scaled.reduce((sum, z, i) => sum + y[i] * z, 0);
  const u = scaled.map((z) => z - middle);
  const moves = CHANGES.map((change) => change * temperatureStep);
  const costs = u.map((own, j) => {
    const others = logSumExp(u.filter((_, i) => i !== j));
    return moves.map((move) => {
      const c = move / temperature;
      return logAddExp(others - y[j] * c, own + (1 - y[j]) * c) / per;
    });
  });
  const all = costs.flat();
  const range = costRange(Math.min(...all), Math.max(...all));
  const [low, high] = range;
  const ends = costs.map((row) => (row.at(-1) - low) / (high - low));
  return { changes: moves, costs, low, high, height: high - low, width: 2 * REACH * temperatureStep, ends: spreadApart(ends, LABEL_GAP) };
}

const LABEL_GAP = 0.08; // of the plot's height: a line of text where the plot is low

// The slope of the cost along each logit, measured: a check that does not use ŷ − y.
export function centralDifference({ scaled, scenario }) {
  const { target, temperature, labelSmoothing } = scenario;
  const step = STEP * Math.max(1, ...scaled.map(Math.abs));
  const cost = (z) => evaluate(z, target, 1, labelSmoothing).cost;
  return scaled.map((entry, i) => {
    const [up, down] = [entry + step, entry - step];
    const rise = cost(scaled.with(i, up)) - cost(scaled.with(i, down));
    return rise / (up - down) / temperature;
  });
}
