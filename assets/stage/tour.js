// The guided tour: five stops, each asking for one action and noticing when it is done.

import { formatNumber, formatSigned } from "../shared/format.js";
import { levelOf } from "../shared/softmax.js";

// Of the logits that can move the way descent moves them, the one with the largest gradient; or -1.
function steepest({ logits }, { gradient }, bound) {
  const free = (i) => (gradient[i] > 0 ? logits[i] > -bound : gradient[i] < 0 && logits[i] < bound);
  const sizes = gradient.map((slope, i) => (free(i) ? Math.abs(slope) : -1));
  const largest = Math.max(...sizes);
  return largest > 0 ? sizes.indexOf(largest) : -1;
}

// Which way the true class can be pulled in the first stop: to the left, where there is room.
function pull({ scenario, truth, bound }) {
  return scenario.logits[truth] > -bound ? -1 : 1;
}

function uniform({ scenario }) {
  const k = scenario.logits.length;
  return `log ${k} ≈ ${formatNumber(Math.log(k))}, the cost of a uniform guess`;
}

// A stop: `ask` gives the request for the state it starts in, `done` compares that state with
// the present one, `told` says what has just been seen; `possible`, where it is not always, whether
// it can be done at all. States are { scenario, result, bound, undone, truth, steepest, level }.
const STOPS = [
  {
    ask: (from) =>
      `Grab the round handle of ${from.scenario.names[from.truth]}, the true class, and pull it to the ${pull(from) < 0 ? "left" : "right"}.`,
    done: (from, now) => (now.scenario.logits[from.truth] - from.scenario.logits[from.truth]) * pull(from) > 0,
    told: (from) =>
      pull(from) < 0 ? "Its probability falls, and −log of it, the cost, grows." : "Its probability grows, and −log of it, the cost, falls.",
  },
  {
    ask: () => "Click the circle of another class to make it the true one.",
    done: (from, now) => now.truth !== from.truth,
    told: () => "The prediction did not change, but the true class did, so the cost changed.",
  },
  {
    ask: (from) => (from.level === "high" ? `The cost is high. Pull until it falls below ${uniform(from)}.` : `Raise the cost above ${uniform(from)}.`),
    done: (from, now) => (now.level === "high") !== (from.level === "high"),
    told: (from) => `A uniform guess always costs log ${from.scenario.logits.length}. A confident wrong prediction costs more; there is no upper limit.`,
  },
  {
    possible: (now) => now.steepest >= 0,
    ask: ({ scenario, result, steepest: i }) =>
      `The gradient of ${scenario.names[i]} is ${formatSigned(result.gradient[i])}, so gradient descent moves its logit to the ${result.gradient[i] > 0 ? "left" : "right"}. Pull its handle that way.`,
    done: (from, now) =>
      (now.scenario.logits[from.steepest] - from.scenario.logits[from.steepest]) * from.result.gradient[from.steepest] < 0 &&
      now.result.cost < from.result.cost,
    told: () => "The cost fell. The arrow at a handle points against the gradient ŷ − y, the derivative of the cost by this logit.",
  },
  {
    ask: () => "Press Undo to take a step back.",
    done: (from, now) => now.undone > from.undone,
    told: () => "Every step can be undone, and the link of the page always holds the current state.",
  },
];

// Shows the tour in `card`; `present` gives what a stop compares; `opener` is what it is started
// with, and where the keyboard goes on after it.
export function makeTour(card, present, opener) {
  const part = (name) => card.querySelector(`.${name}`);
  let at = -1;
  let from = null;
  let done = false;

  function state() {
    const now = present();
    const { scenario, result } = now;
    return {
      ...now,
      truth: scenario.target.indexOf(Math.max(...scenario.target)),
      steepest: steepest(scenario, result, now.bound),
      level: levelOf(result),
    };
  }

  function go(stop) {
    at = stop;
    done = false;
    card.hidden = at < 0 || at >= STOPS.length;
    if (card.hidden) {
      opener.focus();
      return;
    }
    from = state();
    if (STOPS[at].possible?.(from) === false) {
      go(at + 1);
      return;
    }
    part("where").textContent = `${at + 1} of ${STOPS.length}`;
    part("ask").textContent = STOPS[at].ask(from);
    part("told").textContent = "";
    part("onward").textContent = "Skip";
  }

  part("onward").addEventListener("click", () => go(at + 1));
  part("end").addEventListener("click", () => go(-1));
  return {
    start: () => go(0),
    // Call after every change: is what the stop asks for done?
    notice() {
      if (card.hidden || done || !STOPS[at].done(from, state())) return;
      done = true;
      part("told").textContent = `✓ ${STOPS[at].told(from)}`;
      part("onward").textContent = at + 1 < STOPS.length ? "Next" : "Finish";
    },
  };
}
