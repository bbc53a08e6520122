// Shows runs of gradient descent that Python has computed: all is painted from the numbers sent.

import { formatNumber, formatPercent } from "../stage/format.js";
import { makeTransport } from "./transport.js";

const SVG = "http://www.w3.org/2000/svg";
const PLOT = { width: 320, height: 150, left: 34, right: 6, top: 10, bottom: 22 };
const SIDE = 300;
const ORDER = ["first", "second"];

function element(tag, attributes = {}, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

function drawn(parent, tag, attributes, text = "") {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  parent.append(made);
  return made;
}

const pointsOf = (places) => places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");

// --- one run: its cost over the steps, and its probabilities ----------------------------------

function costPlot(run) {
  const { width, height, left, right, top, bottom } = PLOT;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("role", "img");
  const last = run.costs.length - 1;
  const high = Math.max(...run.costs, 1e-300);
  const x = (n) => left + ((width - left - right) * n) / Math.max(1, last);
  const y = (cost) => top + (height - top - bottom) * (1 - cost / high);
  const base = height - bottom;
  drawn(svg, "line", { class: "axis", x1: left, y1: base, x2: width - right, y2: base });
  drawn(svg, "line", { class: "axis", x1: left, y1: top, x2: left, y2: base });
  drawn(svg, "text", { x: left - 5, y: top + 4, "text-anchor": "end" }, formatNumber(high, 2));
  drawn(svg, "text", { x: left - 5, y: base + 4, "text-anchor": "end" }, "0");
  drawn(svg, "text", { x: left, y: height - 5 }, "step 0");
  drawn(svg, "text", { x: width - right, y: height - 5, "text-anchor": "end" }, String(last));
  const places = run.costs.map((cost, n) => [x(n), y(cost)]);
  drawn(svg, "polyline", { class: "ahead", points: pointsOf(places) });
  const way = drawn(svg, "polyline", { class: "way" });
  const dot = drawn(svg, "circle", { class: "dot", r: 6 });
  return {
    svg,
    paint(n) {
      way.setAttribute("points", pointsOf(places.slice(0, n + 1)));
      dot.setAttribute("cx", places[n][0]);
      dot.setAttribute("cy", places[n][1]);
      svg.setAttribute(
        "aria-label",
        `${run.title} over ${last} steps, from ${formatNumber(run.costs[0])} to ${formatNumber(run.costs[last])}; at step ${n} ${formatNumber(run.costs[n])}.`,
      );
    },
  };
}

function bars(names, trueClass) {
  const root = element("div", { class: "bars" });
  const rows = names.map((name, i) => {
    const fill = element("div", { class: "fill" });
    const track = element("div", { class: "track" });
    const value = element("span", { class: "value" });
    track.append(fill);
    root.append(element("span", { class: i === trueClass ? "name true" : "name" }, name), track, value);
    return { fill, value };
  });
  return {
    root,
    paint(probabilities) {
      rows.forEach(({ fill, value }, i) => {
        fill.style.transform = `scaleX(${probabilities[i]})`;
        value.textContent = formatNumber(probabilities[i]);
      });
    },
  };
}

function runPanel(run, i, data, take) {
  const root = element("div", { class: `run ${ORDER[i]}`, "data-testid": `run-${i}` });
  const head = element("h3", {}, run.title);
  const cost = element("output", { "data-testid": `run-cost-${i}` });
  const plot = costPlot(run);
  const chances = bars(data.names, data.trueClass);
  const button = element(
    "button",
    { type: "button", class: "take", "data-testid": `take-${i}` },
    "Put these logits on the stage",
  );
  button.addEventListener("click", () => take(i));
  head.append(cost);
  root.append(head, plot.svg, chances.root, button);
  return {
    root,
    paint(n) {
      cost.textContent = formatNumber(run.costs[n]);
      cost.setAttribute("data-value", String(run.costs[n]));
      plot.paint(n);
      chances.paint(run.probabilities[n]);
    },
  };
}

// --- the triangle of three probabilities, with both ways ----------------------------------------

// Barycentric coordinates on the page: first class on top, second left below, third right below.
function corner([a, b, c]) {
  const total = a + b + c || 1;
  return [SIDE * (c / total + a / total / 2), SIDE * (1 - a / total) * 0.866 + 18];
}

function triangle({ names, contours, label, paths }, titles) {
  const root = element("figure", { "data-testid": "triangle" });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `-30 -8 ${SIDE + 60} ${SIDE * 0.866 + 50}`);
  svg.setAttribute("role", "img");
  svg.setAttribute(
    "aria-label",
    `Triangle of the probabilities of ${names.join(", ")} with the ways of ${titles.join(" and ")}.`,
  );
  const ends = [[1, 0, 0], [0, 1, 0], [0, 0, 1]].map(corner);
  drawn(svg, "polygon", { class: "axis", fill: "none", points: pointsOf(ends) });
  const under = SIDE * 0.866 + 36;
  drawn(svg, "text", { x: ends[0][0], y: 4, "text-anchor": "middle" }, names[0]);
  drawn(svg, "text", { x: -28, y: under }, names[1]);
  drawn(svg, "text", { x: SIDE + 28, y: under, "text-anchor": "end" }, names[2]);
  for (const line of contours) drawn(svg, "polyline", { class: "contour", points: pointsOf(line.map(corner)) });
  const [sx, sy] = corner(label);
  const star = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => {
    const angle = (Math.PI * k) / 5 - Math.PI / 2;
    const reach = k % 2 ? 4 : 10;
    return [sx + reach * Math.cos(angle), sy + reach * Math.sin(angle)];
  });
  const ways = paths.map((path, i) => {
    const places = path.map(corner);
    drawn(svg, "polyline", { class: `ahead ${ORDER[i]}`, points: pointsOf(places) });
    return { places, way: drawn(svg, "polyline", { class: `way ${ORDER[i]}` }) };
  });
  drawn(svg, "polygon", { class: "star", points: pointsOf(star) });
  for (const [i, each] of ways.entries()) each.dot = drawn(svg, "circle", { class: `dot ${ORDER[i]}`, r: 6.5 });
  root.append(element("h3", {}, "The way of ŷ to the label"), svg);
  const legend = element("p", { class: "legend" });
  legend.textContent = `Solid: ${titles[0]}. Dashed: ${titles[1]}. Thin lines: equal cross-entropy; the star is the label.`;
  root.append(legend);
  return {
    root,
    paint(n) {
      for (const { places, way, dot } of ways) {
        way.setAttribute("points", pointsOf(places.slice(0, n + 1)));
        dot.setAttribute("cx", places[n][0]);
        dot.setAttribute("cy", places[n][1]);
      }
    },
  };
}

// --- the whole ----------------------------------------------------------------------------------

function makePlayer(root) {
  const panels = root.querySelector(".panels");
  const sentence = root.querySelector('[data-testid="descent-sentence"]');
  let data = null;
  let parts = [];
  let send = () => {};

  function describe(n) {
    const costs = data.runs.map((run) => `${run.title} ${formatNumber(run.costs[n])}`);
    return `step ${n}: ${costs.join(", ")}`;
  }

  function words(n) {
    const shares = data.runs.map((run) => formatPercent(run.probabilities[n][data.trueClass]));
    const name = data.names[data.trueClass];
    const slopes = data.runs.map((run) => formatNumber(run.slopes[n]));
    const when = n === 0 ? "At the start" : `After ${n} ${n === 1 ? "step" : "steps"} with learning rate ${formatNumber(data.rate)}`;
    return `${when}, ${name} has ${shares[0]} by cross-entropy and ${shares[1]} by squared error. The gradient that moves the logits is ${slopes[0]} long for cross-entropy and ${slopes[1]} for squared error.`;
  }

  const transport = makeTransport(root, {
    last: () => data.runs[0].costs.length - 1,
    describe,
    count: (n) => `step ${n} of ${data.runs[0].costs.length - 1}`,
    onShow(n) {
      for (const part of parts) part.paint(n);
      sentence.textContent = words(n);
    },
  });

  function build() {
    const take = (i) => {
      const n = transport.step();
      transport.go(0);
      send({ run: i, step: n });
    };
    const titles = data.runs.map((run) => run.title.toLowerCase());
    parts = data.runs.map((run, i) => runPanel(run, i, data, take));
    if (data.triangle) parts.push(triangle(data.triangle, titles));
    panels.replaceChildren(...parts.map((part) => part.root));
  }

  function receive(newData, newSend) {
    send = newSend;
    if (data && data.id === newData.id) return;
    data = newData;
    build();
    transport.show(transport.step());
  }

  return { receive, release: () => (root.host ?? root).isConnected || transport.release() };
}

const players = new WeakMap();

export default function player({ data, parentElement, setTriggerValue }) {
  if (!players.has(parentElement)) players.set(parentElement, makePlayer(parentElement));
  const { receive, release } = players.get(parentElement);
  receive(JSON.parse(new TextDecoder().decode(data)), (chosen) => setTriggerValue("taken", chosen));
  return release;
}
