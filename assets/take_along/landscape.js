// Computes the map of the cost over two logits anew, as ce_core/figures/cost/landscape_patch.py does,
// where no Python can. A browser test holds the two against each other.

import { temperatureStep } from "../charts/live/numbers.js";
import { evaluate } from "../shared/softmax.js";

const POINTS = 31;
const REACH = 8; // half of the window, in units of the temperature's step
const STEP = 4; // in which the window moves

// To the nearest whole number, halves to the even one.
function even(value) {
  const low = Math.floor(value);
  if (value - low !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}

function heightOf(squared, { cost, probabilities, target }) {
  return squared ? probabilities.reduce((sum, p, i) => sum + (p - target[i]) ** 2, 0) : cost;
}

// The window's middle, its two axes, and the heights above them at a scenario.
export function mapOf({ logits, target, temperature, labelSmoothing }, { pair, squared }) {
  const unit = temperatureStep(temperature);
  const centre = pair.map((i) => even(logits[i] / (STEP * unit)) * (STEP * unit));
  const axes = centre.map((middle) =>
    Array.from({ length: POINTS }, (_, n) => middle + (-REACH + (2 * REACH * n) / (POINTS - 1)) * unit),
  );
  const heights = axes[1].map((second) =>
    axes[0].map((first) => {
      const here = [...logits];
      [here[pair[0]], here[pair[1]]] = [first, second];
      return heightOf(squared, evaluate(here, target, temperature, labelSmoothing));
    }),
  );
  return { centre, axes, heights };
}

// A chart of the map with its window and its heights at a scenario; its marks follow by themselves.
export function withLandscape(chart, scenario) {
  const { centre, axes, heights } = mapOf(scenario, chart.live.over);
  const [map, ...marks] = chart.data;
  const [x, y] = axes;
  const [xaxis, yaxis] = axes.map((axis, n) => ({ ...chart.layout[n ? "yaxis" : "xaxis"], range: [axis[0], axis.at(-1)] }));
  return {
    ...chart,
    data: [{ ...map, x, y, z: heights }, ...marks],
    layout: { ...chart.layout, xaxis, yaxis },
    live: { ...chart.live, over: { ...chart.live.over, centre } },
  };
}
