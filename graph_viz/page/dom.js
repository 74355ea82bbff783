// Making elements. All text goes in as text; nothing here or elsewhere parses markup.

/** @typedef {string | number | Node | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {Element} element
 * @param {Attributes} attributes
 * @param {(Child | Child[])[]} children
 */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/**
 * An HTML element; attributes that begin with `on` are listeners.
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

/**
 * An SVG element.
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {SVGElement}
 */
export function s(tag, attributes = {}, ...children) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  fill(element, attributes, children);
  return element;
}

/**
 * The heading of a view, with a few words above it.
 * @param {Child} over
 * @param {Child} name
 */
export function titled(over, name) {
  return h("div", {}, h("p", { class: "overline" }, over), h("h1", {}, name));
}

/**
 * Foreign text in a line of ours: set apart, so that no direction mark in it reaches beyond it.
 * @param {string} text
 * @param {number} [limit]
 */
export function bdi(text, limit = 600) {
  return h("bdi", {}, cut(text, limit));
}

/**
 * The same for text that stands in a plain string: between first-strong isolate and its end.
 * @param {string} text
 * @param {number} [limit]
 */
export function isolated(text, limit = 300) {
  return `\u2068${cut(text, limit)}\u2069`;
}

/**
 * @param {string} text
 * @param {number} limit
 */
export function cut(text, limit) {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/**
 * A number with the noun that goes with it.
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/**
 * Say something to those who listen to the page.
 * @param {string} text
 */
export function announce(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}
