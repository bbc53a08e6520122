// Charts that Python describes and Plotly paints, several in one component. A chart that stands is
// changed, not built anew, so nothing flickers and a zoom is kept. Words are there at once; what is
// painted waits until somebody can see it, until the hand on the stage rests, and for its turn.

const LIBRARY = "app/static/plotly/plotly-cartesian.min.js";
const PATIENCE_MS = 50;

// --- Plotly -----------------------------------------------------------------------------------

let library = null;

// Streamlit's own script tells under which path the app is served.
function addressOfLibrary() {
  const own = [...document.scripts].find(({ src }) => src.includes("/static/js/"));
  return new URL(LIBRARY, own ? new URL("../../", own.src) : document.baseURI).href;
}

function plotly() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = addressOfLibrary();
    script.onload = () => resolve(globalThis.Plotly);
    script.onerror = () => {
      script.remove();
      library = null; // the server may be away for a moment: the next chart asks again
      reject(new Error("The charts' library could not be loaded."));
    };
    document.head.append(script);
  });
  return library;
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

// --- one chart --------------------------------------------------------------------------------

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function makeChart(scroller) {
  const root = element("section", "chart");
  const heading = element("h3", "chart-heading");
  const plot = element("div", "chart-plot");
  const caption = element("p", "chart-caption");
  root.append(heading, plot, caption);
  plot.setAttribute("role", "figure");

  let wanted = null; // what Python said last
  let painted = null; // what is on the screen
  let near = false;
  let width = 0;

  // On paper everything is in sight, and nothing waits.
  function print() {
    const seen = near;
    near = true;
    paint();
    near = seen;
  }

  async function paint() {
    if (!near || wanted === painted || !plot.isConnected) return;
    const { data, layout, config } = wanted;
    const painting = wanted;
    const Plotly = await plotly();
    await Plotly.react(plot, data, layout, config);
    painted = painting;
    width = plot.clientWidth;
    root.toggleAttribute("data-waits", painted !== wanted);
  }

  function fit() {
    if (!painted || plot.clientWidth === width || !plot.clientWidth) return;
    width = plot.clientWidth;
    globalThis.Plotly.Plots.resize(plot);
  }

  const sight = new IntersectionObserver(
    ([entry]) => {
      near = entry.isIntersecting;
      if (!near) return;
      fit();
      if (wanted !== painted) inTurn(paint);
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
    plot.style.height = `${next.layout.height}px`;
    root.classList.toggle("across", next.across);
    root.toggleAttribute("data-waits", true);
    if (near) inTurn(paint);
  }

  function release() {
    window.removeEventListener("beforeprint", print);
    sight.disconnect();
    room.disconnect();
    waiting.delete(paint);
    globalThis.Plotly?.purge(plot);
    root.remove();
  }

  window.addEventListener("beforeprint", print);
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

  function receive(bytes) {
    if (bytes === taken) return;
    taken = bytes;
    const { config, template, columns, charts: told } = JSON.parse(new TextDecoder().decode(bytes));
    grid.style.setProperty("--columns", columns);
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

  // After the element has left the page nothing may paint any more.
  function release() {
    if (parent.isConnected) return;
    for (const chart of charts.splice(0)) chart.release();
  }

  return { receive, release };
}

const places = new WeakMap();

export default function charts({ data, parentElement }) {
  if (!places.has(parentElement)) places.set(parentElement, makeCharts(parentElement));
  const { receive, release } = places.get(parentElement);
  receive(data);
  return release;
}
