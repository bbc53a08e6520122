// The two curves that answer the drag: −log ŷ with its tangent, and the cost along one logit.

import { steppedTop } from "../shared/axis.js";
import { attribute, say } from "../shared/dom.js";
import { formatNumber, formatSigned } from "../shared/format.js";
import { evaluate } from "../shared/softmax.js";

const NS = "http://www.w3.org/2000/svg";
const HEIGHT = 200;
const MARGIN = { left: 44, right: 12, top: 14, bottom: 36 };
const SAMPLES = 96;

function svg(tag, attributes = {}, parent = null) {
  const node = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent?.append(node);
  return node;
}

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) attribute(node, name, value);
}

// An empty pair of axes: returns its parts and the scales that place numbers on it. The picture
// is as wide as the page lets it be; `fit` lays out again what depends on that.
function makeAxes(root, { title, xTitle, className }) {
  const figure = document.createElement("figure");
  figure.className = `curve ${className}`;
  const caption = document.createElement("figcaption");
  caption.textContent = title;
  const picture = svg("svg", { role: "img", height: HEIGHT });
  figure.append(caption, picture);
  root.append(figure);
  const bottom = HEIGHT - MARGIN.bottom;
  const across = svg("line", { class: "axis", x1: MARGIN.left, y1: bottom, y2: bottom }, picture);
  svg("line", { class: "axis", x1: MARGIN.left, x2: MARGIN.left, y1: MARGIN.top, y2: bottom }, picture);
  const label = (x, y, anchor) => svg("text", { class: "tick", x, y, "text-anchor": anchor }, picture);
  const ticks = {
    left: label(MARGIN.left, bottom + 15, "start"),
    right: label(0, bottom + 15, "end"),
    top: label(MARGIN.left - 5, MARGIN.top + 5, "end"),
    bottom: label(MARGIN.left - 5, bottom + 3, "end"),
  };
  const axisTitle = label(0, HEIGHT - 6, "middle");
  axisTitle.textContent = xTitle;
  const clipPath = svg("clipPath", { id: `${className}-clip` }, svg("defs", {}, picture));
  const frame = svg("rect", { x: MARGIN.left, y: MARGIN.top - 8, height: bottom - MARGIN.top + 8 }, clipPath);
  const plot = svg("g", { "clip-path": `url(#${className}-clip)` }, picture);
  const axes = {
    width: 0,
    caption,
    picture,
    ticks,
    line: svg("path", { class: "line" }, plot),
    tangent: svg("line", { class: "tangent" }, plot),
    points: svg("g", {}, picture),
    note: svg("text", { class: "note" }, picture),
    fit(width) {
      const right = width - MARGIN.right;
      axes.width = width;
      set(across, { x2: right });
      set(ticks.right, { x: right });
      set(axisTitle, { x: (MARGIN.left + right) / 2 });
      set(frame, { width: Math.max(0, right - MARGIN.left) });
    },
    place(x, y, [low, high], top) {
      const inside = Math.min(high, Math.max(low, x));
      return [
        MARGIN.left + ((inside - low) / (high - low)) * (axes.width - MARGIN.right - MARGIN.left),
        bottom - (y / top) * (bottom - MARGIN.top),
      ];
    },
  };
  axes.fit(320);
  return axes;
}

function drawLine(axes, xs, f, range, top) {
  const path = [];
  for (const x of xs) {
    const y = f(x);
    // Far above the frame is as good as any height above it, and infinity cannot be drawn.
    const [px, py] = axes.place(x, Math.min(y, 2 * top), range, top);
    if (!Number.isNaN(py)) path.push(`${path.length ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`);
  }
  set(axes.line, { d: path.join("") });
}

function drawTangent(axes, x, y, slope, range, top) {
  if (!Number.isFinite(y) || !Number.isFinite(slope)) {
    set(axes.tangent, { visibility: "hidden" });
    return;
  }
  // A piece of fixed length on the screen, whatever the slope.
  const [x0, y0] = axes.place(x, y, range, top);
  const [ux, uy] = axes.place(range[0] + 1e-3 * (range[1] - range[0]), slope * 1e-3 * (range[1] - range[0]), range, top);
  const [ox, oy] = axes.place(range[0], 0, range, top);
  const [dx, dy] = [ux - ox, uy - oy];
  const length = Math.hypot(dx, dy) || 1;
  const [hx, hy] = [(dx / length) * 70, (dy / length) * 70];
  set(axes.tangent, {
    visibility: "visible",
    x1: (x0 - hx).toFixed(1),
    y1: (y0 - hy).toFixed(1),
    x2: (x0 + hx).toFixed(1),
    y2: (y0 + hy).toFixed(1),
  });
}

// `points` are [x, y, strength] with the first one the larger; strength 0…1 sets the radius.
function drawPoints(axes, points, range, top) {
  while (axes.points.childElementCount > points.length) axes.points.lastChild.remove();
  while (axes.points.childElementCount < points.length) svg("circle", { class: "point" }, axes.points);
  points.forEach(([x, y, strength], i) => {
    const [cx, cy] = axes.place(x, Math.min(y, top * 1.03), range, top);
    set(axes.points.children[i], { cx: cx.toFixed(1), cy: cy.toFixed(1), r: (3 + 3 * strength).toFixed(1) });
  });
}

function drawTicks(axes, [low, high], top) {
  say(axes.ticks.left, formatNumber(low));
  say(axes.ticks.right, formatNumber(high));
  say(axes.ticks.top, formatNumber(top));
  say(axes.ticks.bottom, "0");
}

// Beside the point, on the side where there is room and above the curve rather than on it.
function note(axes, text, x, y, range, top) {
  const [px, py] = axes.place(x, Math.min(Math.max(y, 0), top), range, top);
  const leftward = px > axes.width * 0.55;
  const height = Math.max(MARGIN.top + 12, Math.min(HEIGHT - MARGIN.bottom - 10, py - 30));
  set(axes.note, {
    x: (leftward ? Math.min(px + 40, axes.width - MARGIN.right) : px + 14).toFixed(1),
    y: height.toFixed(1),
    "text-anchor": leftward ? "end" : "start",
  });
  say(axes.note, text);
}

const PROBABILITY_GRID = Array.from({ length: SAMPLES + 1 }, (_, i) => (i / SAMPLES) ** 2.5);

function paintLogCurve(axes, scenario, result) {
  const weights = result.target;
  const main = weights.indexOf(Math.max(...weights));
  const shown = scenario.target.flatMap((y, i) => (y > 0 ? [i] : []));
  const costOf = (i) => -result.logProbabilities[i];
  const top = steppedTop(Math.max(...shown.map(costOf)));
  const range = [0, 1];
  const p = result.probabilities[main];
  drawLine(axes, PROBABILITY_GRID, (x) => -Math.log(x), range, top);
  drawTangent(axes, p, costOf(main), -1 / p, range, top);
  drawPoints(
    axes,
    shown.map((i) => [result.probabilities[i], costOf(i), weights[i]]),
    range,
    top,
  );
  drawTicks(axes, range, top);
  const text = `slope −1/ŷ = ${formatNumber(-1 / p)}`;
  note(axes, text, p, costOf(main), range, top);
  attribute(
    axes.picture,
    "aria-label",
    `Minus log of the probability: ${formatNumber(costOf(main))} at ŷ ${formatNumber(p)} for ${scenario.names[main]}; ${text}.`,
  );
}

function paintCostAlong(axes, scenario, result, active, bound) {
  const range = [-bound, bound];
  const costAt = (z) => {
    const logits = scenario.logits.slice();
    logits[active] = z;
    return evaluate(logits, scenario.target, scenario.temperature, scenario.labelSmoothing).cost;
  };
  const xs = Array.from({ length: SAMPLES + 1 }, (_, i) => bound * ((2 * i) / SAMPLES - 1));
  const z = scenario.logits[active];
  const slope = result.gradient[active];
  const top = steppedTop(Math.max(result.cost, costAt(-bound), costAt(bound)));
  drawLine(axes, xs, costAt, range, top);
  drawTangent(axes, z, result.cost, slope, range, top);
  drawPoints(axes, [[z, result.cost, 1]], range, top);
  drawTicks(axes, range, top);
  say(axes.caption, `Cost E along z, the logit of ${scenario.names[active]}`);
  const over = scenario.temperature === 1 ? "ŷ − y" : "(ŷ − y)/T";
  const text = `slope ${over} = ${formatSigned(slope)}`;
  note(axes, text, z, result.cost, range, top);
  attribute(
    axes.picture,
    "aria-label",
    `Cost along the logit of ${scenario.names[active]}, the others held still: ${formatNumber(result.cost)} at ${formatNumber(z)}; ${text}.`,
  );
}

// Builds both pictures in `root`. `paint` repaints them; `onResize` is called when they need it.
export function makeCurves(root, onResize) {
  const log = makeAxes(root, { title: "−log ŷ for the true class", xTitle: "probability ŷ", className: "log-curve" });
  const along = makeAxes(root, { title: "", xTitle: "this logit, the others held still", className: "along-curve" });
  const observer = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const axes = target === log.picture ? log : along;
      if (contentRect.width > 0) axes.fit(contentRect.width);
    }
    onResize();
  });
  observer.observe(log.picture);
  observer.observe(along.picture);
  return {
    paint(scenario, result, active, bound) {
      paintLogCurve(log, scenario, result);
      paintCostAlong(along, scenario, result, active, bound);
    },
    release: () => observer.disconnect(),
  };
}
