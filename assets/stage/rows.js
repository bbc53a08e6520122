// One row a class: builds its parts and paints numbers into them. How handles move is elsewhere.

import { attribute, element, say } from "../shared/dom.js";
import { exactNumber, formatNumber, formatSigned } from "../shared/format.js";
import { pushWords } from "./sentences.js";

function number(node, value, text) {
  attribute(node, "data-value", Object.is(value, -0) ? 0 : value);
  say(node, text);
}

function width(node, share) {
  node.style.setProperty("--share", Math.min(1, Math.max(0, share)).toFixed(5));
}

// The parts of row `i`, by name, with the row itself as `root`.
export function buildRow(i) {
  const chooser = element("button", { type: "button", class: "chooser", "data-testid": `class-${i}` });
  const name = element("input", { type: "text", class: "name", "data-testid": `name-${i}`, maxlength: "40", autocomplete: "off", spellcheck: "false" });
  const remove = element("button", { type: "button", class: "remove", "data-testid": `remove-class-${i}` }, "×");
  const grad = element("span", { class: "number", "data-testid": `grad-${i}` });
  const push = element("span", { class: "push", "aria-hidden": "true" });
  const handle = element("div", { class: "handle", role: "slider", tabindex: "0", "data-testid": `logit-${i}` });
  const track = element("div", { class: "track" }, element("div", { class: "bar" }), handle);
  const exact = element("input", { type: "text", class: "exact", inputmode: "text", "data-testid": `logit-input-${i}`, autocomplete: "off", spellcheck: "false" });
  const prob = element("span", { class: "number", "data-testid": `prob-${i}` });
  const probBar = element("div", { class: "fill" });
  const target = element("div", { class: "target", tabindex: "0", "data-testid": `target-${i}` });
  const targetTrack = element("div", { class: "target-track" }, target);
  const term = element("span", { class: "number", "data-testid": `term-${i}` });
  const cell = (kind, ...children) => element("div", { class: `cell ${kind}` }, ...children);
  const root = element(
    "div",
    { class: "row", role: "group" },
    cell("class", chooser, name, remove),
    cell("grad", push, grad),
    cell("logit", track, exact),
    cell("prob", prob, element("div", { class: "room", "aria-hidden": "true" }, probBar)),
    cell("label", targetTrack),
    cell("term", term),
  );
  return { root, chooser, name, remove, grad, push, handle, track, exact, prob, probBar, target, targetTrack, term };
}

function paintLogit(row, z, bound, name) {
  const at = Math.min(1, Math.max(0, (z / bound + 1) / 2));
  row.track.style.setProperty("--at", at.toFixed(5));
  row.track.classList.toggle("negative", z < 0);
  attribute(row.handle, "aria-label", `logit of ${name}`);
  attribute(row.handle, "aria-valuemin", -bound);
  attribute(row.handle, "aria-valuemax", bound);
  attribute(row.handle, "aria-valuenow", Object.is(z, -0) ? 0 : z);
  attribute(row.handle, "aria-valuetext", formatNumber(z));
  attribute(row.exact, "aria-label", `exact logit of ${name}`);
  // While somebody types there, the field is hers.
  if (!row.exact.matches(":focus") && !row.exact.hasAttribute("aria-invalid")) {
    const text = exactNumber(z);
    const shown = text.length > 7 ? formatNumber(z) : text;
    if (row.exact.value !== shown) row.exact.value = shown;
  }
}

function paintLabel(row, y, name, soft) {
  const text = y === 1 || y === 0 ? String(y) : formatNumber(y);
  number(row.target, y, text);
  row.targetTrack.classList.toggle("soft", soft);
  width(row.targetTrack, y);
  attribute(row.target, "aria-label", soft ? `label of ${name}` : `make ${name} the true class`);
  if (soft) {
    attribute(row.target, "role", "slider");
    attribute(row.target, "aria-valuemin", 0);
    attribute(row.target, "aria-valuemax", 1);
    attribute(row.target, "aria-valuenow", y);
    attribute(row.target, "aria-valuetext", text);
    row.target.removeAttribute("aria-pressed");
  } else {
    attribute(row.target, "role", "button");
    attribute(row.target, "aria-pressed", y === 1);
    for (const name of ["min", "max", "now", "text"]) row.target.removeAttribute(`aria-value${name}`);
  }
}

function paintGradient(row, slope) {
  number(row.grad, slope, formatSigned(slope));
  attribute(row.grad, "title", pushWords(slope));
  row.push.classList.toggle("up", slope < 0);
  row.push.classList.toggle("down", slope > 0);
  width(row.push, Math.abs(slope));
}

// Paints row `i` of the scenario and of what follows from it.
export function paintRow(row, i, { scenario, result, bound, soft, editing }) {
  const name = scenario.names[i];
  attribute(row.root, "aria-label", name);
  say(row.chooser, name);
  attribute(row.chooser, "title", `${name}: click to make it the true class`);
  attribute(row.chooser, "aria-pressed", scenario.target[i] === 1);
  row.chooser.hidden = editing;
  row.name.hidden = !editing;
  row.remove.hidden = !editing;
  if (!row.name.matches(":focus") && row.name.value !== name) row.name.value = name;
  attribute(row.name, "aria-label", `name of class ${i + 1}`);
  attribute(row.remove, "aria-label", `remove ${name}`);
  row.root.classList.toggle("true", scenario.target[i] > 0);
  paintGradient(row, result.gradient[i]);
  paintLogit(row, scenario.logits[i], bound, name);
  number(row.prob, result.probabilities[i], formatNumber(result.probabilities[i]));
  width(row.probBar, result.probabilities[i]);
  paintLabel(row, scenario.target[i], name, soft);
  number(row.term, result.terms[i], formatNumber(result.terms[i]));
  row.term.classList.toggle("counts", result.terms[i] > 0);
}
