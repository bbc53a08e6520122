// Cleans the name of a class: anybody's words, shown as one line of text.

import { limits } from "./limits.js";

// One line of visible characters, as ce_core/scenario.py has it: a name must not turn the reading
// direction of what stands beside it.
export function cleanName(text) {
  const line = text.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  return [...line].slice(0, limits.maxNameLength).join("").trim();
}
