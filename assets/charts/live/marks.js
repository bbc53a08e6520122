// Turns each live mark of a chart into the fields of Plotly's that it changes, from the numbers of a
// scenario. What kinds there are, and what they mean, stands in ce_core/figures/live.py.

import { formatNumber, formatPercent, formatSigned } from "../../shared/format.js";
import { numbersOf } from "./numbers.js";

const FORMATS = {
  number: formatNumber,
  signed: formatSigned,
  percent: formatPercent,
  raises: (slope) => (slope === 0 ? "keeps" : slope > 0 ? "raises" : "lowers"),
};
const TANGENT_REACH = 0.16; // half a tangent, as a share of the plot

// A quantity is a number, the name of one ("labelled.cost", "p.2"), or {of, times, least}: a multiple.
export function quantity(named, numbers) {
  if (typeof named === "number") return named;
  if (typeof named === "string") return named.split(".").reduce((found, key) => found[key], numbers);
  const found = quantity(named.of, numbers);
  if (Array.isArray(found)) return found.map((v) => v * named.times);
  return Math.max(found, named.least ?? -Infinity) * named.times;
}

// A list of quantities, or the name of a vector.
function vector(named, numbers) {
  return Array.isArray(named) ? named.map((each) => quantity(each, numbers)) : quantity(named, numbers);
}

function written(pieces, numbers) {
  return pieces
    .map((piece) => (typeof piece === "string" ? piece : FORMATS[piece[0]](quantity(piece[1], numbers))))
    .join("");
}

// The colour of a gradient's sign: descent pushes against it.
function pushColour(slope, [up, none, down]) {
  if (slope === 0) return none;
  return slope > 0 ? down : up;
}

// Looks equally long whatever its slope, a vertical one included.
function tangent(mark, numbers) {
  const [x, y, slope, width, height] = ["x", "y", "slope", "width", "height"].map((name) => quantity(mark[name], numbers));
  const steepness = slope * (width / height); // as seen on the plot
  const length = Math.hypot(1, steepness);
  const across = (TANGENT_REACH * width) / length;
  const up = TANGENT_REACH * height * (length < Infinity ? steepness / length : Math.sign(slope));
  return { x: [x - across, x + across], y: [y - up, y + up] };
}

// Words at a place in the data. With `side` they stand on the side of it where there is room.
function note(mark, numbers) {
  const fields = {};
  if (mark.x !== undefined) fields.x = quantity(mark.x, numbers);
  if (mark.y !== undefined) fields.y = quantity(mark.y, numbers);
  if (mark.text) fields.text = written(mark.text, numbers);
  if (mark.side) {
    const leftward = quantity(mark.side.of, numbers) > mark.side.over;
    fields.xanchor = leftward ? "right" : "left";
    fields.xshift = leftward ? -mark.side.gap : mark.side.gap;
  }
  return fields;
}

const KINDS = {
  points: (mark, numbers) => ({ x: vector(mark.x, numbers), y: vector(mark.y, numbers) }),
  tangent,
  note,
  range: ({ low, high }, numbers) => ({ range: [quantity(low, numbers), quantity(high, numbers)] }),
  shape: ({ ends }, numbers) => Object.fromEntries(Object.entries(ends).map(([end, of]) => [end, quantity(of, numbers)])),
};

// What the marks of a chart are at a scenario: [{on, at, fields}], `on` and `at` being where in the
// figure (its data, annotations, shapes or an axis) each of them stands.
export function fieldsOf({ per, push, marks }, scenario) {
  const numbers = numbersOf(scenario, per);
  return marks.map((mark) => {
    const fields = KINDS[mark.kind](mark, numbers);
    if (mark.push) fields.colour = vector(mark.push, numbers).map((slope) => pushColour(slope, push));
    return { on: mark.on, at: mark.at, fields };
  });
}
