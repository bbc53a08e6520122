// Lets a part of the page follow the stage while somebody can see it. A part out of sight follows as
// soon as it comes into sight, or when the stage has been at rest for long: what nobody looks at
// costs neither the server nor the page anything while a hand is at work.

const LONG_REST_MS = 3000;
const NEAR = "25% 0px";

function makeFollower(parent) {
  const part = parent.closest('[data-testid="stVerticalBlock"]'); // the fragment that it ends
  let near = false;
  let stale = false;
  let rest = 0;
  let name = "";
  let tell = () => {};
  let ask = () => {};

  function wait() {
    clearTimeout(rest);
    rest = setTimeout(catchUp, LONG_REST_MS);
  }

  function catchUp() {
    clearTimeout(rest);
    if (!stale) return;
    if (document.documentElement.hasAttribute("data-hand-moves")) {
      wait();
      return;
    }
    stale = false;
    ask();
  }

  // The stage has news: a part in sight says that it wants them, and how it would tell Python.
  function hear({ detail: { inSight } }) {
    clearTimeout(rest);
    stale = !near;
    if (near) inSight.push({ name, tell });
    else wait();
  }

  const sight = new IntersectionObserver(
    ([entry]) => {
      near = entry.isIntersecting;
      if (near) catchUp();
    },
    { root: part.closest('[data-testid="stMain"]'), rootMargin: NEAR },
  );
  sight.observe(part);
  window.addEventListener("lab-rest", hear);

  function receive(newName, setStateValue, setTriggerValue) {
    name = newName;
    tell = (news) => setStateValue("scenario", news);
    ask = () => setTriggerValue("asked", performance.now());
  }

  // After the element has left the page nothing may ask any more.
  function release() {
    if (parent.isConnected) return;
    clearTimeout(rest);
    sight.disconnect();
    window.removeEventListener("lab-rest", hear);
  }

  return { receive, release };
}

const followers = new WeakMap();

export default function follower({ data, parentElement, setStateValue, setTriggerValue }) {
  if (!followers.has(parentElement)) followers.set(parentElement, makeFollower(parentElement));
  const { receive, release } = followers.get(parentElement);
  receive(data.name, setStateValue, setTriggerValue);
  return release;
}
