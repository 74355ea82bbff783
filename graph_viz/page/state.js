// What is shown is said by the address's hash alone, so every view can be linked and gone back to.

/**
 * @typedef {object} State
 * @property {string} view conclusions, trace, matrix, text or map.
 * @property {string} conclusion
 * @property {string} select The thing that the side panel tells of.
 * @property {string[]} without Studies that are taken away.
 * @property {boolean} sound Whether broken hops are taken away.
 * @property {string[]} open Boxes of the trace unfolded by hand.
 * @property {string[]} closed Boxes of the trace folded by hand.
 * @property {string[]} more Boxes that show a further page of what is under them.
 * @property {string[]} hide Kinds, directions and states that the legend hides.
 * @property {string} form Of the trace: picture or outline; of the matrix: publications or values.
 * @property {string} sort Column of the matrix, with `-` before it for descending.
 * @property {string} near Of the map: 0 to 3 hops around the selected thing.
 * @property {string} trial
 * @property {string} endpoint
 * @property {string} finding
 * @property {string} document
 * @property {string} theme light, dark or empty for what the system asks.
 */

/** @type {Record<string, string>} The names of the views in the address and in the header. */
export const VIEW_NAMES = { conclusions: "Conclusions", trace: "Trace", matrix: "Matrix", text: "Text", map: "Map" };
const LISTS = ["without", "open", "closed", "more", "hide"];
const TEXTS = ["view", "conclusion", "select", "form", "sort", "near", "trial", "endpoint", "finding", "document", "theme"];

/**
 * @param {string} hash
 * @returns {State}
 */
export function parsed(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  /** @type {any} */
  const state = { sound: given.get("sound") === "1" };
  for (const name of TEXTS) state[name] = given.get(name) ?? "";
  for (const name of LISTS) state[name] = (given.get(name) ?? "").split(",").filter(Boolean).map((one) => one.replaceAll("%2C", ","));
  if (!Object.hasOwn(VIEW_NAMES, state.view)) state.view = state.conclusion ? "trace" : "conclusions";
  return state;
}

/**
 * @param {State} state
 * @returns {string}
 */
export function written(state) {
  /** @type {any} */
  const all = state;
  const parts = [];
  const plain = (/** @type {string} */ text) => encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%3A", ":");
  for (const name of TEXTS) if (all[name]) parts.push(`${name}=${plain(all[name])}`);
  for (const name of LISTS) if (all[name].length) parts.push(`${name}=${all[name].map((/** @type {string} */ one) => plain(one.replaceAll(",", "%2C"))).join(",")}`);
  if (state.sound) parts.push("sound=1");
  return `#${parts.join("&")}`;
}

/**
 * The hash that changes some parts of a state; going to another view drops what it does not know.
 * @param {State} state
 * @param {Partial<State>} change
 */
export function link(state, change) {
  const next = { ...state, ...change };
  if (change.view && change.view !== state.view) {
    Object.assign(next, { form: "", sort: "", near: "", more: [], hide: [] }, change);
  }
  if (change.conclusion !== undefined && change.conclusion !== state.conclusion) {
    Object.assign(next, { open: [], closed: [], more: [] });
  }
  return written(next);
}

/**
 * A list with a member put in, or taken out if it was there.
 * @param {string[]} list
 * @param {string} member
 */
export function toggled(list, member) {
  return list.includes(member) ? list.filter((one) => one !== member) : [...list, member];
}
