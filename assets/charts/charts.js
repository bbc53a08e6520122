// Shows charts that Python describes and Plotly paints, several in one component. A chart that stands
// is changed, not built anew, so nothing flickers and a zoom is kept. Words are there at once; what
// Plotly paints waits until somebody can see it, until the hand rests, and for its turn. Until then
// the live marks move with the hand.

import { element } from "../shared/dom.js";
import { mount } from "../shared/mount.js";
import { loaded } from "../shared/served.js";
import { fieldsOf } from "./live/marks.js";
import { needsOtherAxes, paintFields, withFields } from "./live/paint.js";

const LIBRARY = "app/static/plotly/plotly-cartesian.min.js";
const PATIENCE_MS = 50;

// The library, unless it came with the page.
async function plotly() {
  if (!globalThis.Plotly) await loaded(LIBRARY);
  return globalThis.Plotly;
}

// --- taking turns -----------------------------------------------------------------------------

const waiting = new Set();
let working = false;

function handMoves() {
  return document.documentElement.hasAttribute("data-hand-moves");
}

// One chart a task: between two of them the page answers its hands.
function inTurn(paint) {
  waiting.add(paint);
  if (working) return;
  working = true;
  setTimeout(work);
}

async function work() {
  try {
    if (!handMoves()) {
      const [paint] = waiting;
      waiting.delete(paint);
      await paint?.();
    }
  } finally {
    working = waiting.size > 0;
    if (working) setTimeout(work, handMoves() ? PATIENCE_MS : 0);
  }
}

// --- following the hand -----------------------------------------------------------------------

const STEP_MS = 100; // between two repaints for axes that have to grow while the hand moves
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let current = null; // the scenario that the hand has made
let lastStep = 0;

window.addEventListener(
  "lab-scenario",
  ({ detail }) => {
    current = detail;
  },
  { capture: true },
);

function sameState(one, other) {
  const parts = ["logits", "target", "temperature", "labelSmoothing"];
  return parts.every((part) => String(one[part]) === String(other[part]));
}

// Of all charts one at a time: Plotly's repaint takes longer than a frame.
function mayStep() {
  const now = performance.now();
  if (now - lastStep < STEP_MS) return false;
  lastStep = now;
  return true;
}

// --- one chart --------------------------------------------------------------------------------

function makeChart(scroller) {
  const root = element("section", { class: "chart" });
  const heading = element("h3", { class: "chart-heading" });
  const plot = element("div", { class: "chart-plot", role: "figure" });
  const caption = element("p", { class: "chart-caption" });
  root.append(heading, plot, caption);

  let wanted = null; // what Python said last
  let painted = null; // what Plotly has put on the screen
  let axes = null; // the figure whose axes these are
  let ahead = false; // whether the hand has gone on since Python drew
  let near = false;
  let width = 0;
  let height = 0;
  // Plotly's repaints take several tasks. Two at a time would leave a mixture of two figures.
  let painting = false;
  let stepping = null; // a repaint for axes that grow, on its way

  // On paper everything is in sight, and nothing waits.
  function print() {
    const seen = near;
    near = true;
    paint();
    near = seen;
  }

  async function paint() {
    if (!near || painting || wanted === painted || !plot.isConnected) return;
    painting = true;
    try {
      const Plotly = await plotly();
      await stepping;
      const next = wanted;
      const { data, layout, config } = next;
      // As large as its place, see charts.css; Plotly keeps the width that it is not given anew.
      width = layout.width = plot.clientWidth;
      height = layout.height = plot.clientHeight;
      await Plotly.react(plot, data, layout, config);
      painted = next;
      axes = next;
    } finally {
      painting = false;
    }
    fit(); // the window may have changed meanwhile, and the hand may have gone on
    follow();
    root.toggleAttribute("data-waits", painted !== wanted);
    if (painted !== wanted) inTurn(paint);
  }

  // Moves the live marks to where they are at the current scenario.
  function follow() {
    const { live } = painted ?? {};
    if (!live || !near || !ahead || calm.matches || current.logits.length !== live.of.logits.length) return;
    const changes = fieldsOf(live, current);
    const back = axes !== painted && sameState(live.of, current); // where Python's own axes fit again
    if (!painting && (back || (needsOtherAxes(axes, changes) && mayStep()))) {
      axes = back ? painted : withFields(painted, changes);
      stepping = globalThis.Plotly.react(plot, axes.data, axes.layout, painted.config);
    }
    paintFields(plot, changes);
  }

  function hear() {
    ahead = true;
    follow();
  }

  function fit() {
    if (!painted || painting || !plot.clientWidth || (plot.clientWidth === width && plot.clientHeight === height)) return;
    width = plot.clientWidth;
    height = plot.clientHeight;
    Object.assign(painted.layout, { width, height });
    Object.assign(axes.layout, { width, height });
    globalThis.Plotly.relayout(plot, { width, height }).then(follow);
  }

  const sight = new IntersectionObserver(
    ([entry]) => {
      near = entry.isIntersecting;
      if (!near) return;
      fit();
      if (wanted !== painted) inTurn(paint);
      else follow();
    },
    { root: scroller, rootMargin: "50% 0px" },
  );
  const room = new ResizeObserver(() => requestAnimationFrame(fit));

  function show(next) {
    wanted = next;
    if (current && next.live && sameState(next.live.of, current)) ahead = false;
    heading.textContent = next.heading;
    heading.hidden = !next.heading;
    caption.textContent = next.caption;
    plot.setAttribute("aria-label", next.alt);
    plot.style.setProperty("--preferred", `${next.layout.height}px`);
    root.classList.toggle("across", next.across);
    root.toggleAttribute("data-waits", true);
    if (near) inTurn(paint);
  }

  function release() {
    window.removeEventListener("beforeprint", print);
    window.removeEventListener("lab-scenario", hear);
    sight.disconnect();
    room.disconnect();
    waiting.delete(paint);
    globalThis.Plotly?.purge(plot);
    root.remove();
  }

  window.addEventListener("beforeprint", print);
  window.addEventListener("lab-scenario", hear);
  sight.observe(plot);
  room.observe(plot);
  return { root, show, release };
}

// --- all of a place ---------------------------------------------------------------------------

function makeCharts(parent) {
  const grid = parent.querySelector(".charts");
  const scroller = parent.closest('[data-testid="stMain"]');
  const charts = [];
  let taken = null;

  function receive({ data: bytes }) {
    if (bytes === taken) return;
    taken = bytes;
    const { config, template, columns, charts: told } = JSON.parse(new TextDecoder().decode(bytes));
    grid.style.setProperty("--columns", columns);
    grid.style.setProperty("--pairs", Math.min(2, columns));
    while (charts.length > told.length) charts.pop().release();
    while (charts.length < told.length) {
      charts.push(makeChart(scroller));
      grid.append(charts.at(-1).root);
    }
    told.forEach((one, i) => {
      const layout = { ...one.layout, template };
      // A figure that cannot be zoomed needs no buttons, which Tab would stop at unseen.
      const displayModeBar = layout.dragmode ? "hover" : false;
      charts[i].show({ ...one, layout, config: { ...config, displayModeBar } });
    });
  }

  function release() {
    for (const chart of charts.splice(0)) chart.release();
  }

  return { receive, release };
}

export default mount(makeCharts);
