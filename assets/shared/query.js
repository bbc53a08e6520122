// Writes a scenario as the text of an address and reads it again, as ce_core/scenario_query.py does.
// A bad text gives the nearest sensible scenario. A browser test holds the two against each other.

import { limits } from "./limits.js";
import { cleanName } from "./names.js";

const MOST_PARTS = 10;
const SUM_TOLERANCE = 1e-9;
const NUMBER = /^[+-]?(\d{1,400}\.?\d{0,400}|\.\d{1,400})([eE][+-]?\d{1,4})?$/;

const defaultName = (i) => `class ${i + 1}`;

function readFloat(text) {
  const plain = text.trim().replaceAll("\u2212", "-");
  const value = NUMBER.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value) ? value : null;
}

function oneHot(length, label) {
  return Array.from({ length }, (_, i) => (i === label ? 1 : 0));
}

function labelOf({ target }) {
  const label = target.indexOf(1);
  return target.every((y, i) => y === (i === label ? 1 : 0)) ? label : -1;
}

function parts(texts) {
  return texts.join(",").split(",", MOST_PARTS * limits.maxClasses + 1);
}

function readLogits(texts, soFar) {
  const read = parts(texts).slice(0, limits.maxClasses).map(readFloat);
  if (read.every((z) => z === null) || read.length < limits.minClasses) return soFar;
  const label = Math.min(Math.max(0, labelOf(soFar)), read.length - 1);
  return {
    ...soFar,
    logits: read.map((z) => z ?? 0),
    target: oneHot(read.length, label),
    names: read.map((_, i) => defaultName(i)),
    temperature: 1,
    labelSmoothing: 0,
  };
}

function readTarget(texts, soFar) {
  const k = soFar.logits.length;
  const said = parts(texts);
  if (said.length === 1) {
    const label = /^\d{1,9}$/.test(said[0].trim()) ? Number(said[0]) : k;
    return label < k ? { ...soFar, target: oneHot(k, label) } : soFar;
  }
  const values = said.map(readFloat);
  const total = values.reduce((sum, y) => sum + (y ?? NaN), 0);
  if (values.length !== k || values.some((y) => y === null || y < 0) || !(total > 0 && total < Infinity)) return soFar;
  const scale = Math.abs(total - 1) > SUM_TOLERANCE ? total : 1;
  return { ...soFar, target: values.map((y) => (y ?? 0) / scale) };
}

function readNames(texts, soFar) {
  const names = soFar.names.map((name, i) => (i < texts.length ? cleanName(texts[i]) || defaultName(i) : name));
  return { ...soFar, names };
}

function readSetting(name, bounds) {
  const [low, high] = bounds;
  return (texts, soFar) => {
    const value = readFloat(texts.at(-1));
    return value === null ? soFar : { ...soFar, [name]: Math.min(high, Math.max(low, value)) };
  };
}

const numbers = (values) => values.map((v) => String(Object.is(v, -0) ? 0 : v)).join(",");

/** @typedef {(texts: string[], soFar: any) => any} Read */

/**
 * One row a field: its key, how it is read, and what is written (nothing at its default).
 * @type {[key: string, read: Read, write: (scenario: any) => string[]][]}
 */
const FIELDS = [
  ["z", readLogits, ({ logits }) => [numbers(logits)]],
  ["y", readTarget, (scenario) => [labelOf(scenario) >= 0 ? String(labelOf(scenario)) : numbers(scenario.target)]],
  ["n", readNames, ({ names }) => (names.every((name, i) => name === defaultName(i)) ? [] : names)],
  ["t", readSetting("temperature", limits.temperature), ({ temperature }) => (temperature === 1 ? [] : [String(temperature)])],
  ["s", readSetting("labelSmoothing", limits.labelSmoothing), ({ labelSmoothing }) => (labelSmoothing === 0 ? [] : [String(labelSmoothing)])],
];

export function toQuery(scenario) {
  return FIELDS.flatMap(([key, , write]) =>
    write(scenario).map((value) => `${key}=${encodeURIComponent(value).replaceAll("%2C", ",")}`),
  ).join("&");
}

// The scenario that `text` names; what it leaves out is as in `fallback`.
export function fromQuery(text, fallback) {
  const query = new URLSearchParams(text);
  return FIELDS.reduce((soFar, [key, read]) => {
    const texts = query.getAll(key);
    return texts.some((value) => value !== "") ? read(texts, soFar) : soFar;
  }, fallback);
}
