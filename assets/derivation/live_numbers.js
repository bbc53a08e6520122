// Lets the numbers of a derivation follow the hand: the column of values, and the numbers in the line
// that was unfolded last. Streamlit has typeset both; only the numerals change, in the frame of the
// move, and Python typesets anew when the hand rests. The names come from
// ce_core/ui/formulas/live_numbers.py.

import { quantity, writtenAs } from "../charts/live/marks.js";
import { numbersOf } from "../charts/live/numbers.js";
import { placesIn, writeNumbers } from "./typeset_numbers.js";

const LINES = ".st-key-derivation_lines";
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function sameSize(one, other) {
  return one?.logits.length === other?.logits.length;
}

// A plain number in bold, as the value of a line is; what is undefined has none.
function plainPlace(cell, text) {
  const strong = cell.querySelector("strong");
  return strong?.textContent === text ? strong : null;
}

export function makeLiveNumbers() {
  let told = null; // { of, values, open }: what Python has drawn, and what it is called
  let then = null; // the numbers of that scenario
  let now = null; // the scenario on the stage
  let places = null; // where numbers stand; found anew when the page has changed
  let watched = null;

  const watch = new MutationObserver(() => {
    places = null;
    follow();
  });

  function written(names, numbers) {
    return names.map((name) => name && { ...name, value: quantity(name.of, numbers), text: writtenAs([name.as, name.of], numbers) });
  }

  // What a cell shows: a list of names for a formula, one name for a plain number.
  function findIn(cell, names) {
    if (!cell || !names) return null;
    if (!Array.isArray(names)) return { names: [names], plain: plainPlace(cell, written([names], then)[0].text) };
    return { names: names.filter(Boolean), formula: placesIn(cell, written(names, then)) };
  }

  function find() {
    const tables = [...document.querySelectorAll(`${LINES} table`)];
    const rows = tables.map((table) => [...table.querySelectorAll("tbody tr")]);
    const found = told.values.flatMap((lines, t) => lines.map((names, i) => findIn(rows[t]?.[i]?.lastElementChild, names)));
    const open = told.open && rows.at(-1)?.at(-1)?.children[2]; // rule, letters, numbers, value
    found.push(findIn(open, told.open));
    places = found.filter((each) => each?.plain || each?.formula);
  }

  function observe() {
    const lines = document.querySelector(LINES);
    if (lines === watched && lines?.isConnected) return;
    watch.disconnect();
    watched = lines;
    if (lines) watch.observe(lines, { subtree: true, childList: true, characterData: true });
  }

  function follow() {
    observe();
    if (!told || !now || calm.matches || !sameSize(now, told.of)) return;
    if (!places) find();
    const numbers = numbersOf(now);
    for (const { names, plain, formula } of places) {
      const news = written(names, numbers);
      if (formula) writeNumbers(formula, news);
      else if (plain.textContent !== news[0].text) plain.firstChild.nodeValue = news[0].text;
    }
    watch.takeRecords(); // its own changes are no news
  }

  function hear({ detail }) {
    now = detail;
    follow();
  }

  window.addEventListener("lab-scenario", hear);
  return {
    receive(live) {
      told = live;
      then = live && numbersOf(live.of);
      places = null;
      follow();
    },
    release() {
      watch.disconnect();
      window.removeEventListener("lab-scenario", hear);
    },
  };
}
