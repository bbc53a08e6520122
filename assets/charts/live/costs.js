// Computes other costs of the same logits: independent sigmoids, and the landscape over two logits.

import { steppedTop } from "../../shared/axis.js";
import { evaluate } from "../../shared/softmax.js";
import { sigmoid } from "./pair.js";

const SHIFTS = Array.from({ length: 81 }, (_, n) => -8 + n / 5);
const DESCENT_STEPS = 30; // of descent on the landscape
const RATE = 2;
const WINDOW = 8; // half of the landscape, in steps of the temperature
const ARROW = 0.3 * WINDOW;

// log(1 + eˣ), accurate on both sides.
function softplus(x) {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

// One sigmoid for each class, beside the softmax over all of them.
export function independent({ scenario, p, y, cost, temperature, temperatureStep }) {
  const limit = Number.MAX_VALUE / 4;
  const z = scenario.logits.map((each) => Math.min(limit, Math.max(-limit, each / temperature)));
  const costAt = (shift) => z.reduce((sum, each, i) => sum + softplus(each + shift) - y[i] * (each + shift), 0);
  const single = z.map(sigmoid);
  const apart = SHIFTS.map((shift) => costAt((shift * temperatureStep) / temperature));
  return {
    single,
    links: p.flatMap((each, i) => [each, single[i], null]),
    shifts: SHIFTS.map((shift) => shift * temperatureStep),
    together: SHIFTS.map(() => cost),
    apart,
    now: costAt(0),
    top: steppedTop(Math.max(...apart)),
  };
}

function slopeOf(squared, { probabilities: p, gradient }) {
  if (!squared) return gradient;
  const mean = p.reduce((sum, each, i) => sum + each * gradient[i], 0);
  return p.map((each, i) => 2 * each * (gradient[i] - mean));
}

// The gradient and descent over the logits of a pair, in a window that stands still.
export function landscape({ scaled, scenario, y, temperature, temperatureStep }, { pair, squared, centre }) {
  const at = (z) => slopeOf(squared, evaluate(z, y));
  const slope = at(scaled);
  const now = pair.map((i) => scenario.logits[i]);
  const size = Math.hypot(...pair.map((i) => slope[i] / temperature));
  const tip = now.map((z, n) => (size === 0 ? z : z + (ARROW * temperatureStep * (slope[pair[n]] / temperature)) / size));
  /** @type {number[][]} */
  const path = [[], []];
  let here = scaled;
  for (let n = 0; n <= DESCENT_STEPS; n += 1) {
    const place = pair.map((i, m) => now[m] + (here[i] - scaled[i]) * temperature);
    if (place.some((z, m) => Math.abs(z - centre[m]) > WINDOW * temperatureStep)) break;
    place.forEach((z, m) => path[m].push(z));
    const step = at(here);
    here = here.map((z, i) => (pair.includes(i) ? z - RATE * step[i] : z));
  }
  return { now, tip, size, path, arrow: [0, 1].map((m) => [now[m], tip[m]]) };
}
