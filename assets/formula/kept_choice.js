// Keeps in this browser whether formulas are typed or written as on paper.

const STORED_AS = "softmax-lab.writing";

function read() {
  try {
    return localStorage.getItem(STORED_AS) ?? "type";
  } catch {
    return "type";
  }
}

function write(way) {
  try {
    localStorage.setItem(STORED_AS, way);
  } catch {
    // A browser that keeps nothing still has this session's.
  }
}

export default function keep({ data, setStateValue }) {
  // Python asks with null: a session has just begun.
  if (data.way !== null) write(data.way);
  else requestAnimationFrame(() => setTimeout(() => setStateValue("stored", read())));
}
