// Moves the marks that Plotly has painted: in the frame of the hand, without asking Plotly, whose
// repaint of one chart takes two frames. What is changed is what Plotly itself sets, on the elements
// that it has made, in its own units of its own axes; so its next repaint finds nothing to undo.

import { attribute } from "../../shared/dom.js";

const FAR = 1e5; // pixels: beyond any screen, and as good as infinitely far away

function rounded(pixels) {
  return Math.round(1000 * Math.min(FAR, Math.max(-FAR, pixels))) / 1000;
}

function axesOf(gd, trace) {
  const { _plots: plots, [trace.subplot]: own } = gd._fullLayout;
  return own ? own._subplot : plots[`${trace.xaxis}${trace.yaxis}`];
}

// --- traces -----------------------------------------------------------------------------------

// The pieces of a line between its gaps, as Plotly draws them: one path each.
function linePieces(xs, ys) {
  const pieces = [];
  let open = false;
  xs.forEach((x, i) => {
    const there = Number.isFinite(x) && Number.isFinite(ys[i]);
    if (there && open) pieces[pieces.length - 1] += `L${rounded(x)},${rounded(ys[i])}`;
    else if (there) pieces.push(`M${rounded(x)},${rounded(ys[i])}`);
    open = there;
  });
  return pieces;
}

function paintLine(group, xs, ys) {
  const paths = group.querySelectorAll("path.js-line");
  if (!paths.length) return;
  const pieces = linePieces(xs, ys);
  paths.forEach((path, i) => attribute(path, "d", pieces[i] ?? "M0,0"));
}

// The direction from the point before to this one, in degrees.
function direction(xs, ys, i) {
  return (Math.atan2(ys[i] - ys[i - 1], xs[i] - xs[i - 1]) * 180) / Math.PI;
}

// An arrow's head turns with its shaft, from where Plotly has drawn it.
function turned(xs, ys, painted, i) {
  if (i === 0) return "";
  const turn = direction(xs, ys, i) - direction(painted.xs, painted.ys, i);
  return Number.isFinite(turn) ? `rotate(${rounded(turn)})` : "";
}

function paintPoints(group, xs, ys, colour, arrow) {
  const points = group.querySelectorAll(".points path.point");
  points.forEach((point, i) => {
    const there = Number.isFinite(xs[i]) && Number.isFinite(ys[i]);
    point.style.display = there ? "" : "none";
    const turn = arrow ? turned(xs, ys, arrow, i) : "";
    if (there) attribute(point, "transform", `translate(${rounded(xs[i])},${rounded(ys[i])})${turn}`);
    if (colour) point.style.fill = colour[i] ?? colour[0];
  });
}

// A bar reaches from its base to its value along one axis; across it stands where it stood.
function paintBars(group, drawn, [xaxis, yaxis], { x, y, base, colour, text }) {
  const { trace } = drawn[0];
  const written = text ? group.querySelectorAll(".points > .point") : [];
  written.forEach((point, i) => {
    const words = point.querySelector("text");
    if (words) writeText(words, text[i]);
  });
  const level = trace.orientation === "h";
  const [along, across] = level ? [xaxis, yaxis] : [yaxis, xaxis];
  const values = level ? x : y;
  group.querySelectorAll(".points > .point > path").forEach((path, i) => {
    if (colour) path.style.fill = colour[i] ?? colour[0];
    if (!values) return;
    const from = base?.[i] ?? 0;
    const [start, end] = [rounded(along.c2p(from, true)), rounded(along.c2p(from + values[i], true))];
    const [one, other] = [rounded(across.c2p(drawn[i].p0, true)), rounded(across.c2p(drawn[i].p1, true))];
    const outline = level ? `M${start},${one}V${other}H${end}V${one}Z` : `M${one},${start}V${end}H${other}V${start}Z`;
    attribute(path, "d", start === end ? "M0,0Z" : outline);
  });
}

function paintTrace(gd, at, fields) {
  const { a, b, c, colour } = fields;
  // In a triangle a is the height, and c − b goes across.
  const x = a ? c.map((each, i) => each - b[i]) : fields.x;
  const y = a ?? fields.y;
  const drawn = gd.calcdata?.[at];
  const group = drawn?.[0]?.node3?.node();
  if (!group) return;
  const { trace } = drawn[0];
  const { xaxis, yaxis } = axesOf(gd, trace);
  if (trace.type === "bar") {
    paintBars(group, drawn, [xaxis, yaxis], fields);
    return;
  }
  const xs = x.map((v) => xaxis.c2p(v, true));
  const ys = y.map((v) => yaxis.c2p(v, true));
  paintLine(group, xs, ys);
  const arrow = trace.marker?.angleref === "previous" && {
    xs: drawn.map((point) => xaxis.c2p(point.x, true)),
    ys: drawn.map((point) => yaxis.c2p(point.y, true)),
  };
  paintPoints(group, xs, ys, colour, arrow);
  if (colour && trace.line) for (const path of group.querySelectorAll("path.js-line")) path.style.stroke = colour[0];
}

// --- annotations and shapes -------------------------------------------------------------------

function axisOf(gd, ref) {
  return gd._fullLayout[ref.replace(/^([xy])(\d*)$/, "$1axis$2")];
}

// Writes new numbers into words whose markup stays: only text nodes change.
function writeText(node, text) {
  const words = text.split(/<[^>]*>/).filter((piece) => piece !== "");
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  for (const word of words) {
    let found = walker.nextNode();
    while (found?.nodeValue === "") found = walker.nextNode(); // Plotly leaves one before a tag
    if (!found) return;
    const plain = word.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&#36;/g, "$").replace(/&#37;/g, "%").replace(/&amp;/g, "&");
    if (found.nodeValue !== plain) found.nodeValue = plain;
  }
}

const ANCHORS = { left: "start", center: "middle", right: "end" };

// Where an annotation stands once Plotly has painted it, so that only differences are applied.
const painted = new WeakMap();

// Where a coordinate of an annotation lies, in pixels of the whole figure.
function pixelOf(gd, ref, value, letter) {
  const axis = axisOf(gd, ref);
  if (axis) return axis._offset + axis.r2p(value);
  const { l, t, w, h } = gd._fullLayout._size;
  return letter === "x" ? l + w * value : t + h * (1 - value);
}

// Where the words of an annotation stand in their box, which Plotly gives whole pixels in size and place:
// `rise` leads from the place to the box's top without that rounding.
function placeOf(gd, options, inner, words) {
  if (painted.has(inner)) return painted.get(inner);
  const [, , top] = /translate\(([-\d.]+)[, ]+([-\d.]+)\)/.exec(inner.getAttribute("transform")) ?? [0, 0, 0];
  const box = inner.querySelector("rect.bg");
  const height = Number(box.getAttribute("height")) + options.borderwidth;
  const seen = Number(top) - pixelOf(gd, options.yref, options.y, "y");
  const rises = [0, -height / 2, -height].map((rise) => rise - (options.yshift ?? 0));
  const rise = rises.reduce((best, each) => (Math.abs(each - seen) < Math.abs(best - seen) ? each : best));
  const place = { rise, pad: words.getBBox().x, widths: new Map() };
  painted.set(inner, place);
  return place;
}

// How far the words are from that edge, or the middle, of their box. Measuring costs a layout of the page, so
// it is done once for all numbers with as many digits.
function insetOf({ pad, widths }, words, anchor) {
  if (anchor === "left") return pad;
  const shape = words.textContent.replace(/\d/g, "0");
  if (!widths.has(shape)) widths.set(shape, words.getBBox().width);
  const wide = widths.get(shape);
  const box = Math.round(wide + 2 * pad);
  return anchor === "right" ? pad + wide - box : pad + (wide - box) / 2;
}

function paintAnnotation(gd, at, fields) {
  const options = gd._fullLayout.annotations?.[at];
  const inner = gd.querySelector(`.annotation[data-index="${at}"] .annotation-text-g > g`);
  if (!options || !inner) return;
  const words = inner.querySelector("text");
  const place = placeOf(gd, options, inner, words);
  if (fields.text) writeText(words, fields.text);
  const named = fields.xanchor ?? options.xanchor;
  const anchor = named === "auto" ? "center" : named;
  attribute(words, "text-anchor", ANCHORS[anchor]);
  for (const part of [words, ...words.querySelectorAll("tspan[x]")]) attribute(part, "x", "0");
  const shift = fields.xshift ?? options.xshift ?? 0;
  const left = pixelOf(gd, options.xref, fields.x ?? options.x, "x") + shift + insetOf(place, words, anchor);
  const top = pixelOf(gd, options.yref, fields.y ?? options.y, "y") + place.rise;
  const there = Number.isFinite(left) && Number.isFinite(top);
  inner.style.display = there ? "" : "none";
  if (there) attribute(inner, "transform", `translate(${rounded(left)},${rounded(top)})`);
  // The words now hang at their anchor; the box behind them follows.
  const box = inner.querySelector("rect.bg");
  const behind = { left: -place.pad, center: -box.getAttribute("width") / 2, right: place.pad - box.getAttribute("width") };
  attribute(box, "transform", `translate(${rounded(behind[anchor])},0)`);
  if (fields.colour) words.style.fill = fields.colour[0];
}

function paintShape(gd, at, fields) {
  const options = gd._fullLayout.shapes?.[at];
  const path = gd.querySelector(`.shapelayer path[data-index="${at}"]`);
  if (!options || !path || options.type === "path") return;
  if (/domain/.test(options.xref + options.yref)) return; // moves with its axis alone
  const end = (name, ref) => {
    const value = fields[name] ?? options[name];
    const axis = axisOf(gd, ref);
    return rounded(axis ? axis._offset + axis.c2p(value, true) : pixelOf(gd, ref, value, name[0]));
  };
  const [x0, x1, y0, y1] = ["x0", "x1", "y0", "y1"].map((name) => end(name, name[0] === "x" ? options.xref : options.yref));
  attribute(path, "d", options.type === "line" ? `M${x0},${y0}L${x1},${y1}` : `M${x0},${y0}H${x1}V${y1}H${x0}Z`);
}

const PAINTERS = { data: paintTrace, annotations: paintAnnotation, shapes: paintShape };

export function paintFields(gd, changes) {
  for (const { on, at, fields } of changes) PAINTERS[on]?.(gd, at, fields);
}

// --- a figure for Plotly to paint -------------------------------------------------------------

// The figure with its marks where they are now.
export function withFields({ data, layout }, changes) {
  const figure = { data: [...data], layout: { ...layout } };
  for (const { on, at, fields } of changes) {
    const { colour, ...rest } = fields;
    const part = partOf(figure, on, at);
    part.set({ ...part.get(), ...rest });
    if (!colour) continue;
    if (on === "data") part.set(coloured(part.get(), colour));
    else part.set({ ...part.get(), font: { ...part.get().font, color: colour[0] } });
  }
  return figure;
}

// The figure with other values under paths such as "hovertext" or "title.text".
export function withValues({ data, layout }, changes) {
  const figure = { data: [...data], layout: { ...layout } };
  for (const { on, at, fields } of changes) {
    const part = partOf(figure, on, at);
    for (const [path, value] of Object.entries(fields)) {
      const [name, inner] = path.split(".");
      part.set({ ...part.get(), [name]: inner ? { ...part.get()[name], [inner]: value } : value });
    }
  }
  return figure;
}

// A trace, annotation, shape or axis of a figure, to be replaced by another one.
function partOf(figure, on, at) {
  if (on === "annotations" || on === "shapes") figure.layout[on] = [...figure.layout[on]];
  const [holder, key] = on === "data" ? [figure.data, at] : on === "annotations" || on === "shapes" ? [figure.layout[on], at] : [figure.layout, on];
  return { get: () => holder[key], set: (part) => (holder[key] = part) };
}

function coloured(trace, colour) {
  const one = colour.length > 1 ? colour : colour[0];
  const changed = { ...trace };
  if (trace.line?.color) changed.line = { ...trace.line, color: colour[0] };
  if (trace.marker?.color) changed.marker = { ...trace.marker, color: one };
  return changed;
}
