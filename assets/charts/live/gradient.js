// Computes what the pages of the gradient show: the chain rule's terms, the beam, temperatures and
// the triangle of three probabilities.

import { evaluate } from "../../shared/softmax.js";
import { spreadApart } from "./logits.js";

const TEMPERATURES = [0.05, 20];
const SAMPLES = 45;
const LEAST_PUSH = 1e-6; // where the axis of the gradient over T ends
const NAME_GAP = 0.08; // between two names, as a share of the axis of ŷ
const TRIANGLE_STEPS = 80; // of the descent in the triangle

// Every factor and term of Σᵢ ∂E/∂ŷᵢ · ∂ŷᵢ/∂z_j, matrices row by row.
export function chainRule({ p, y, temperature }) {
  const complements = p.map((_, i) => p.reduce((sum, each, j) => (j === i ? sum : sum + each), 0));
  const cells = (same, other) => p.flatMap((_, i) => p.map((__, j) => (i === j ? same(i) : other(i, j)) / temperature));
  const terms = cells((i) => -y[i] * complements[i], (i, j) => y[i] * p[j]);
  const k = p.length;
  const others = p.map((_, j) => p.reduce((sum, __, i) => (i === j ? sum : sum + terms[i * k + j]), 0));
  return {
    jacobian: cells((i) => p[i] * complements[i], (i, j) => -p[i] * p[j]),
    terms,
    factors: p.map((each, i) => (y[i] > 0 ? -y[i] / each : 0)),
    same: p.map((_, i) => terms[i * k + i]),
    others,
    labels: y.map((each) => -each / temperature),
    joined: p.map((each, i) => (y[i] * each) / temperature),
    full: { jacobian: 0.25 / temperature, terms: 1 / temperature },
    infinite: p.flatMap((each, i) => (Number.isFinite(y[i] / each) || y[i] === 0 ? [] : [i])),
  };
}

// The gradient's parts end to end, the largest innermost, down on one side and up on the other.
export function beam({ gradient }) {
  const largest = Math.max(1e-300, ...gradient.map(Math.abs));
  const size = gradient.map((each) => Math.floor((Math.abs(each) / largest) * 1e9 + 0.5));
  const order = gradient.map((_, i) => i).sort((a, b) => size[b] - size[a] || a - b);
  const ends = { up: 0, down: 0 };
  const bases = gradient.map(() => 0);
  for (const j of order) {
    const side = gradient[j] < 0 ? "up" : "down";
    bases[j] = ends[side];
    ends[side] += gradient[j];
  }
  return { bases, ...ends, total: (ends.down - ends.up) / 2 };
}

function entropyOf(p) {
  return p.reduce((sum, each) => (each > 0 ? sum - each * Math.log(each) : sum), 0);
}

function pushOf(p, y, temperature) {
  return p.reduce((sum, each, i) => sum + Math.abs(each - y[i]), 0) / 2 / temperature;
}

// The same logits at every temperature.
export function overTemperature({ scenario, p, y, temperature }) {
  const [coldest, warmest] = TEMPERATURES.map(Math.log);
  const temperatures = Array.from({ length: SAMPLES }, (_, n) => Math.exp(coldest + (n * (warmest - coldest)) / (SAMPLES - 1)));
  const shares = temperatures.map((t) => evaluate(scenario.logits, y, t).probabilities);
  const drawn = (push) => Math.max(push, LEAST_PUSH);
  return {
    temperatures,
    p: p.map((_, j) => shares.map((row) => row[j])),
    entropies: shares.map(entropyOf),
    pushes: shares.map((row, n) => drawn(pushOf(row, y, temperatures[n]))),
    entropy: entropyOf(p),
    push: drawn(pushOf(p, y, temperature)),
    logT: Math.log10(temperature),
    names: spreadApart(p, NAME_GAP),
  };
}

// The class with the largest label and the two likeliest others, in their own order.
function threeOf(logits, y) {
  const truth = y.indexOf(Math.max(...y));
  const rivals = logits.map((_, i) => i).filter((i) => i !== truth);
  rivals.sort((a, b) => logits[b] - logits[a]);
  return [truth, ...rivals.slice(0, 2)].sort((a, b) => a - b);
}

// Three classes' shares among themselves, and where descent carries them: lists for a, b and c.
export function triangle({ scenario, y, temperature }) {
  const classes = threeOf(scenario.logits, y);
  const labels = classes.map((i) => y[i]);
  const total = labels.reduce((sum, each) => sum + each, 0);
  const target = labels.map((each) => each / total);
  let z = classes.map((i) => scenario.logits[i]);
  const largest = Math.max(...z);
  z = z.map((each) => Math.max((each - largest) / temperature, -Number.MAX_VALUE));
  /** @type {number[][]} */
  const path = [[], [], []];
  for (let n = 0; n <= TRIANGLE_STEPS; n += 1) {
    const { probabilities, logProbabilities, gradient } = evaluate(z, target);
    probabilities.forEach((each, i) => path[i].push(each));
    z = logProbabilities.map((each, i) => each - gradient[i]);
  }
  return { path, now: path.map(([first]) => [first]), label: target.map((each) => [each]) };
}
