// Pure steps from one scenario to the next, and the one scale that all logits share.

const BOUNDS = [1, 2, 5];
const SMALLEST_BOUND = 10;
const LARGEST_BOUND = 1e300; // so that no width, step or slope overflows

function replacedAt(list, index, value) {
  return list.map((entry, i) => (i === index ? value : entry));
}

export function withLogit(scenario, index, value) {
  return { ...scenario, logits: replacedAt(scenario.logits, index, value) };
}

// Moves all logits by what brings this one to `value`: softmax does not notice.
export function withLogitsShifted(scenario, index, value) {
  const shift = value - scenario.logits[index];
  const logits = scenario.logits.map((z, i) => (i === index ? value : Number((z + shift).toPrecision(12))));
  return { ...scenario, logits };
}

export function withName(scenario, index, name) {
  return { ...scenario, names: replacedAt(scenario.names, index, name) };
}

export function withTrueClass(scenario, index) {
  return { ...scenario, target: scenario.target.map((_, i) => (i === index ? 1 : 0)) };
}

// Moves one label; the others keep their proportions and the sum stays 1.
export function withLabel(scenario, index, wanted) {
  const value = Math.min(1, Math.max(0, wanted));
  const rest = scenario.target.reduce((sum, y, i) => (i === index ? sum : sum + y), 0);
  const target = scenario.target.map((y, i) => {
    if (i === index) return value;
    return rest > 0 ? (y / rest) * (1 - value) : (1 - value) / (scenario.target.length - 1);
  });
  return { ...scenario, target };
}

// The nearest scenario with one true class: the label's largest share wins.
export function hardened(scenario) {
  return withTrueClass(scenario, scenario.target.indexOf(Math.max(...scenario.target)));
}

export function isSoft(scenario) {
  return scenario.target.filter((y) => y > 0).length > 1;
}

function unusedName(names) {
  for (let n = names.length + 1; ; n += 1) {
    if (!names.includes(`class ${n}`)) return `class ${n}`;
  }
}

export function withAddedClass(scenario) {
  return {
    ...scenario,
    logits: [...scenario.logits, 0],
    target: [...scenario.target, 0],
    names: [...scenario.names, unusedName(scenario.names)],
  };
}

export function withoutClass(scenario, index) {
  const keep = (list) => list.filter((_, i) => i !== index);
  const left = keep(scenario.target);
  const total = left.reduce((sum, y) => sum + y, 0);
  const target = total > 0 ? left.map((y) => y / total) : left.map((_, i) => (i === 0 ? 1 : 0));
  // A default name says a position, so it follows its class to the new one.
  const names = keep(scenario.names.map((name, i) => (name === `class ${i + 1}` ? null : name)));
  return {
    ...scenario,
    logits: keep(scenario.logits),
    target,
    names: names.map((name, i) => name ?? `class ${i + 1}`),
  };
}

// Half the width of the logit scale: a round number that every logit fits in.
export function scaleBound(logits) {
  const largest = Math.max(...logits.map(Math.abs));
  if (largest <= SMALLEST_BOUND) return SMALLEST_BOUND;
  let power = 10 ** Math.floor(Math.log10(largest));
  for (;;) {
    const bound = BOUNDS.map((b) => b * power).find((b) => b >= largest);
    if (bound) return Math.min(bound, LARGEST_BOUND);
    power *= 10;
  }
}

export function sameScenario(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
