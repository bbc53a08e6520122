// Enter in the field for a line presses Check, as everybody expects of a single line.

const FIELD = ".st-key-practice_typed input";
const BUTTON = ".st-key-practice_check button, .st-key-practice_mend_check button";

// Streamlit mounts the field before the button below it: Enter may come in between.
/** @type {MutationObserver | null} */
let awaited = null;

function press() {
  /** @type {HTMLElement | null} */
  const button = document.querySelector(BUTTON);
  if (!button) return false;
  stopWaiting();
  button.click();
  return true;
}

function stopWaiting() {
  awaited?.disconnect();
  awaited = null;
}

function waitForButton() {
  awaited = new MutationObserver(() => {
    if (!document.querySelector(FIELD)) stopWaiting();
    else press();
  });
  awaited.observe(document.body, { childList: true, subtree: true });
}

// Streamlit has read the field by the time the key reaches the document.
function onKey(event) {
  stopWaiting();
  if (event.key !== "Enter" || event.isComposing) return;
  if (!(event.target instanceof Element) || !event.target.matches(FIELD)) return;
  if (!press()) waitForButton();
}

export default function enter() {
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
