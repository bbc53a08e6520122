// The page's own tools: copy the link of this state, and the list of keys behind "?".

const STAYS_MS = 2500;

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // without https the browser gives no clipboard
  }
}

function wire(root) {
  const part = (selector) => root.querySelector(selector);
  const said = part(".said");
  const link = part(".link");
  const dialog = part("dialog");
  let clearing = 0;

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

  part('[data-testid="copy-link"]').addEventListener("click", copyLink);
  part('[data-testid="keys"]').addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", listen);
  return () => {
    if ((root.host ?? root).isConnected) return;
    document.removeEventListener("keydown", listen);
    wired.delete(root);
  };
}

const wired = new WeakMap();

export default function header({ parentElement }) {
  if (!wired.has(parentElement)) wired.set(parentElement, wire(parentElement));
  return wired.get(parentElement);
}
