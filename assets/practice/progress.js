// Keeps the progress in this browser: hands over what is stored when asked, stores what it is told.

const STORED_AS = "softmax-lab.practice";

function read() {
  try {
    return localStorage.getItem(STORED_AS) ?? "";
  } catch {
    return "";
  }
}

function write(text) {
  try {
    localStorage.setItem(STORED_AS, text);
  } catch {
    // A browser that keeps nothing (a private window, a full disk) still has this session's.
  }
}

export default function progress({ data, setStateValue }) {
  // Python asks with null: a session has just begun, here or on a server that was restarted. The
  // answer says with its revision which session asked, for the next one is handed this one's old answer first.
  if (data.record) write(data.record);
  if (data.record !== null) return;
  // Not at once: what Python has set in the page's fields has to reach them first, or the run that
  // this asks for would bring their old contents back.
  const answer = () => setStateValue("stored", { revision: data.revision, text: read() });
  requestAnimationFrame(() => setTimeout(answer));
}
