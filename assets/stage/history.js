// Undo and redo: where the person has been. One history for the page's whole life, so that it
// survives a change of page.

import { sameScenario } from "./scenario.js";

const LIMIT = 200;
const SAME_GESTURE_MS = 800;

export function makeHistory() {
  let past = [];
  let future = [];
  let last = { gesture: null, at: 0 };
  return {
    // Call before a change. Repeated small steps of one `gesture` (arrow keys on one handle)
    // count as a single one.
    remember(scenario, gesture, now) {
      const repeated = gesture !== null && gesture === last.gesture && now - last.at < SAME_GESTURE_MS;
      last = { gesture, at: now };
      if (repeated) return;
      past = [...past.slice(1 - LIMIT), scenario];
      future = [];
    },
    undo(present) {
      while (past.length && sameScenario(past[past.length - 1], present)) past.pop();
      if (!past.length) return null;
      future.push(present);
      last.gesture = null;
      return past.pop();
    },
    redo(present) {
      if (!future.length) return null;
      past.push(present);
      last.gesture = null;
      return future.pop();
    },
    canUndo: (present) => past.some((scenario) => !sameScenario(scenario, present)),
    canRedo: () => future.length > 0,
  };
}
