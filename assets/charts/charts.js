// Shows charts that Python describes and Plotly paints, several in one component. A chart that stands
// is changed, not built anew, so nothing flickers and a zoom is kept. Words are there at once; what
// Plotly paints waits until somebody can see it, until the hand rests, and for its turn. Until then
// the live marks move with the hand.

import { element } from "../shared/dom.js";
import { mount } from "../shared/mount.js";
import { loaded } from "../shared/served.js";
import { fieldsOf } from "./live/marks.js";
import { paintFields } from "./live/paint.js";
import { drawnFor, needsNobody } from "./live/rest.js";

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

const calm = matchMedia("(prefers-reduced-motion: reduce)");
let current = null; // the scenario that the hand has made

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

// --- one chart --------------------------------------------------------------------------------

function makeChart(scroller) {
  const root = element("section", { class: "chart" });
  const heading = element("h3", { class: "chart-heading" });
  const plot = element("div", { class: "chart-plot", role: "figure" });
  const caption = element("p", { class: "chart-caption" });
  root.append(heading, plot, caption);

  let wanted = null; // what it is to show
  let painted = null; // what Plotly has put on the screen
  let ahead = false; // whether its marks have been moved since
  let near = false;
  let width = 0;
  let height = 0;
  // Plotly's repaints take several tasks. Two at a time would leave a mixture of two figures.
  let painting = false;

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
      const next = wanted;
      const { data, layout, config } = next;
      // As large as its place, see charts.css; Plotly keeps the width that it is not given anew.
      width = layout.width = plot.clientWidth;
      height = layout.height = plot.clientHeight;
      await Plotly.react(plot, data, layout, config);
      painted = next;
      ahead = false;
    } finally {
      painting = false;
    }
    fit(); // the window may have changed meanwhile, and the hand may have gone on
    follow();
    root.toggleAttribute("data-waits", painted !== wanted);
    if (painted !== wanted) inTurn(paint);
  }

  // Moves the live marks to where they are at the current scenario. Axes stand until the hand rests.
  function follow() {
    const { live } = painted ?? {};
    if (!live || !near || !current || calm.matches || current.logits.length !== live.of.logits.length) return;
    if (!ahead && sameState(live.of, current)) return;
    ahead = true;
    paintFields(plot, fieldsOf(live, current));
  }

  function fit() {
    if (!painted || painting || !plot.clientWidth || (plot.clientWidth === width && plot.clientHeight === height)) return;
    width = plot.clientWidth;
    height = plot.clientHeight;
    Object.assign(painted.layout, { width, height });
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
    heading.textContent = next.heading;
    heading.hidden = !next.heading;
    caption.textContent = next.caption;
    plot.setAttribute("aria-label", next.alt);
    plot.style.setProperty("--preferred", `${next.layout.height}px`);
    root.classList.toggle("across", next.across);
    root.toggleAttribute("data-waits", true);
    if (near) inTurn(paint);
  }

  // The hand rests. Says whether nothing more than what is here is needed to show all at the scenario;
  // Python must have drawn it after it was `asked` last.
  function settle({ scenario, asked }) {
    if (!wanted || wanted.heard < asked || !needsNobody(wanted.live, scenario)) return false;
    show(drawnFor(wanted, scenario));
    return true;
  }

  function rest(question) {
    if (!settle(question.detail)) question.preventDefault();
  }

  function release() {
    window.removeEventListener("beforeprint", print);
    window.removeEventListener("lab-scenario", follow);
    window.removeEventListener("lab-rest", rest);
    sight.disconnect();
    room.disconnect();
    waiting.delete(paint);
    globalThis.Plotly?.purge(plot);
    root.remove();
  }

  window.addEventListener("beforeprint", print);
  window.addEventListener("lab-scenario", follow);
  window.addEventListener("lab-rest", rest);
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
    const { config, template, columns, heard = 0, charts: told } = JSON.parse(new TextDecoder().decode(bytes));
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
      charts[i].show({ ...one, layout, heard, config: { ...config, displayModeBar } });
    });
  }

  function release() {
    for (const chart of charts.splice(0)) chart.release();
  }

  return { receive, release };
}

export default mount(makeCharts);
