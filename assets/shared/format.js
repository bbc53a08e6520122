// How numbers are written: the browser's half of ce_core/number_format.py, held against it by a
// browser test.

const DIGITS = 3;
const MINUS = "\u2212";

export function formatNumber(value, digits = DIGITS) {
  if (Number.isNaN(value)) return "undefined";
  if (value < 0) return MINUS + formatNumber(-value, digits);
  if (value === 0) return "0";
  if (value === Infinity) return "∞";
  const [significand, power] = value.toExponential(digits - 1).split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent > 5) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${significand}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  return value.toFixed(Math.max(0, digits - 1 - exponent));
}

// A number that a person has set, such as a logit: without zeros at the end where the shorter text
// is the number itself.
export function formatGiven(value) {
  const text = formatNumber(value);
  if (!text.includes(".") || text.includes("e")) return text;
  const shorter = text.replace(/\.?0+$/, "");
  return Number(shorter.replace(MINUS, "-")) === value ? shorter : text;
}

export function formatSigned(value) {
  return (value > 0 ? "+" : "") + formatNumber(value);
}

export function formatPercent(probability) {
  const percent = 100 * probability;
  if (percent > 0 && percent < 0.1) return "less than 0.1 %";
  if (percent > 99.9 && percent < 100) return "more than 99.9 %";
  return `${percent === 0 || percent === 100 ? percent : percent.toFixed(1)} %`;
}

// The exact number, for a text field: shortest text that reads back the same.
export function exactNumber(value) {
  return String(value).replace("-", MINUS);
}

// Reads what exactNumber writes and what people type: a plain decimal number, or null.
export function readNumber(text) {
  const plain = text.trim().replace(/\u2212/g, "-");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
