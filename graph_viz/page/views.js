// The views: what each shows of the page's data, and its table for export.

import { conclusionsTable, showConclusions } from "./conclusions.js";
import { mapTable, showMap } from "./map.js";
import { matrixTable, showMatrix } from "./matrix.js";
import { showText, textTable } from "./text.js";
import { showTrace, traceTable } from "./trace.js";

/** @typedef {import("./main.js").App} App */

/**
 * @typedef {object} View
 * @property {(app: App, main: HTMLElement) => void} show
 * @property {(app: App) => string[][]} table
 */

/** @type {Record<string, View>} By the names in `state.js`. */
export const VIEWS = {
  conclusions: { show: showConclusions, table: conclusionsTable },
  trace: { show: showTrace, table: traceTable },
  matrix: { show: showMatrix, table: matrixTable },
  text: { show: showText, table: textTable },
  map: { show: showMap, table: mapTable },
};
