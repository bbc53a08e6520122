// The sentences of the stage.

import { formatNumber, formatPercent } from "../shared/format.js";
import { labelLeads, levelOf } from "../shared/softmax.js";

function capitalised(name) {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function listed(names) {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

function why(level, { target, probabilities }) {
  if (level === "low") return "low, because the prediction is close to the label";
  const uniform = formatNumber(Math.log(target.length));
  const oneClass = Math.max(...target) === 1;
  if (level === "high") {
    const far = oneClass ? `the true class got less than 1/${target.length}` : "the prediction is far from the label";
    return `high: ${far}. A uniform guess costs only ${uniform}`;
  }
  const largest = oneClass ? "the true class does not lead" : "no class with the largest label leads";
  const behind = labelLeads(probabilities, target) ? "" : `${largest}. `;
  return `medium: ${behind}${behind ? "A" : "a"} uniform guess costs ${uniform}`;
}

// What a person would say about the picture, in one or two sentences.
export function stateSentence(scenario, result) {
  const level = levelOf(result);
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
    return `${capitalised(gets)}; the cost is ${cost}: ${why(level, result)}.`;
  }
  const floor = formatNumber(result.floor);
  return (
    `${capitalised(gets)}${more}; the cost is ${cost}, ${why(level, result)}. ` +
    `Of it ${floor} is the entropy of the label: no prediction can cost less.`
  );
}

// Which way gradient descent moves a logit, in words.
export function pushWords(slope) {
  if (slope > 0) return "raising this logit raises the cost";
  if (slope < 0) return "raising this logit lowers the cost";
  return "moving this logit a little leaves the cost as it is";
}
