// Loads a library of others that the server keeps beside the app, once a page and when it is needed.

/** @type {Map<string, Promise<void>>} */
const asked = new Map();

// Streamlit's own script tells under which path the app is served.
export function addressOf(path) {
  const own = [...document.scripts].find(({ src }) => src.includes("/static/js/"));
  return new URL(path, own ? new URL("../../", own.src) : document.baseURI).href;
}

/**
 * @param {string} path below the app, such as "app/static/mathlive/mathlive.min.js"
 * @returns {Promise<void>}
 */
export function loaded(path) {
  const address = addressOf(path);
  const known = asked.get(address);
  if (known) return known;
  /** @type {Promise<void>} */
  const promise = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      asked.delete(address); // the server may be away for a moment: the next who needs it asks again
      reject(new Error("The library could not be loaded."));
    };
    document.head.append(script);
  });
  asked.set(address, promise);
  return promise;
}
