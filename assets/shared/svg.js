// Builds SVG elements and sets their attributes.

import { attribute } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {Element | null} [parent] where it is appended
 * @param {string} [text]
 * @returns {any} the element
 */
export function svg(tag, attributes = {}, parent = null, text = "") {
  const node = document.createElementNS(SVG, tag);
  setAttributes(node, attributes);
  if (text) node.textContent = text;
  parent?.append(node);
  return node;
}

/**
 * Sets only what differs: an attribute set again, even to the same text, costs a layout.
 * @param {Element} node
 * @param {Record<string, unknown>} attributes
 */
export function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) attribute(node, name, value);
}
