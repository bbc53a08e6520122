// The page's own tools: copy the link of this state, and the list of keys behind "?". They also
// notice when the page changes its theme, so that what Python drew can follow.

import { mount } from "../shared/mount.js";

const STAYS_MS = 2500;
const DARK = "rgb(255, 255, 255)";

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // without https the browser gives no clipboard
  }
}

function makeHeader(root) {
  const part = (selector) => root.querySelector(selector);
  const said = part(".said");
  const link = part(".link");
  const dialog = part("dialog");
  let clearing = 0;
  /** @type {(theme: string) => void} */
  let tell = () => {};

  async function copyLink() {
    const done = await copied(window.location.href);
    said.textContent = done ? "Link copied" : "Copy the link from this field:";
    link.hidden = done;
    if (!done) {
      link.value = window.location.href;
      link.select();
    }
    clearTimeout(clearing);
    clearing = setTimeout(() => (said.textContent = ""), STAYS_MS);
  }

  function listen(event) {
    const typing = event.composedPath().some((node) => node.matches?.("input, textarea, [contenteditable=true]"));
    if (event.key !== "?" || typing || dialog.open) return;
    event.preventDefault();
    dialog.showModal();
  }

  // Streamlit tells nobody of a new theme; a colour that follows it tells by its transition.
  const swatch = part(".swatch");
  let drawn = "";
  let told = "";
  function compare() {
    const worn = getComputedStyle(swatch).color === DARK ? "dark" : "light";
    if (worn !== drawn && worn !== told) ask(worn);
    told = worn;
  }

  // Not at once: what Python has set in the page's fields has to reach them first, or the run that
  // this asks for would bring their old contents back.
  function ask(worn) {
    requestAnimationFrame(() => setTimeout(() => tell(worn)));
  }

  swatch.addEventListener("transitionend", compare);
  part('[data-testid="copy-link"]').addEventListener("click", copyLink);
  part('[data-testid="keys"]').addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", listen);
  return {
    receive({ data, setTriggerValue }) {
      tell = (theme) => setTriggerValue("theme", theme);
      drawn = data.theme;
      part(".header").dataset.theme = drawn;
      compare();
    },
    release() {
      document.removeEventListener("keydown", listen);
      clearTimeout(clearing);
    },
  };
}

export default mount(makeHeader);
