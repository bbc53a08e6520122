// Keeps one value in step with Python: the browser's half of ce_core/synced.py, which
// says how the protocol works.
//
//   const synced = makeSynced();
//   switch (synced.receive(data.revision)) {
//     case "first": case "newer": take data's value (not under a hand at work); break;
//     case "same": keep what is shown; break;
//     case "restarted": keep what is shown and tell Python at once; break;
//   }
//   setStateValue("scenario", synced.message(scenario));

/** @typedef {{session: string, number: number}} Revision */

/** @typedef {"first" | "newer" | "same" | "restarted"} News */

let messagesSent = 0;

export function makeSynced() {
  /** @type {Revision | null} */
  let seen = null;
  return {
    /**
     * Says what a message of Python's with this revision means for the value that is shown.
     * @param {Revision} revision
     * @returns {News}
     */
    receive(revision) {
      const before = seen;
      seen = revision;
      if (before === null) return "first";
      if (before.session !== revision.session) return "restarted";
      return before.number === revision.number ? "same" : "newer";
    },
    /**
     * Marks what is sent with the revision it answers and with a number: Streamlit does not pass
     * on a value equal to the last one, and the same value sent again can be a change.
     * @param {Record<string, unknown>} value
     */
    message(value) {
      messagesSent += 1;
      return { ...value, revision: seen, message: messagesSent };
    },
  };
}
