// The guided tour: five stops, each asking for one action and noticing when it is done.

import { costLevel } from "../shared/softmax.js";

function strongest(gradient) {
  const sizes = gradient.map(Math.abs);
  return sizes.indexOf(Math.max(...sizes));
}

// A stop: `ask` gives the request for the state it starts in, `done` compares that state with
// the present one, `told` is what has just been seen. States are { scenario, result, undone }.
const STOPS = [
  {
    ask: ({ scenario, truth }) => `Grab the round handle of ${scenario.names[truth]}, the true class, and pull it to the left.`,
    done: (from, now) => now.scenario.logits[from.truth] < from.scenario.logits[from.truth],
    told: "Its probability falls, and −log of it, the cost, grows.",
  },
  {
    ask: () => "Click the name of another class to make it the true one.",
    done: (from, now) => now.truth !== from.truth,
    told: "The prediction is the same; measured against another truth it costs something else.",
  },
  {
    ask: ({ scenario, level }) => {
      const price = `log ${scenario.logits.length}, the price of an even guess`;
      return level === "high"
        ? `The cost is high. Pull until it falls below ${price}.`
        : `Make the cost high: pull until it passes ${price}.`;
    },
    done: (from, now) => (now.level === "high") !== (from.level === "high"),
    told: "An even guess pays that price whatever the truth. Confident and wrong pays more, without limit.",
  },
  {
    ask: ({ scenario, steepest }) =>
      `The arrows show where descent would push each logit. The longest is at ${scenario.names[steepest]}: pull its handle the way it points.`,
    done: (from, now) =>
      (now.scenario.logits[from.steepest] - from.scenario.logits[from.steepest]) * from.result.gradient[from.steepest] < 0 &&
      now.result.cost < from.result.cost,
    told: "The cost fell. That arrow is ŷ − y, the slope of the cost along this logit.",
  },
  {
    ask: () => "Press Undo to take a step back.",
    done: (from, now) => now.undone > from.undone,
    told: "Every step can be undone, and the address of the page always holds the present state.",
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
      steepest: strongest(result.gradient),
      level: costLevel(result.cost, result.floor, scenario.logits.length),
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
      part("told").textContent = `✓ ${STOPS[at].told}`;
      part("onward").textContent = at + 1 < STOPS.length ? "Next" : "Finish";
    },
  };
}
