// Turns each live mark of a chart into the fields of Plotly's that it changes, from the numbers of a
// scenario. What kinds there are, and what they mean, stands in ce_core/figures/live.py.

import { formatGiven, formatNumber, formatPercent, formatSigned } from "../../shared/format.js";
import { steppedTop } from "../../shared/axis.js";
import { numbersOf } from "./numbers.js";

const FORMATS = {
  number: formatNumber,
  given: formatGiven,
  signed: formatSigned,
  percent: formatPercent,
  raises: (slope) => (slope === 0 ? "keeps" : slope > 0 ? "raises" : "lowers"),
  pushes: (slope) =>
    slope === 0 ? "moving this logit a little leaves the cost as it is" : `raising this logit ${slope > 0 ? "raises" : "lowers"} the cost`,
};
const FEW = 4; // up to this many classes a cell is wide enough for three digits
const MANY = 7; // from this many on it is too narrow for the zero before a point
const TANGENT_REACH = 0.16; // half a tangent, as a share of the plot

// A number for a cell that may be 24 pixels wide: two decimals from five classes on.
function cellText(value, { p }) {
  if (p.length <= FEW) return formatNumber(value);
  if (value === 0) return "0";
  if (Math.abs(value) < 0.005) return "≈0";
  if (Math.abs(value) >= 9.995) return formatNumber(value, 2);
  // A half goes up, here as in Python, and 1e-9 is what rounding may have taken from it.
  const text = (Math.floor(100 * Math.abs(value) + 0.5 + 1e-9) / 100).toFixed(2);
  return (value < 0 ? "−" : "") + (p.length >= MANY ? text.replace("0.", ".") : text);
}

// A quantity is a number, the name of one ("labelled.cost", "p.2"), {of, times, plus, least} made
// of another one, {of, above}: whether it is above that, or {top}: the top of an axis for some.
export function quantity(named, numbers) {
  if (named === null || typeof named === "number") return named;
  if (typeof named === "string") return named.split(".").reduce((found, key) => found[key], numbers);
  if (named.top) return steppedTop(Math.max(...vector(named.top, numbers).flat().map(Math.abs)));
  const found = quantity(named.of, numbers);
  if (named.above !== undefined) return found > named.above;
  const made = (v) => Math.max(v, named.least ?? -Infinity) * (named.times ?? 1) + (named.plus ?? 0);
  return Array.isArray(found) ? found.map(made) : made(found);
}

// A list of quantities, or the name of a vector.
function vector(named, numbers) {
  return Array.isArray(named) ? named.map((each) => quantity(each, numbers)) : quantity(named, numbers);
}

export function writtenAs([format, of], numbers) {
  const value = quantity(of, numbers);
  return format === "cell" ? cellText(value, numbers) : FORMATS[format](value);
}

// Words as ce_core/figures/words.py names them: literal text, numbers, and wordings to choose from.
export function written(pieces, numbers) {
  return pieces
    .map((piece) => {
      if (typeof piece === "string") return piece;
      if (piece.choose === undefined) return writtenAs(piece, numbers);
      return written(piece.among[String(quantity(piece.choose, numbers))] ?? [], numbers);
    })
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

function points(mark, numbers) {
  const fields = {};
  for (const axis of ["x", "y", "a", "b", "c", "base"]) {
    if (mark[axis] !== undefined) fields[axis] = vector(mark[axis], numbers);
  }
  return fields;
}

// Two hex colours mixed: as `blended` in ce_core/figures/theme.py.
function blend(colour, ground, share) {
  const channel = (hex, i) => parseInt(hex.slice(i, i + 2), 16);
  const mixed = [1, 3, 5].map((i) => Math.round(share * channel(colour, i) + (1 - share) * channel(ground, i)));
  return `#${mixed.map((each) => each.toString(16).padStart(2, "0")).join("")}`;
}

// The cells of a matrix, row by row: numbers on a ground whose strength is a square root, so that
// small entries keep a visible tint.
function cells({ of, full, scale: [below, ground, above] }, numbers) {
  const [values, largest] = [quantity(of, numbers), quantity(full, numbers)];
  const shade = (v) => blend(v < 0 ? below : above, ground, Math.sqrt(Math.min(Math.abs(v) / largest, 1)));
  return { text: values.map((v) => cellText(v, numbers)), colour: values.map(shade) };
}

const KINDS = {
  still: () => ({}),
  points,
  cells,
  tangent,
  note,
  range: ({ low, high }, numbers) => ({ range: [quantity(low, numbers), quantity(high, numbers)] }),
  shape: ({ ends }, numbers) => Object.fromEntries(Object.entries(ends).map(([end, of]) => [end, quantity(of, numbers)])),
};

// What the marks of a chart are at a scenario: [{on, at, fields}], `on` and `at` being where in the
// figure (its data, annotations, shapes or an axis) each of them stands.
export function fieldsOf({ per, over, push, marks }, scenario) {
  const numbers = numbersOf(scenario, per, over);
  return marks.map((mark) => {
    const fields = KINDS[mark.kind](mark, numbers);
    if (mark.push) fields.colour = vector(mark.push, numbers).map((slope) => pushColour(slope, push));
    return { on: mark.on, at: mark.at, fields };
  });
}
