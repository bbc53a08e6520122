// Stands where Streamlit stands, in a file that needs no server: mounts the panel and the charts,
// hands them what Python has written into the file, and keeps the state in the address.

import mountStage from "../stage/stage.js";
import mountCharts from "../charts/charts.js";
import { fieldsOf } from "../charts/live/marks.js";
import { withFields } from "../charts/live/paint.js";
import { fromQuery, toQuery } from "../shared/query.js";
import { evaluate } from "../shared/softmax.js";
import { withLandscape } from "./landscape.js";

const WAITS = "The file holds no drawing of this chart for these labels, names and settings. Reset brings it back.";
const STAYS = "These charts stay as they are at the logits ";
const AS_DRAWN = "Before the last moves: ";

/** @type {(id: string) => any} */
const byId = (id) => document.getElementById(id);
const saved = JSON.parse(byId("saved").textContent);
const dark = matchMedia("(prefers-color-scheme: dark)");
const revision = { session: "file", number: 0 };
let scenario = fromQuery(location.hash.slice(1), saved.scenario);
let theme = dark.matches ? "dark" : "light";

// --- the panel --------------------------------------------------------------------------------

const shadow = byId("stage").attachShadow({ mode: "open" });
shadow.append(byId("stage-parts").content.cloneNode(true));

function showStage() {
  mountStage({
    data: { revision: { ...revision }, scenario, form: saved.form, presenting: false, covered: false, hidden: [] },
    parentElement: shadow,
    setStateValue: (_, news) => rest(news),
    setTriggerValue: () => {},
  });
}

// The hand has rested: the address and the charts follow, as they do in the app.
/** @param {any} news */
function rest({ logits, target, names, temperature, labelSmoothing }) {
  scenario = { logits, target, names, temperature, labelSmoothing };
  try {
    history.replaceState(null, "", `#${toQuery(scenario)}${saved.more && `&${saved.more}`}`);
  } catch {
    // Some frames keep their address for themselves; the panel goes on without.
  }
  link();
  showCharts();
}

window.addEventListener("hashchange", () => {
  const asked = fromQuery(location.hash.slice(1), saved.scenario);
  if (toQuery(asked) === toQuery(scenario)) return;
  scenario = asked;
  revision.number += 1;
  showStage();
  link();
  showCharts();
});

// --- the charts -------------------------------------------------------------------------------

// The class with most above its label, other than the labelled one: some charts are about it.
function rivalOf({ logits, target, temperature, labelSmoothing }) {
  const { probabilities, target: y } = evaluate(logits, target, temperature, labelSmoothing);
  const labelled = y.indexOf(Math.max(...y));
  const above = probabilities.map((p, i) => (i === labelled ? -Infinity : p - y[i]));
  return above.indexOf(Math.max(...above));
}

function same(one, other, ...fields) {
  return fields.every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field]));
}

// What Python has drawn that still fits: what its words say of classes and settings must hold.
function drawnFor(i) {
  const fitting = drawings.filter(
    (one) =>
      one.charts[i] &&
      same(one.scenario, scenario, "target", "names", "temperature", "labelSmoothing") &&
      (!one.charts[i].rival || rivalOf(one.scenario) === rivalOf(scenario)),
  );
  const exact = fitting.find((one) => same(one.scenario, scenario, "logits"));
  if (exact) return { message: exact.charts[i][theme] };
  const standing = drawings.find((one) => one.charts[i]?.light.charts.every(({ stands }) => stands));
  if (standing) return { message: standing.charts[i][theme] };
  const from = fitting.find((one) => one.charts[i].light.charts.every(({ live, stands }) => live || stands));
  if (from) return { message: moved(from.charts[i][theme]) };
  // Python draws these anew at rest; a file has no Python, and says what they show.
  const [kept] = fitting;
  return kept ? { message: kept.charts[i][theme], said: `${STAYS}${kept.scenario.logits.join(", ")}.` } : null;
}

// The charts as they are at the current logits. Words with other numbers in them are left out.
function moved(message) {
  const { logits, target, temperature, labelSmoothing } = scenario;
  const of = { logits, target, temperature, labelSmoothing };
  const charts = message.charts.map((drawn) => {
    if (drawn.stands) return drawn;
    const chart = drawn.live.over ? withLandscape(drawn, scenario) : drawn;
    const changes = fieldsOf(chart.live, scenario);
    const { data, layout } = withFields(chart, changes);
    for (const { on, at } of changes) if (on === "data") data[at] = { ...data[at], hoverinfo: "skip", hovertemplate: null };
    return { ...chart, data, layout, live: { ...chart.live, of }, alt: AS_DRAWN + chart.alt, caption: "" };
  });
  const [first, ...others] = message.sameAxis;
  for (const other of others) {
    const { layout } = charts[other];
    const yaxis = { ...layout.yaxis, range: charts[first].layout.yaxis.range };
    charts[other] = { ...charts[other], layout: { ...layout, yaxis } };
  }
  return { ...message, charts };
}

// A copy of `message` with other values at some places in it.
function changed(message, differences) {
  const copy = structuredClone(message);
  for (const [path, value] of differences) {
    const last = path.at(-1);
    path.slice(0, -1).reduce((found, key) => found[key], copy)[last] = value;
  }
  return copy;
}

// What is packed in the file, as text; the browser unpacks it by itself.
async function unpacked(id) {
  const packed = byId(id);
  if (!packed) return "";
  const bytes = Uint8Array.from(atob(packed.textContent), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

let drawings = []; // none until everything is unpacked
/** @type {any[]} */
const rooms = [...document.querySelectorAll(".charts-room")];

async function unpack() {
  if (!rooms.length) return;
  const library = await unpacked("plotly");
  if (library) {
    const script = document.createElement("script"); // the policy of the page knows its text
    script.textContent = library;
    document.head.append(script);
  }
  drawings = JSON.parse(await unpacked("drawings")).map(({ scenario: of, charts }) => ({
    scenario: of,
    charts: charts.map((one) => one && { ...one, dark: changed(one.light, one.dark) }),
  }));
  showCharts();
}

function showCharts() {
  if (!drawings.length) return;
  rooms.forEach((room, i) => {
    const drawn = drawnFor(i);
    room.parentElement.querySelector(".waits").textContent = drawn ? (drawn.said ?? "") : WAITS;
    const message = drawn?.message ?? { ...drawings[0].charts[i][theme], charts: [] };
    const bytes = new TextEncoder().encode(JSON.stringify(message));
    mountCharts({ data: bytes, parentElement: room, setStateValue() {}, setTriggerValue() {} });
  });
}

// --- the page around them ---------------------------------------------------------------------

// Links to the app and to the folder's other pages lead to the same state.
function link() {
  const query = toQuery(scenario);
  for (const anchor of document.querySelectorAll("a[data-to]")) {
    anchor.setAttribute("href", `${anchor.getAttribute("data-to")}${query}${anchor.getAttribute("data-more")}`);
  }
}

function wear(wanted) {
  theme = wanted;
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = theme === "dark" ? "Light colours" : "Dark colours";
  showCharts();
}

byId("theme").addEventListener("click", () => wear(theme === "dark" ? "light" : "dark"));
dark.addEventListener("change", () => wear(dark.matches ? "dark" : "light"));
showStage();
link();
wear(theme);
unpack();
