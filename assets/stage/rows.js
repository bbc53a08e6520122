// Builds one row a class and paints numbers into it. How handles move is elsewhere.

import { attribute, element, say } from "../shared/dom.js";
import { exactNumber, formatNumber, formatSigned } from "../shared/format.js";
import { pushWords } from "./sentences.js";

const TAIL = 5; // letters at the end of a name that stay when its middle is cut

function number(node, value, text) {
  attribute(node, "data-value", Object.is(value, -0) ? 0 : value);
  say(node, text);
}

function share(node, value) {
  const text = Math.min(1, Math.max(0, value)).toFixed(5);
  if (node.style.getPropertyValue("--share") !== text) node.style.setProperty("--share", text);
}

// The parts of row `i`, by name, with the row itself as `root`.
export function buildRow(i) {
  const head = element("span", { class: "start" });
  const tail = element("span", { class: "end" });
  const chooser = element("span", { class: "chooser", "data-testid": `class-${i}` }, head, tail);
  const name = element("input", { type: "text", class: "name", "data-testid": `name-${i}`, maxlength: "40", autocomplete: "off", spellcheck: "false" });
  const remove = element("button", { type: "button", class: "remove", "data-testid": `remove-class-${i}` }, "×");
  const push = element("span", { class: "push", "aria-hidden": "true", "data-testid": `push-${i}` });
  const handle = element("div", { class: "handle", role: "slider", tabindex: "0", "data-testid": `logit-${i}` });
  const track = element("div", { class: "track" }, element("div", { class: "fill" }), push, handle);
  const exact = element("input", { type: "text", class: "exact", inputmode: "text", "data-testid": `logit-input-${i}`, autocomplete: "off", spellcheck: "false" });
  const prob = element("span", { class: "number", "data-testid": `prob-${i}` });
  const probBar = element("div", { class: "fill" });
  const target = element("div", { class: "target", id: `truth-${i}`, "data-testid": `target-${i}` });
  const targetTrack = element("div", { class: "target-track" }, target);
  const term = element("span", { class: "number", "data-testid": `term-${i}` });
  const grad = element("span", { class: "number", "data-testid": `grad-${i}` });
  const cell = (kind, ...children) => element("div", { class: `cell ${kind}` }, ...children);
  const named = (text) => element("span", { class: "heard" }, text);
  const root = element(
    "div",
    { class: "row", role: "group" },
    cell("class", chooser, name, remove),
    cell("logit", track, exact),
    cell("prob", named("probability "), element("div", { class: "room", "aria-hidden": "true" }, probBar), prob),
    cell("label", targetTrack),
    cell("term", named("share of the cost "), term),
    cell("grad", named("gradient "), grad),
  );
  return { root, chooser, head, tail, name, remove, push, handle, track, exact, prob, probBar, target, targetTrack, term, grad };
}

function paintName(row, i, name, editing) {
  const letters = [...name];
  const cut = letters.length > 2 * TAIL ? letters.length - TAIL : letters.length;
  say(row.head, letters.slice(0, cut).join(""));
  say(row.tail, letters.slice(cut).join(""));
  attribute(row.root, "aria-label", name);
  attribute(row.chooser, "title", `${name}: click to make it the true class`);
  row.chooser.hidden = editing;
  row.name.hidden = !editing;
  row.remove.hidden = !editing;
  if (!row.name.matches(":focus") && row.name.value !== name) row.name.value = name;
  attribute(row.name, "aria-label", `name of class ${i + 1}`);
  attribute(row.remove, "aria-label", `remove ${name}`);
}

function paintLogit(row, z, bound, name, soft) {
  const at = Math.min(1, Math.max(0, (z / bound + 1) / 2));
  row.track.style.setProperty("--at", at.toFixed(5));
  row.track.classList.toggle("negative", z < 0);
  attribute(row.handle, "aria-label", `logit of ${name}`);
  attribute(row.handle, "aria-valuemin", -bound);
  attribute(row.handle, "aria-valuemax", bound);
  attribute(row.handle, "aria-valuenow", Object.is(z, -0) ? 0 : z);
  attribute(row.handle, "aria-valuetext", formatNumber(z));
  attribute(row.exact, "aria-label", `exact logit of ${name}`);
  attribute(row.exact, "tabindex", soft ? -1 : 0); // two stops a class; Enter on the handle leads here
  // While somebody types there, the field is theirs.
  if (!row.exact.matches(":focus") && !row.exact.hasAttribute("aria-invalid")) {
    const text = exactNumber(z);
    const shown = text.length > 7 ? formatNumber(z) : text;
    if (row.exact.value !== shown) row.exact.value = shown;
  }
}

// A label that is all or nothing is written as in a one-hot row, without decimal places.
const labelText = (y) => (y === 1 ? "1" : formatNumber(y));

// `y` is what counts, smoothed or not; `own` is the label that can be dragged.
function paintLabel(row, y, own, name, soft, isStop) {
  number(row.target, y, labelText(y));
  row.targetTrack.classList.toggle("soft", soft);
  share(row.targetTrack, own);
  attribute(row.target, "tabindex", soft || isStop ? 0 : -1);
  attribute(row.target, "aria-label", soft ? `label of ${name}` : name);
  if (soft) {
    attribute(row.target, "role", "slider");
    attribute(row.target, "aria-valuemin", 0);
    attribute(row.target, "aria-valuemax", 1);
    attribute(row.target, "aria-valuenow", own);
    attribute(row.target, "aria-valuetext", labelText(own));
    row.target.removeAttribute("aria-checked");
  } else {
    attribute(row.target, "role", "radio");
    attribute(row.target, "aria-checked", own === 1);
    for (const part of ["min", "max", "now", "text"]) row.target.removeAttribute(`aria-value${part}`);
  }
}

const SMALLEST_PUSH = 1e-3;
const PUSH_A_DECADE = 0.085; // of the track: a hundredth, a tenth and one can be told apart
const LONGEST_PUSH = 0.36;

// How long the arrow of a gradient is, as a share of the track; the same step for each power of ten.
export function pushLength(gradient) {
  const size = Math.abs(gradient);
  if (!(size >= SMALLEST_PUSH)) return 0;
  return Math.min(LONGEST_PUSH, PUSH_A_DECADE * (0.5 + Math.log10(size / SMALLEST_PUSH)));
}

function paintGradient(row, gradient) {
  number(row.grad, gradient, formatSigned(gradient));
  attribute(row.grad, "title", pushWords(gradient));
  row.push.classList.toggle("up", gradient < 0);
  row.push.classList.toggle("down", gradient > 0);
  share(row.push, pushLength(gradient));
}

// Paints row `i` of the scenario and of what follows from it.
export function paintRow(row, i, { scenario, result, bound, soft, editing, stop }) {
  const name = scenario.names[i];
  paintName(row, i, name, editing);
  row.root.classList.toggle("true", scenario.target[i] > 0);
  paintLogit(row, scenario.logits[i], bound, name, soft);
  number(row.prob, result.probabilities[i], formatNumber(result.probabilities[i]));
  share(row.probBar, result.probabilities[i]);
  paintLabel(row, result.target[i], scenario.target[i], name, soft, i === stop);
  number(row.term, result.terms[i], formatNumber(result.terms[i]));
  row.term.classList.toggle("counts", result.terms[i] > 0);
  paintGradient(row, result.gradient[i]);
}
