// Draws a chart at rest: whole, with its words, as Python would draw it for another scenario.

import { fieldsOf, quantity, written } from "./marks.js";
import { numbersOf } from "./numbers.js";
import { withFields, withValues } from "./paint.js";

function valueAtRest({ text, texts, unless }, numbers) {
  if (texts) return texts.map((each) => written(each, numbers));
  return text ? written(text, numbers) : !quantity(unless, numbers);
}

// What a chart says at a scenario, and what of its figure changes only at rest: [{on, at, fields}].
function wordsOf({ per, over, marks, say }, scenario) {
  const numbers = numbersOf(scenario, per, over);
  const changes = marks
    .filter(({ rest }) => rest)
    .map(({ on, at, rest }) => {
      const fields = Object.entries(rest).map(([path, of]) => [path, valueAtRest(of, numbers)]);
      return { on, at, fields: Object.fromEntries(fields) };
    });
  return { alt: written(say.alt, numbers), caption: written(say.caption, numbers), changes };
}

function alike(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

const SETTINGS = ["names", "target", "temperature", "labelSmoothing"];

// Whether all of a chart, its words too, can be put together here for a scenario.
export function needsNobody(live, scenario) {
  if (!live?.say || SETTINGS.some((name) => !alike(live.of[name], scenario[name]))) return false;
  const numbers = live.holds.length ? numbersOf(scenario, live.per, live.over) : {};
  return live.holds.every(([of, value]) => alike(quantity(of, numbers), value));
}

// The chart as Python would draw it at another scenario; only where it needs nobody.
export function drawnFor(chart, scenario) {
  const { alt, caption, changes } = wordsOf(chart.live, scenario);
  const { data, layout } = withValues(withFields(chart, fieldsOf(chart.live, scenario)), changes);
  const live = { ...chart.live, of: { ...chart.live.of, logits: scenario.logits } };
  return { ...chart, data, layout, alt, caption: heldTogether(caption), live };
}

// No line ends within the gradient as it stands in words; as ce_core/figures/charts_message.py.
function heldTogether(text) {
  return text.replaceAll("ŷ − y", "ŷ\u00a0−\u00a0y");
}
