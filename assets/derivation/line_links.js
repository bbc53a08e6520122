// Keys, links and copying for the lines of a derivation, which Streamlit draws.

import { mount } from "../shared/mount.js";
import { makeLiveNumbers } from "./live_numbers.js";

const BUSY = "input, textarea, select, [contenteditable], [role=slider], [role=radio], [role=tab], [role=combobox], [role=listbox], [role=dialog]";
const BUTTON_OF_KEY = { ArrowLeft: "line_back", ArrowRight: "line_next" };
const FEEDBACK_MS = 2000;

function makeLineLinks(root) {
  const status = root.querySelector("[role=status]");
  const numbers = makeLiveNumbers();
  let latex = {};
  /** @type {(line: string) => void} */
  let go = () => {};
  let current = null;
  let fading = 0;

  // A key belongs to what has the focus; only keys that nobody wants step through the lines.
  function onKey(event) {
    const { key, defaultPrevented, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (!(key in BUTTON_OF_KEY) || defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return;
    if (event.composedPath().some((node) => node instanceof Element && node.matches(BUSY))) return;
    /** @type {HTMLButtonElement | null} */
    const button = document.querySelector(`.st-key-${BUTTON_OF_KEY[key]} button`);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  }

  function onClick(event) {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    const [, act, line] = link?.getAttribute("href")?.match(/^#(line|copy)-([a-z0-9.-]+)$/) ?? [];
    if (!line) return;
    event.preventDefault();
    if (act === "line") go(line);
    else copy(line, link);
  }

  async function copy(line, link) {
    let said = "LaTeX copied";
    try {
      await navigator.clipboard.writeText(latex[line]);
    } catch {
      said = "The browser does not allow copying here.";
    }
    status.textContent = said;
    const { left, top } = link.getBoundingClientRect();
    status.style.left = `${Math.max(8, Math.min(left, innerWidth - 180))}px`;
    status.style.top = `${Math.max(8, top - 36)}px`;
    clearTimeout(fading);
    fading = setTimeout(() => { status.textContent = ""; }, FEEDBACK_MS);
  }

  // The line that was asked for comes into view, if it is not there yet; the page never jumps up.
  // A page that opens at a line has none for some frames.
  function bringIntoView(frames = 60) {
    requestAnimationFrame(() => {
      const rows = document.querySelectorAll(".st-key-derivation_lines tbody tr");
      if (rows.length) rows[rows.length - 1].scrollIntoView({ block: "nearest" });
      else if (frames > 0) bringIntoView(frames - 1);
    });
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);

  return {
    receive({ data, setTriggerValue }) {
      latex = data.latex;
      go = (line) => setTriggerValue("line", line);
      if (current !== data.line && data.line && data.line !== "all") bringIntoView();
      current = data.line;
      numbers.receive(data.live);
    },
    release() {
      numbers.release();
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("click", onClick);
      clearTimeout(fading);
    },
  };
}

export default mount(makeLineLinks);
