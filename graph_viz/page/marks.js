// Words and signs for states, directions and severities; a sign always goes with a colour.

import { s } from "./dom.js";

/** @typedef {import("./data.js").Tone} Tone */

export const DIRECTIONS = ["supports", "disputes", "qualifies"];
export const SIGNS = { supports: "+", disputes: "−", qualifies: "~" };
/** @type {Record<string, string>} */
export const TONE_WORDS = { good: "holds", bad: "broken", open: "not checked", none: "as recorded" };
/** @type {Record<string, Tone>} */
export const SEVERITY_TONES = { error: "bad", warning: "open", note: "none" };

/** @type {Record<string, string>} Strokes on a grid of 16. */
const STROKES = {
  good: "M4.5 8.4 L7 10.8 L11.5 5.6",
  bad: "M5.2 5.2 L10.8 10.8 M10.8 5.2 L5.2 10.8",
  open: "M6.1 6.3 Q6.2 4.7 8 4.7 Q9.9 4.7 9.9 6.3 Q9.9 7.4 8.6 8 Q8 8.3 8 9.2 M8 11.2 L8 11.5",
  none: "M5 8 L11 8",
};

/**
 * The sign of a tone in a disc: a tick, a cross, a question mark or a dash.
 * @param {Tone} tone
 * @param {number} x Its middle.
 * @param {number} y
 */
export function sign(tone, x, y) {
  return s(
    "g",
    { class: `sign ${tone}`, transform: `translate(${x - 8} ${y - 8})`, "aria-hidden": "true" },
    s("circle", { cx: 8, cy: 8, r: 8 }),
    s("path", { d: STROKES[tone] }),
  );
}

/**
 * The same sign for a line of text.
 * @param {Tone} tone
 */
export function icon(tone) {
  return s("svg", { class: "icon", viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", focusable: "false" }, sign(tone, 8, 8));
}
