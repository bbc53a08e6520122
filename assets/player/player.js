// Plays gradient descent from the logits on the stage: every move of the hand there starts both
// runs anew in the frame that shows the move.

import { element } from "../shared/dom.js";
import { formatNumber, formatPercent } from "../shared/format.js";
import { mount } from "../shared/mount.js";
import { evaluate } from "../shared/softmax.js";
import { setAttributes, svg } from "../shared/svg.js";
import { COSTS, contour, descend, threeClasses } from "./descent.js";
import { makeTransport } from "../shared/transport.js";

const PLOT = { width: 320, height: 150, left: 42, right: 6, top: 10, bottom: 22 };
const SIDE = 300;
const ORDER = ["first", "second"];
const TITLES = ["Cross-entropy", "Squared error"];
const EXCESS = [0.1, 0.25, 0.5, 1, 2, 3, 5]; // of the lines of equal cost, in nats

function picture(parent) {
  return svg("svg", { role: "img" }, parent);
}

const pointsOf = (places) => places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");

// A way through the plot: all of it faintly, what has been walked in full, and a dot at its end.
function trail(parent, kind) {
  const ahead = svg("polyline", { class: `ahead ${kind}` }, parent);
  const way = svg("polyline", { class: `way ${kind}` }, parent);
  const dot = svg("circle", { class: `dot ${kind}`, r: 6 }, parent);
  let places = [];
  return {
    dot,
    show(newPlaces) {
      places = newPlaces;
      ahead.setAttribute("points", pointsOf(places));
    },
    paint(n) {
      way.setAttribute("points", pointsOf(places.slice(0, n + 1)));
      setAttributes(dot, { cx: places[n][0], cy: places[n][1] });
    },
  };
}

// --- one run: its cost over the steps, and its probabilities ----------------------------------

function costPlot(parent, title) {
  const { width, height, left, right, top, bottom } = PLOT;
  const drawing = picture(parent);
  const base = height - bottom;
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg("line", { class: "axis", x1: left, y1: base, x2: width - right, y2: base }, drawing);
  svg("line", { class: "axis", x1: left, y1: top, x2: left, y2: base }, drawing);
  const highest = svg("text", { x: left - 11, y: top + 4, "text-anchor": "end" }, drawing);
  svg("text", { x: left - 11, y: base + 4, "text-anchor": "end" }, drawing, "0");
  svg("text", { x: left, y: height - 5 }, drawing, "step 0");
  const end = svg("text", { x: width - right, y: height - 5, "text-anchor": "end" }, drawing);
  const way = trail(drawing, "");
  let costs = [];
  return {
    show(run) {
      costs = run.costs;
      const last = costs.length - 1;
      const high = Math.max(...costs, 1e-300);
      highest.textContent = formatNumber(high, 2);
      end.textContent = String(last);
      way.show(
        costs.map((cost, n) => [
          left + ((width - left - right) * n) / Math.max(1, last),
          top + (base - top) * (1 - cost / high),
        ]),
      );
    },
    paint(n) {
      const last = costs.length - 1;
      way.paint(n);
      drawing.setAttribute(
        "aria-label",
        `${title} over ${last} steps, from ${formatNumber(costs[0])} to ${formatNumber(costs[last])}; at step ${n} ${formatNumber(costs[n])}.`,
      );
    },
  };
}

function bars(parent) {
  const root = element("div", { class: "bars" });
  let rows = [];
  parent.append(root);
  return {
    show(names, truth) {
      if (rows.length !== names.length) {
        rows = names.map(() => {
          const fill = element("div", { class: "fill" });
          return {
            name: element("span"),
            track: element("div", { class: "track" }, fill),
            value: element("span", { class: "value" }),
            fill,
          };
        });
        root.replaceChildren(...rows.flatMap(({ name, track, value }) => [name, track, value]));
      }
      rows.forEach(({ name }, i) => {
        name.className = i === truth ? "name true" : "name";
        name.textContent = names[i];
      });
    },
    paint(probabilities) {
      rows.forEach(({ fill, value }, i) => {
        fill.style.transform = `scaleX(${probabilities[i]})`;
        value.textContent = formatNumber(probabilities[i]);
      });
    },
  };
}

function runPanel(i, take) {
  const root = element("div", { class: `run ${ORDER[i]}`, "data-testid": `run-${i}` });
  const cost = element("output", { "data-testid": `run-cost-${i}` });
  root.append(element("h3", {}, TITLES[i], cost));
  const plot = costPlot(root, TITLES[i]);
  const chances = bars(root);
  const button = element(
    "button",
    { type: "button", class: "button take", "data-testid": `take-${i}` },
    "Use these logits",
  );
  let run = null;
  button.addEventListener("click", () => take(i));
  root.append(button);
  return {
    root,
    show({ runs, names, truth }) {
      run = runs[i];
      plot.show(run);
      chances.show(names, truth);
    },
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
/** @param {number[]} shares of the three classes */
function corner([a, b, c]) {
  const total = a + b + c || 1;
  return [SIDE * (c / total + a / total / 2), SIDE * (1 - a / total) * 0.866 + 18];
}

function star(label) {
  const [x, y] = corner(label);
  return [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => {
    const angle = (Math.PI * k) / 5 - Math.PI / 2;
    const reach = k % 2 ? 4 : 10;
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
  });
}

function triangle() {
  const root = element("figure", { "data-testid": "triangle" });
  root.append(element("h3", {}, "Path of ŷ to the label"));
  const drawing = picture(root);
  drawing.setAttribute("viewBox", `-30 -8 ${SIDE + 60} ${SIDE * 0.866 + 50}`);
  const ends = [[1, 0, 0], [0, 1, 0], [0, 0, 1]].map(corner);
  svg("polygon", { class: "axis", fill: "none", points: pointsOf(ends) }, drawing);
  const under = SIDE * 0.866 + 36;
  const titles = [
    svg("text", { x: ends[0][0], y: 4, "text-anchor": "middle" }, drawing),
    svg("text", { x: -28, y: under }, drawing),
    svg("text", { x: SIDE + 28, y: under, "text-anchor": "end" }, drawing),
  ];
  const contours = svg("g", {}, drawing);
  const ways = ORDER.map((kind) => trail(drawing, kind));
  const mark = svg("polygon", { class: "star" }, drawing);
  drawing.append(...ways.map(({ dot }) => dot)); // above the star
  const [first, second] = TITLES.map((title) => title.toLowerCase());
  root.append(
    element(
      "p",
      { class: "legend" },
      `Solid: ${first}. Dashed: ${second}. Thin lines: equal cross-entropy; a star marks the label.`,
    ),
  );
  let drawnFor = "";

  function showLabel(label) {
    if (drawnFor === label.join()) return;
    drawnFor = label.join();
    mark.setAttribute("points", pointsOf(star(label)));
    contours.replaceChildren();
    for (const line of EXCESS.flatMap((excess) => contour(label, excess))) {
      svg("polyline", { class: "contour", points: pointsOf(line.map(corner)) }, contours);
    }
  }

  return {
    root,
    show({ runs, names, label, logits, temperature }) {
      root.hidden = names.length < 3;
      if (root.hidden) return;
      const chosen = threeClasses(logits, label);
      const of = (list) => chosen.map((i) => list[i]);
      const three = of(names);
      titles.forEach((title, i) => {
        title.textContent = three[i];
      });
      const total = of(label).reduce((sum, y) => sum + y, 0);
      const shares = of(label).map((y) => y / total);
      drawing.setAttribute(
        "aria-label",
        `Triangle of the probabilities of ${three.join(", ")} with the paths by ${first} and ${second}.`,
      );
      showLabel(shares);
      ways.forEach((way, i) => {
        // Their shares among themselves, by their own softmax: known also where ŷ underflows.
        const places = runs[i].logits.map((z) => evaluate(of(z), shares, temperature).probabilities);
        way.show(places.map(corner));
      });
    },
    paint(n) {
      if (!root.hidden) for (const way of ways) way.paint(n);
    },
  };
}

// --- the whole ----------------------------------------------------------------------------------

function makePlayer(root) {
  const sentence = root.querySelector('[data-testid="descent-sentence"]');
  /** @type {any} */
  let onStage = null; // the scenario that the stage shows; until it speaks, the one Python knows
  let heard = false;
  let settings = null;
  /** @type {any} */
  let now = null; // the runs, and what they belong to
  let near = false;
  /** @type {(logits: number[]) => void} */
  let send = () => {};

  const take = (i) => {
    const logits = now.runs[i].logits[transport.step()];
    transport.go(0);
    send(logits);
  };
  const parts = [...ORDER.map((_, i) => runPanel(i, take)), triangle()];
  root.querySelector(".panels").append(...parts.map((part) => part.root));

  const last = () => settings.steps;

  function describe(n) {
    return `step ${n}: ${now.runs.map(({ costs }, i) => `${TITLES[i]} ${formatNumber(costs[n])}`).join(", ")}`;
  }

  function words(n) {
    const { runs, names, truth } = now;
    const shares = runs.map((run) => formatPercent(run.probabilities[n][truth]));
    const slopes = runs.map((run) => formatNumber(run.slopes[n]));
    const when = n === 0 ? "At the start" : `After ${n} ${n === 1 ? "step" : "steps"} with learning rate ${formatNumber(settings.rate)}`;
    return `${when}, ${names[truth]} has ${shares[0]} by cross-entropy and ${shares[1]} by squared error. The gradient on the logits has the norm ${slopes[0]} for cross-entropy and ${slopes[1]} for squared error.`;
  }

  const transport = makeTransport(root, {
    last,
    describe,
    count: (n) => `step ${n} of ${last()}`,
    onShow(n) {
      for (const part of parts) part.paint(n);
      sentence.textContent = words(n);
    },
  });

  function descendAnew() {
    const { logits, target, names, temperature, labelSmoothing } = onStage;
    const { rate, steps } = settings;
    const runs = COSTS.map((cost) => descend(onStage, cost, rate, steps));
    const label = evaluate(logits, target, temperature, labelSmoothing).target;
    now = { runs, names, label, logits, temperature, of: onStage, truth: label.indexOf(Math.max(...label)) };
    for (const part of parts) part.show(now);
    transport.show(transport.step());
  }

  // The stage shows another scenario: what nobody can see waits until somebody can.
  function hear({ detail }) {
    heard = true;
    onStage = detail;
    if (near && settings && now?.of !== onStage) descendAnew();
  }

  const sight = new IntersectionObserver(([entry]) => {
    near = entry.isIntersecting;
    if (near && settings && now?.of !== onStage) descendAnew();
  });
  sight.observe(root.querySelector(".player"));
  window.addEventListener("lab-scenario", hear);

  function receive({ data: { revision, scenario, rate, steps }, setTriggerValue }) {
    send = (logits) => setTriggerValue("taken", { revision, logits });
    if (!heard) onStage = scenario;
    if (settings?.rate === rate && settings.steps === steps && now?.of === onStage) return;
    settings = { rate, steps };
    descendAnew();
  }

  // After the element has left the page nothing may fire any more.
  function release() {
    transport.release();
    sight.disconnect();
    window.removeEventListener("lab-scenario", hear);
  }

  return { receive, release };
}

export default mount(makePlayer);
