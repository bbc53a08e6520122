// Gradient descent on the logits for either cost, all steps at once, and the triangle it is drawn
// in. A browser test holds every number of it against ce_core.numeric.

import { evaluate } from "../shared/softmax.js";

export const COSTS = ["cross-entropy", "squared error"];

// A quarter of the largest number: room to walk without leaving the finite.
const LOWEST = -Number.MAX_VALUE / 4;

// ∂/∂z_i of Σ r² with r = p − y on softmax: 2·p_i·(r_i − Σ_k p_k·r_k).
function squaredErrorSlope(p, r) {
  const mean = p.reduce((sum, each, k) => sum + each * r[k], 0);
  return p.map((each, i) => 2 * each * (r[i] - mean));
}

// Follows z ← z − rate·∂E/∂z from the scenario's logits. Each list of the answer has steps + 1
// entries, the start first; a slope is the length of the gradient with respect to the logits.
export function descend({ logits, target, temperature, labelSmoothing }, cost, rate, steps) {
  const label = evaluate(logits, target, temperature, labelSmoothing).target;
  const squared = cost === "squared error";
  // In units of the temperature the walk is z/T ← z/T − (rate/T²)·∂E/∂(z/T). Only differences
  // count, so the largest logit is put to 0, where rounding is finest.
  const largest = Math.max(...logits);
  const start = logits.map((z) => Math.max((z - largest) / temperature, LOWEST));
  const pace = rate / temperature ** 2;
  /** @type {{logits: number[][], probabilities: number[][], costs: number[], slopes: number[]}} */
  const run = { logits: [], probabilities: [], costs: [], slopes: [] };
  let here = start;
  for (let n = 0; n <= steps; n += 1) {
    const { probabilities, cost: entropy, gradient: residual } = evaluate(here, label);
    const slope = squared ? squaredErrorSlope(probabilities, residual) : residual;
    run.logits.push(here.map((z, i) => logits[i] + (z - start[i]) * temperature));
    run.probabilities.push(probabilities);
    run.costs.push(squared ? residual.reduce((sum, r) => sum + r * r, 0) : entropy);
    run.slopes.push(Math.hypot(...slope) / temperature);
    here = here.map((z, i) => z - pace * slope[i]);
  }
  return run;
}

// --- the triangle of three probabilities --------------------------------------------------------

const HALVINGS = 40; // of the search along a ray: finer than any screen
const PER_EDGE = 30; // a ray every few degrees: no corner shows in a curve of this size

// The class with the largest label and the two likeliest others, in their own order.
export function threeClasses(logits, target) {
  const truth = target.indexOf(Math.max(...target));
  const rivals = logits.map((_, i) => i).filter((i) => i !== truth);
  rivals.sort((a, b) => logits[b] - logits[a]);
  return [truth, ...rivals.slice(0, 2)].sort((a, b) => a - b);
}

function perimeter() {
  const points = [];
  for (let edge = 0; edge < 3; edge += 1) {
    for (let n = 0; n < PER_EDGE; n += 1) {
      const point = [0, 0, 0];
      point[edge] = 1 - n / PER_EDGE;
      point[(edge + 1) % 3] = n / PER_EDGE;
      points.push(point);
    }
  }
  return [...points, points[0]];
}

// Lines on which −Σ y·log p lies `excess` nats above its least, H(y): found along rays from p = y
// to the edge, on which the cost only rises. A line that leaves the triangle is cut there.
export function contour(label, excess) {
  const floor = label.reduce((sum, y) => (y ? sum - y * Math.log(y) : sum), 0);
  /** @type {number[][][]} the last one is still growing */
  const lines = [[]];
  for (const end of perimeter()) {
    const at = (share) => label.map((y, i) => y + share * (end[i] - y));
    const beyond = (share) =>
      at(share).reduce((sum, p, i) => (label[i] ? sum - label[i] * Math.log(p) : sum), -floor) >= excess;
    if (!beyond(1)) {
      lines.push([]);
      continue;
    }
    let [low, high] = [0, 1];
    for (let n = 0; n < HALVINGS; n += 1) {
      const middle = (low + high) / 2;
      if (beyond(middle)) high = middle;
      else low = middle;
    }
    lines[lines.length - 1].push(at(high));
  }
  return lines.filter((line) => line.length > 1);
}
