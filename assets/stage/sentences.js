// The sentences of the stage.

import { formatNumber, formatPercent } from "../shared/format.js";
import { costLevel } from "../shared/softmax.js";

function capitalised(name) {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function listed(names) {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

function why(level, nClasses) {
  if (level === "low") return "low, because the prediction is close to the truth";
  const even = formatNumber(Math.log(nClasses));
  if (level === "high") {
    return `high, because the prediction is far from the truth; an even guess would cost ${even}`;
  }
  return `middling: not close to the truth, yet no worse than an even guess, which costs ${even}`;
}

// What a person would say about the picture, in one or two sentences.
export function stateSentence(scenario, result) {
  const n = scenario.logits.length;
  const level = costLevel(result.cost, result.floor, n);
  const cost = formatNumber(result.cost);
  const trueClasses = scenario.target.flatMap((y, i) => (y > 0 ? [i] : []));
  const shares = trueClasses.map((i) => scenario.names[i]);
  // Softmax gives every class something, also what is too small for a number of the machine.
  const share = (i) => formatPercent(result.probabilities[i] || Number.MIN_VALUE);
  const gets = listed(
    trueClasses.slice(0, 3).map((i) => `${scenario.names[i]} gets ${share(i)}`),
  );
  const more = trueClasses.length > 3 ? ` (and ${trueClasses.length - 3} more)` : "";
  if (shares.length === 1 && result.floor === 0) {
    return `${capitalised(gets)}; the cost is ${cost}: ${why(level, n)}.`;
  }
  const floor = formatNumber(result.floor);
  return (
    `${capitalised(gets)}${more}; the cost is ${cost}, of which ${floor} is the label's own ` +
    `entropy and cannot be avoided: ${why(level, n)}.`
  );
}

// Which way gradient descent moves a logit, in words.
export function pushWords(slope) {
  if (slope > 0) return "raising this logit raises the cost";
  if (slope < 0) return "raising this logit lowers the cost";
  return "moving this logit a little leaves the cost as it is";
}
