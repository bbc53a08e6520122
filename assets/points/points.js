// Points in the plane that can be dragged, added and removed, over the regions of a classifier.
// A move is painted in its own frame; Python is told when the hand rests or lets go, trains, and
// answers with the regions and costs of every kept step. Nothing is computed here but pixels.

import { element } from "../shared/dom.js";
import { formatNumber, formatPercent } from "../shared/format.js";
import { limits } from "../shared/limits.js";
import { mount } from "../shared/mount.js";
import { svg } from "../shared/svg.js";
import { makeSynced } from "../shared/synced.js";
import { makeTransport } from "../shared/transport.js";
import { classAt, paintRegions } from "./regions.js";

const REST_MS = 120;
const KEY_STEP = 0.02;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

const clipped = (v) => Math.max(-1, Math.min(1, Math.round(v * 1000) / 1000));

function makeEditor(root) {
  const part = (selector) => root.querySelector(selector);
  const tool = (name) => part(`[data-testid="${name}"]`);
  const plane = part("svg");
  const canvas = part("canvas");
  let points = []; // [x, y, class], in the square from −1 to 1
  const nodes = [];
  let answer = null;
  let classes = 0;
  let adding = 0;
  let chosen = 0;
  const synced = makeSynced();
  let drag = null;
  let frame = 0;
  let rest = 0;
  /** @type {(work: object) => void} */
  let send = () => {};
  /** @type {(asked: object) => void} */
  let open = () => {};

  plane.setAttribute("viewBox", "-1 -1 2 2");

  // --- painting -----------------------------------------------------------------------------

  function schedule() {
    if (!frame) frame = requestAnimationFrame(paint);
  }

  function paint() {
    frame = 0;
    while (nodes.length > points.length) nodes.pop().group.remove();
    while (nodes.length < points.length) nodes.push(addNode(nodes.length));
    nodes.forEach(paintPoint);
    paintWords();
  }

  const costOf = (i) => answer?.costs[transport.step()]?.[i] ?? null;

  function isWrong(i) {
    if (!answer) return false;
    const [x, y, label] = points[i];
    return classAt(answer.regions[transport.step()], answer.grid, x, y) !== label;
  }

  function paintPoint(node, i) {
    const [x, y, label] = points[i];
    const cost = costOf(i);
    const size = 0.03 + 0.035 * Math.min(1, (cost ?? 0) / 3);
    node.group.setAttribute("transform", `translate(${x} ${-y})`);
    node.group.setAttribute("class", `point c${label}${i === chosen ? " is-chosen" : ""}${drag?.index === i ? " held" : ""}`);
    node.group.setAttribute("tabindex", i === chosen ? "0" : "-1");
    node.group.setAttribute("aria-label", describePoint(i));
    node.disc.setAttribute("r", String(size));
    node.wrong.setAttribute("r", String(isWrong(i) ? size + 0.016 : 0));
    node.mark.textContent = String(label + 1);
  }

  function describePoint(i) {
    const [x, y, label] = points[i];
    const cost = costOf(i);
    const costs = cost === null ? "" : `, cost ${formatNumber(cost)}`;
    return `Point ${i + 1} of ${points.length}, class ${label + 1}, at ${formatNumber(x)}, ${formatNumber(y)}${costs}`;
  }

  function paintAnswer() {
    const colours = [...Array(classes).keys()].map(classColour);
    paintRegions(canvas, answer.regions[transport.step()], answer.grid, colours);
  }

  function classColour(i) {
    const probe = part(`.classes .c${i}`);
    const found = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
    return found.slice(0, 3).map(Number);
  }

  function paintWords() {
    const step = transport.step();
    tool("mean-cost").textContent = answer ? formatNumber(answer.meanCosts[step]) : "";
    tool("accuracy").textContent = answer ? formatPercent(answer.accuracies[step]) : "";
    tool("chosen").textContent = points.length ? `${describePoint(chosen)}.` : "";
    tool("remove-point").disabled = points.length <= 1;
    for (const button of part(".classes").children) {
      button.setAttribute("aria-pressed", String(button.dataset.testid === `new-${adding}`));
      button.disabled = points.length >= limits.mostPoints;
    }
  }

  // --- changing points ----------------------------------------------------------------------

  function tellAfter(delay) {
    clearTimeout(rest);
    rest = setTimeout(() => send(synced.message({ points, chosen })), delay);
  }

  function move(i, x, y) {
    points = points.map((point, k) => (k === i ? [clipped(x), clipped(y), point[2]] : point));
    schedule();
    tellAfter(REST_MS);
  }

  function add(x, y) {
    if (points.length >= limits.mostPoints) return;
    points = [...points, [clipped(x), clipped(y), adding]];
    chosen = points.length - 1;
    schedule();
    tellAfter(0);
  }

  function remove() {
    if (points.length <= 1) return;
    points = points.filter((_, k) => k !== chosen);
    answer.costs = answer.costs.map((costs) => costs.filter((_, k) => k !== chosen));
    chosen = Math.min(chosen, points.length - 1);
    schedule();
    tellAfter(0);
  }

  function relabel(label) {
    if (label >= classes) return;
    points = points.map(([x, y, old], k) => [x, y, k === chosen ? label : old]);
    schedule();
    tellAfter(0);
  }

  function choose(i) {
    chosen = i;
    schedule();
  }

  const openChosen = () => open(synced.message({ index: chosen, step: transport.step() }));

  // --- hands ----------------------------------------------------------------------------------

  function placeOf(event) {
    const box = plane.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * 2 - 1, 1 - ((event.clientY - box.top) / box.height) * 2];
  }

  // Hit areas overlap where points crowd: the nearest one is meant.
  function nearest(x, y) {
    const far = points.map(([px, py]) => Math.hypot(px - x, py - y));
    return far.indexOf(Math.min(...far));
  }

  function grab(event) {
    if (drag || event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const [x, y] = placeOf(event);
    const i = nearest(x, y);
    drag = { index: i, pointer: event.pointerId, dx: points[i][0] - x, dy: points[i][1] - y, from: points[i], moved: false, at: [event.clientX, event.clientY] };
    nodes[i].group.setPointerCapture(event.pointerId);
    choose(i);
    nodes[i].group.setAttribute("tabindex", "0");
    nodes[i].group.focus({ preventScroll: true });
  }

  function pull(event) {
    if (!drag || event.pointerId !== drag.pointer) return;
    const far = Math.hypot(event.clientX - drag.at[0], event.clientY - drag.at[1]);
    if (!drag.moved && far < 4) return;
    drag.moved = true;
    const [x, y] = placeOf(event);
    move(drag.index, x + drag.dx, y + drag.dy);
  }

  function letGo(event) {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { moved } = drag;
    drag = null;
    schedule();
    if (moved) tellAfter(0);
    else if (event.type === "pointerup") openChosen();
  }

  function keyed(event) {
    if (event.ctrlKey || event.metaKey) return;
    const [x, y] = points[chosen];
    const step = event.shiftKey ? 5 * KEY_STEP : KEY_STEP;
    if (event.key === "Escape" && drag) {
      const { index, from } = drag;
      drag = null;
      move(index, from[0], from[1]);
    } else if (event.key in ARROWS) {
      const [dx, dy] = ARROWS[event.key];
      move(chosen, x + step * dx, y + step * dy);
    } else if (event.key === "PageDown" || event.key === "PageUp") {
      choose((chosen + (event.key === "PageDown" ? 1 : points.length - 1)) % points.length);
      paint();
      nodes[chosen].group.focus({ preventScroll: true });
      tellAfter(REST_MS);
    } else if (/^[1-5]$/.test(event.key)) relabel(Number(event.key) - 1);
    else if (event.key === "Insert") add(x + 0.1 > 1 ? x - 0.1 : x + 0.1, y);
    else if (event.key === "Delete" || event.key === "Backspace") {
      remove();
      paint();
      nodes[chosen].group.focus({ preventScroll: true });
    } else if (event.key === "Enter") openChosen();
    else return;
    event.preventDefault();
  }

  function addNode(i) {
    const group = svg("g", { class: "point", role: "button", "data-testid": `point-${i}` }, plane);
    svg("circle", { class: "area", r: 0.075 }, group);
    const wrong = svg("circle", { class: "wrong" }, group);
    const disc = svg("circle", { class: "disc" }, group);
    const mark = svg("text", { class: "mark", dy: 0.022 }, group);
    group.addEventListener("pointerdown", grab);
    group.addEventListener("pointermove", pull);
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) group.addEventListener(type, letGo);
    group.addEventListener("keydown", keyed);
    group.addEventListener("click", (event) => event.stopPropagation());
    return { group, disc, wrong, mark };
  }

  plane.addEventListener("click", (event) => add(...placeOf(event)));
  tool("remove-point").addEventListener("click", remove);
  tool("open-point").addEventListener("click", openChosen);

  const transport = makeTransport(root, {
    last: () => (answer ? answer.steps.length - 1 : 0),
    describe: (n) => `step ${answer.steps[n]}: mean cost ${formatNumber(answer.meanCosts[n])}`,
    count: (n) => `step ${answer.steps[n]} of ${answer.steps.at(-1)}`,
    onShow() {
      paintAnswer();
      schedule();
    },
  });

  // --- Python's side ------------------------------------------------------------------------------

  function buildClasses() {
    const group = part(".classes");
    group.replaceChildren();
    for (let i = 0; i < classes; i += 1) {
      const attributes = { type: "button", class: `button c${i}`, "data-testid": `new-${i}` };
      const button = element("button", attributes, `class ${i + 1}`);
      button.addEventListener("click", () => {
        adding = i;
        schedule();
      });
      group.append(button);
    }
    adding = Math.min(adding, classes - 1);
  }

  // Points come from Python only with a new revision, and never into a hand at work; regions and
  // costs always. From a restarted server nothing comes: it is told what is here.
  function receive({ data, setStateValue, setTriggerValue }) {
    send = (work) => setStateValue("work", work);
    open = (asked) => setTriggerValue("opened", asked);
    const news = synced.receive(data.revision);
    const fresh = news === "first" || news === "newer";
    if (news === "restarted") {
      tellAfter(0);
      return;
    }
    if (classes !== data.classes) {
      classes = data.classes;
      buildClasses();
    }
    if (fresh && !drag) {
      clearTimeout(rest);
      points = data.points;
      chosen = Math.min(data.chosen, points.length - 1);
    }
    const before = answer ? transport.step() / (answer.steps.length - 1) : 1;
    answer = data.answer;
    if (news === "first") paint();
    if (!transport.playing() || fresh) transport.go(before * (answer.steps.length - 1));
  }

  function release() {
    clearTimeout(rest);
    cancelAnimationFrame(frame);
    transport.release();
  }

  return { receive, release };
}

export default mount(makeEditor);
