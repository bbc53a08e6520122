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
    return true;
  } catch {
    return false;
  }
}

export default function progress({ data, setStateValue }) {
  // Python asks with null: a session has just begun, here or on a server that was restarted. The
  // answer says which session asked, for the next one is handed this one's old answer first.
  if (data.record === null) setStateValue("stored", { session: data.session, text: read() });
  else if (data.record) setStateValue("kept", write(data.record));
}
