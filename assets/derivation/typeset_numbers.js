// Finds the numerals in a formula that Streamlit's KaTeX has typeset, and writes other numbers in their
// places. KaTeX typesets for the eye and, hidden, as MathML, in which numerals stand as in the
// LaTeX; for the eye a fraction's lower part comes first, and a matrix column by column.

const PLAIN_DIGITS = /^\d+(\.\d+)?$/;
const SCIENTIFIC = /^(\d\.\d+)e([+-])(\d+)$/;
const MINUS_SIGN = "\u2212";
const RAISED = { "-": "\u207b", 0: "\u2070", 1: "\u00b9", 2: "\u00b2", 3: "\u00b3", 4: "\u2074", 5: "\u2075", 6: "\u2076", 7: "\u2077", 8: "\u2078", 9: "\u2079" };

// What a number is written with: its sign, its digits and its power of ten; null for what has none.
function partsOf(text) {
  const negative = text.startsWith(MINUS_SIGN);
  const plain = negative ? text.slice(1) : text;
  const [, digits, sign, power] = SCIENTIFIC.exec(plain) ?? [null, plain, "", ""];
  return PLAIN_DIGITS.test(digits) ? { negative, digits, power: power && `${sign === "-" ? "-" : ""}${Number(power)}` } : null;
}

const VLIST = ":scope > .vlist-t > .vlist-r > .vlist";

// The parts of a node in the order of the LaTeX.
function partsInOrder(node) {
  const { classList, children } = node;
  if (classList.contains("mfrac")) return [...node.querySelector(VLIST).children].reverse();
  if (!classList.contains("mtable")) return [...children];
  const columns = [...children].filter((part) => part.matches("[class^=col-align]"));
  const rows = columns.map((column) => [...column.querySelector(VLIST).children]);
  return rows[0].flatMap((_, i) => rows.map((column) => column[i]));
}

function numeralsOf(node) {
  if (!node.firstElementChild) return PLAIN_DIGITS.test(node.textContent) ? [node] : [];
  return partsInOrder(node).flatMap(numeralsOf);
}

// --- places for numbers -----------------------------------------------------------------------

// The minus before a numeral, and any brackets that it needs: what goes when a number turns positive.
function signOf(numeral, bracketed) {
  const minus = numeral.previousElementSibling;
  if (minus?.textContent !== MINUS_SIGN) return null;
  return bracketed ? [minus.previousElementSibling, minus, numeral.nextElementSibling] : [minus];
}

// A place knows what was typeset in it; with a power of ten its numerals are digits, 10 and power.
function placeOf(numerals, { digits, power, negative }, bracketed) {
  const expected = power ? [digits, "10", power.replace("-", "")] : [digits];
  const found = numerals.splice(0, expected.length);
  if (found.length < expected.length || found.some((each, i) => each.textContent !== expected[i])) return null;
  const sign = negative ? signOf(found[0], bracketed) : [];
  return sign && { found, sign, negative, power, bracketed };
}

// The places of a formula's numbers, or null where it is not the one that is expected: Python may
// have sent another, which the page does not show yet.
export function placesIn(cell, expected) {
  const [html, math] = [cell.querySelector(".katex-html"), cell.querySelector(".katex-mathml")];
  if (!html) return null;
  for (const part of html.querySelectorAll("[data-gone]")) part.removeAttribute("data-gone");
  const numerals = numeralsOf(html);
  const inMath = [...math.querySelectorAll("mn")].map((each) => each.textContent);
  if (numerals.map((each) => each.textContent).join() !== inMath.join()) return null;
  const places = [];
  for (const one of expected) {
    const parts = one && partsOf(one.text);
    const place = one ? parts && placeOf(numerals, parts, one.bracketed) : numerals.shift();
    if (!place) return null;
    if (one) places.push(place);
  }
  return numerals.length ? null : places;
}

// --- writing ----------------------------------------------------------------------------------

function write(node, text) {
  if (node.textContent !== text) node.firstChild.nodeValue = text;
}

function raised(power) {
  return [...power].map((each) => RAISED[each]).join("");
}

// In a place with a power of ten the number keeps one until it is typeset anew.
function scientific(value) {
  const [digits, power] = Math.abs(value).toExponential(2).split("e");
  return { digits, power: String(Number(power)) };
}

function writeIn({ found, sign, negative: wasNegative, power: hadPower, bracketed }, value, text) {
  const parts = partsOf(text);
  if (!parts) return;
  const { negative } = parts;
  for (const part of sign) part.toggleAttribute("data-gone", !negative);
  const minus = negative && !wasNegative ? MINUS_SIGN : "";
  const { digits, power } = hadPower ? scientific(value) : parts;
  if (hadPower) {
    const exponent = found[2];
    write(exponent, power.replace("-", ""));
    const before = exponent.previousElementSibling;
    before?.toggleAttribute("data-gone", !power.startsWith("-"));
    write(found[0], minus + digits);
    return;
  }
  const long = power ? `${digits}\u00a0×\u00a010${raised(power)}` : digits;
  write(found[0], (minus || power) && (bracketed || power) ? `(${minus}${long})` : minus + long);
}

export function writeNumbers(places, numbers) {
  places.forEach((place, i) => writeIn(place, numbers[i].value, numbers[i].text));
}
