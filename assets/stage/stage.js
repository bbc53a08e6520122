// Wires handles and rows to one scenario, repaints in the animation frame of the move, and tells
// Python only when the hand rests or lets go.

import { attribute, say } from "../shared/dom.js";
import { limits } from "../shared/limits.js";
import { exactNumber, formatGiven, formatNumber, readNumber } from "../shared/format.js";
import { makeHandle } from "./handle.js";
import { makeHistory } from "./history.js";
import { buildRow, paintRow } from "./rows.js";
import {
  hardened,
  isSoft,
  sameScenario,
  scaleBound,
  withAddedClass,
  withLabel,
  withLogit,
  withLogitsShifted,
  withName,
  withTrueClass,
  withoutClass,
} from "./scenario.js";
import { mount } from "../shared/mount.js";
import { cleanName } from "../shared/names.js";
import { evaluate, levelOf } from "../shared/softmax.js";
import { makeSynced } from "../shared/synced.js";
import { addPresets, disclosure, rove } from "./toolbar.js";
import { makeTour } from "./tour.js";
import { stateSentence } from "./sentences.js";

const REST_MS = 120;
const KEYS = { plain: 0.1, shift: 1, alt: 0.01, page: 1 };
const IDLE = '[data-test-script-state="notRunning"]'; // no script of this page runs
const LABEL_KEYS = { plain: 0.01, shift: 0.1, alt: 0.001, page: 0.1 };

// Whatever on the page takes long to paint waits while this is set.
function handMoves(moves) {
  document.documentElement.toggleAttribute("data-hand-moves", moves);
}

// PRESETS, the list behind the buttons, is put before this script by ce_core/component_parts.py.
const history = makeHistory();

function makeStage(root) {
  const part = (selector) => root.querySelector(selector);
  const tool = (name) => part(`[data-testid="${name}"]`);
  const section = part(".stage");
  const rows = [];
  const synced = makeSynced();
  const ui = { soft: false, together: false, editing: false, dragging: false, bound: 10 };
  let scenario = null; // what is on the stage
  let base = null; // where Reset leads
  let told = null; // what Python knows
  let asks = "run"; // what Python has to do when the hand rests: "run", "nothing", or as the "charts" say
  // Whether a change has run a part of the page since all of it ran: only then does Streamlit run all
  // of it again after an outage, when the server may be another one.
  let ran = false;
  let asked = 0; // the last message that Python has to draw for
  /** @type {(news: object) => void} */
  let send = () => {};
  let frame = 0;
  let rest = 0;
  let undone = 0;

  // --- painting -----------------------------------------------------------------------------

  function evaluated() {
    const { logits, target, temperature, labelSmoothing } = scenario;
    return evaluate(logits, target, temperature, labelSmoothing);
  }

  const presets = [];
  const stops = [];
  const narrow = matchMedia("(max-width: 40rem)");
  const tour = makeTour(part(".tour"), () => ({ scenario, result: evaluated(), undone, bound: ui.bound }), tool("tour"));

  function schedule() {
    if (!frame) frame = requestAnimationFrame(paint);
  }

  // What else on the page is live follows in this very frame.
  function announce() {
    window.dispatchEvent(new CustomEvent("lab-scenario", { detail: scenario }));
  }

  function paint() {
    frame = 0;
    const result = evaluated();
    fitRows(scenario.logits.length);
    const { bound, soft, editing } = ui;
    const stop = Math.max(0, scenario.target.indexOf(1));
    const view = { scenario, result, bound, soft, editing, stop };
    rows.forEach((row, i) => paintRow(row, i, view));
    paintCost(result);
    paintTools();
    say(tool("sentence"), stateSentence(scenario, result));
    tour.notice();
    announce();
  }

  function paintCost(result) {
    const level = levelOf(result);
    const cost = tool("cost");
    attribute(section, "data-level", level);
    attribute(cost, "data-value", result.cost);
    say(cost, formatNumber(result.cost));
    say(part(".level"), level);
  }

  function paintTools() {
    const { temperature, labelSmoothing } = scenario;
    tool("undo").disabled = !history.canUndo(scenario);
    tool("redo").disabled = !history.canRedo();
    tool("reset").disabled = sameScenario(scenario, base);
    attribute(tool("soft-labels"), "aria-checked", ui.soft);
    attribute(tool("together"), "aria-checked", ui.together);
    attribute(tool("edit-classes"), "aria-expanded", ui.editing);
    tool("add-class").disabled = scenario.logits.length >= limits.maxClasses;
    part(".editor").hidden = !ui.editing;
    for (const row of rows) row.remove.disabled = scenario.logits.length <= limits.minClasses;
    const atT = temperature === 1 ? "" : ` at T = ${formatGiven(temperature)}`;
    const slope = temperature === 1 ? "ŷ − y" : "(ŷ − y)/T";
    say(part(".head .logit i"), `softmax${atT}`);
    say(part(".head .grad .formula"), slope);
    say(part(".head .label .word"), labelSmoothing === 0 ? "label " : "smoothed ");
    part(".head .label .flow").hidden = labelSmoothing !== 0; // the longer word takes its room
    say(part(".backward span"), `gradient ∂E/∂z = ${slope}, back to each logit`);
    tool("temperature").value = String(Math.log(temperature));
    tool("label-smoothing").value = String(labelSmoothing);
    say(part("output.temperature"), formatGiven(temperature));
    say(part("output.smoothing"), formatGiven(labelSmoothing));
    for (const { button, scenario: other } of presets) attribute(button, "aria-pressed", sameScenario(scenario, other));
    for (const stop of stops) stop();
  }

  function fitRows(count) {
    while (rows.length > count) rows.pop().dispose();
    while (rows.length < count) rows.push(addRow(rows.length));
    attribute(section, "data-classes", count);
    const owned = ui.soft ? "" : rows.map((row) => row.target.id).join(" ");
    attribute(part(".truth"), "aria-owns", owned);
    part(".truth").hidden = ui.soft;
  }

  // --- changing the scenario ------------------------------------------------------------------

  function change(next) {
    scenario = next;
    section.classList.remove("fresh");
    schedule();
  }

  // One step of the person's that can be undone. Python hears of it after `delay` ms of rest.
  /**
   * @param {any} next
   * @param {{gesture?: string | null, delay?: number}} [how]
   */
  function step(next, { gesture = null, delay = 0 } = {}) {
    history.remember(scenario, gesture, performance.now());
    change(next);
    if (!ui.dragging) settle();
    tellAfter(delay);
  }

  // What may move only while no hand is on it: the scale, and the soft-label switch.
  function settle() {
    ui.bound = scaleBound(scenario.logits);
    ui.soft = ui.soft || isSoft(scenario);
    schedule();
  }

  function tellAfter(delay) {
    clearTimeout(rest);
    handMoves(delay > 0);
    rest = setTimeout(tell, delay);
  }

  function tell() {
    clearTimeout(rest);
    handMoves(false);
    if (told && sameScenario(told, scenario)) return;
    told = scenario;
    const drawn = ran && isDrawn();
    const news = synced.message(drawn ? { ...scenario, drawn } : scenario);
    if (!drawn) asked = news.message;
    ran = true;
    // Screen readers hear of the state when it rests, not sixty times a second.
    part(".spoken").textContent = stateSentence(scenario, evaluated());
    send(news);
  }

  // Whether the page shows already all that follows: Python keeps the scenario then and draws nothing.
  // It must not be drawing for an earlier one just now, which would arrive later.
  function isDrawn() {
    if (asks === "nothing") return true;
    if (asks !== "charts" || !document.querySelector(IDLE)) return false;
    return window.dispatchEvent(new CustomEvent("lab-rest", { detail: { scenario, asked }, cancelable: true }));
  }

  function leap(next) {
    ui.soft = isSoft(next);
    step(next);
  }

  function travel(next) {
    if (!next) return;
    change(next);
    ui.soft = isSoft(next);
    settle();
    tellAfter(0);
  }

  function undo() {
    if (history.canUndo(scenario)) undone += 1;
    travel(history.undo(scenario));
  }

  function complain(sentence) {
    const problem = part(".problem");
    problem.textContent = sentence;
    problem.hidden = !sentence;
  }

  // --- handles and fields -----------------------------------------------------------------------

  function dragging(gesture) {
    return {
      onStart(means) {
        history.remember(scenario, means === "keys" ? gesture : null, performance.now());
        ui.dragging = means === "pointer";
      },
      onEnd() {
        const byPointer = ui.dragging;
        ui.dragging = false;
        settle();
        if (byPointer) tell();
      },
    };
  }

  function logitHandle(row, i) {
    return makeHandle(row.handle, row.track, {
      value: () => scenario.logits[i],
      bounds: () => [-ui.bound, ui.bound],
      resolution: () => ui.bound / 1000,
      steps: KEYS,
      ...dragging(`logit-${i}`),
      onMove(value) {
        if (!Number.isFinite(value)) return;
        const moved = ui.together ? withLogitsShifted : withLogit;
        change(moved(scenario, i, value));
        tellAfter(REST_MS);
      },
    });
  }

  function labelHandle(row, i) {
    return makeHandle(row.target, row.targetTrack, {
      value: () => scenario.target[i],
      bounds: () => [0, 1],
      resolution: () => 0.01,
      steps: LABEL_KEYS,
      enabled: () => ui.soft,
      ...dragging(`label-${i}`),
      onMove(value) {
        change(withLabel(scenario, i, value));
        tellAfter(REST_MS);
      },
    });
  }

  function chooseClass(i) {
    step(withTrueClass(scenario, i));
  }

  // The circles are one group of radio buttons: arrows go on to the next class and choose it.
  function chooseByKey(event, i) {
    const way = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Enter: 0, " ": 0 }[event.key];
    if (way === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const to = (i + way + rows.length) % rows.length;
    chooseClass(to);
    paint();
    rows[to].target.focus();
  }

  function readExact(row, i) {
    const value = readNumber(row.exact.value);
    row.exact.toggleAttribute("aria-invalid", value === null);
    if (value === null) {
      complain(`The logit of ${scenario.names[i]} needs a plain number such as −2.5 or 1e3; it stays at ${exactNumber(scenario.logits[i])} until then.`);
      return;
    }
    complain("");
    if (value === scenario.logits[i]) return;
    step(withLogit(scenario, i, value));
  }

  function readName(row, i, delay) {
    const name = cleanName(row.name.value) || `class ${i + 1}`;
    if (name !== scenario.names[i]) step(withName(scenario, i, name), { gesture: `name-${i}`, delay });
  }

  function exactField(row, i) {
    row.exact.addEventListener("focus", () => {
      if (!row.exact.hasAttribute("aria-invalid")) row.exact.value = exactNumber(scenario.logits[i]);
      row.exact.select();
    });
    row.exact.addEventListener("change", () => readExact(row, i));
    row.exact.addEventListener("blur", schedule);
    row.exact.addEventListener("keydown", (event) => {
      if (event.key === "Enter") readExact(row, i);
      if (event.key !== "Escape") return;
      row.exact.removeAttribute("aria-invalid");
      row.exact.value = exactNumber(scenario.logits[i]);
      complain("");
    });
  }

  function addRow(i) {
    const row = buildRow(i);
    const releases = [logitHandle(row, i), labelHandle(row, i)];
    row.chooser.addEventListener("click", () => chooseClass(i));
    row.target.addEventListener("click", () => ui.soft || chooseClass(i));
    row.target.addEventListener("keydown", (event) => ui.soft || chooseByKey(event, i));
    row.handle.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      row.exact.focus();
    });
    row.name.addEventListener("input", () => readName(row, i, 4 * REST_MS));
    row.name.addEventListener("change", () => readName(row, i, 0));
    row.remove.addEventListener("click", () => {
      step(withoutClass(scenario, i));
      tool("add-class").focus();
    });
    exactField(row, i);
    part(".rows").append(row.root);
    row.dispose = () => {
      for (const letGo of releases) letGo();
      row.root.remove();
    };
    return row;
  }

  // --- tools ------------------------------------------------------------------------------------

  function toggleSoft() {
    ui.soft = !ui.soft;
    if (!ui.soft && isSoft(scenario)) step(hardened(scenario));
    schedule();
  }

  function wireTools() {
    const menu = disclosure(tool("more-presets"), part(".presets"), (open) => {
      section.classList.toggle("menu-open", open);
      schedule();
    });
    presets.push(
      ...addPresets(part(".presets"), PRESETS, (preset) => {
        base = preset;
        menu.close();
        leap(preset);
      }),
    );
    disclosure(tool("more-tools"), section, (open) => {
      section.classList.toggle("tools-open", open);
      schedule();
    });
    stops.push(rove(part(".presets")), rove(part(".tools")));
    tool("undo").addEventListener("click", undo);
    tool("redo").addEventListener("click", () => travel(history.redo(scenario)));
    tool("reset").addEventListener("click", () => leap(base));
    tool("soft-labels").addEventListener("click", toggleSoft);
    tool("together").addEventListener("click", () => {
      ui.together = !ui.together;
      schedule();
    });
    tool("tour").addEventListener("click", tour.start);
    tool("edit-classes").addEventListener("click", () => {
      ui.editing = !ui.editing;
      schedule();
    });
    tool("add-class").addEventListener("click", () => step(withAddedClass(scenario)));
    // The slider of T is that of log T, in whole steps, so that T = 1 is one of them.
    const ends = limits.temperature.map((t) => Math.sign(Math.log(t)) * Math.ceil(100 * Math.abs(Math.log(t))) / 100);
    [tool("temperature").min, tool("temperature").max] = ends.map(String);
    [tool("label-smoothing").min, tool("label-smoothing").max] = limits.labelSmoothing.map(String);
    tool("temperature").addEventListener("input", (event) => {
      const temperature = Number(Math.exp(Number(event.target.value)).toPrecision(3));
      const [low, high] = limits.temperature;
      step({ ...scenario, temperature: Math.min(high, Math.max(low, temperature)) }, { gesture: "temperature", delay: REST_MS });
    });
    tool("label-smoothing").addEventListener("input", (event) => {
      step({ ...scenario, labelSmoothing: Number(event.target.value) }, { gesture: "smoothing", delay: REST_MS });
    });
    section.addEventListener("keydown", (event) => {
      const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
      if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      if (event.shiftKey) travel(history.redo(scenario));
      else undo();
    });
  }

  // --- Python's side ------------------------------------------------------------------------------

  function dress({ form, presenting, covered, hidden }) {
    attribute(section, "data-form", form);
    section.toggleAttribute("data-presenting", presenting);
    section.classList.toggle("covered", covered);
    section.dataset.hidden = hidden.join(" ");
    lanes();
  }

  // On a phone, and in large type beside a figure, the name stands above its track.
  function lanes() {
    const large = section.hasAttribute("data-presenting") && section.dataset.form === "dock";
    section.classList.toggle("lanes", narrow.matches || large);
    section.classList.toggle("strip", narrow.matches);
  }

  // Takes what Python sent. It wins only with a new revision, and never over a hand at work. From
  // a new session of the server (it was restarted) nothing wins: what is on the stage is newer.
  function receive({ data, setStateValue }) {
    send = (news) => setStateValue("scenario", news);
    asks = data.asks ?? "run";
    const news = synced.receive(data.revision);
    if (news !== "same") ran = false;
    if (news === "first") section.classList.add("fresh");
    dress(data);
    if (news === "restarted") {
      told = null;
      if (!ui.dragging) tell();
      return;
    }
    if (news === "same" || ui.dragging) return;
    clearTimeout(rest);
    if (news === "newer" && !sameScenario(scenario, data.scenario)) {
      history.remember(scenario, null, performance.now());
      arrive();
    }
    told = data.scenario;
    base = base ?? data.scenario;
    scenario = data.scenario;
    ui.soft = isSoft(scenario);
    settle();
    if (news === "first") paint();
    else announce(); // before charts for this scenario arrive: what they follow is no older than they
  }

  // What something else on the page has put here is seen to arrive.
  function arrive() {
    section.classList.remove("arrived");
    requestAnimationFrame(() => section.classList.add("arrived"));
  }

  // After the element has left the page nothing may fire any more.
  function release() {
    clearTimeout(rest);
    handMoves(false);
    cancelAnimationFrame(frame);
    narrow.removeEventListener("change", lanes);
  }

  narrow.addEventListener("change", lanes);
  wireTools();
  return { receive, release };
}

export default mount(makeStage);
