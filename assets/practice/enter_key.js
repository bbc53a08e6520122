// Enter in the field for a line presses Check, as everybody expects of a single line.

const FIELD = ".st-key-practice_typed input";
const BUTTON = ".st-key-practice_check button, .st-key-practice_mend_check button";

// Streamlit has read the field by the time the key reaches the document.
function onKey(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  if (!(event.target instanceof Element) || !event.target.matches(FIELD)) return;
  /** @type {HTMLElement | null} */
  const button = document.querySelector(BUTTON);
  button?.click();
}

export default function enter() {
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
