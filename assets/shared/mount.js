// Mounts a component once in each place of the page, and hands it every later message of Python.
//
//   export default mount(makeThing);
//
// `makeThing(root)` builds it and gives { receive(call), release() }. `receive` gets each call of
// Streamlit ({ data, setStateValue, setTriggerValue, … }); `release` is called once the element has
// left the page: after it nothing may fire any more.

/**
 * @typedef {object} Call What Streamlit hands a component, at its mount and after each run.
 * @property {any} data
 * @property {HTMLElement | ShadowRoot} parentElement
 * @property {(name: string, value: unknown) => void} setStateValue
 * @property {(name: string, value: unknown) => void} setTriggerValue
 */

/**
 * @typedef {object} Mounted
 * @property {(call: Call) => void} receive
 * @property {() => void} release
 */

/**
 * @param {(root: any) => Mounted} make
 * @returns {(call: Call) => () => void} what the component's script exports
 */
export function mount(make) {
  /** @type {WeakMap<object, Mounted>} */
  const mounted = new WeakMap();
  return (call) => {
    const root = call.parentElement;
    const one = mounted.get(root) ?? make(root);
    mounted.set(root, one);
    one.receive(call);
    // Streamlit also calls this while the element stays, before it hands over the next message.
    return () => {
      if (!(root instanceof ShadowRoot ? root.host : root).isConnected) one.release();
    };
  };
}
