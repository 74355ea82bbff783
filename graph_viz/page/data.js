// The graph in the page: columns as they come (see docs/explorer.md), and indexes over them.

/**
 * @typedef {object} Columns What `alltrace schema explorer` describes.
 * @property {string} program
 * @property {string} base
 * @property {{name: string, label: string, plural: string, definition: string}[]} kinds
 * @property {{iri: string, label: string, definition: string, datatype: string | null}[]} properties
 * @property {Roles} roles
 * @property {{name: string, label: string, tone: Tone}[]} states
 * @property {string[]} hop_kinds
 * @property {string[]} prefixes
 * @property {string[]} strings
 * @property {Record<string, string>[]} sources
 * @property {number[][]} studies
 * @property {number} cell
 * @property {number[]} fit
 * @property {{prefix: number[], tail: string[], kind: number[], label: string[], home: number[], anchor: number[], rests: number[], sound: number[], x: number[], y: number[]}} nodes
 * @property {{source: number[], property: number[], target: number[]}} edges
 * @property {{node: number[], property: number[], value: number[]}} facts
 * @property {{source: number[], target: number[], kind: number[], state: number[], line: number[]}} hops
 * @property {{id: string[], about: number[], severity: string[], rule: string[], title: string[], message: string[], values: string[][], references: number[][], place: string[], suggestion: string[], review: string[], reason: string[]}} findings
 * @property {{paragraph: number[], sentence: number[], start: number[], end: number[], sha256: string[]}} anchors
 * @property {{node: number[], document: number[], position: number[], counts: Record<string, number[]>, findings: number[][], bearing: number[][], standing: string[][]}} conclusions
 * @property {{conclusion: number[], publication: number[], direction: number[], count: number[], good: number[], bad: number[], open: number[]}} cells
 * @property {{node: number[], endpoint: number[], study: number[], what: string[], state: number[]}} values
 * @property {{node: number[], sha256: string[], text: (string | null)[]}} documents
 */

/**
 * The properties that the page treats in a way of its own, by what they are to it, as IRIs.
 * @typedef {Record<"title" | "synonym" | "doi" | "pmid" | "pmcid" | "registration" | "ncit_code" | "reference_number" | "marker_number" | "position" | "quote" | "text_seen" | "refers_to" | "asserts_comparison", string>} Roles
 */

/** @typedef {"good" | "bad" | "open" | "none"} Tone */

/**
 * @typedef {object} Graph
 * @property {Columns} columns
 * @property {number} count How many nodes there are.
 * @property {(node: number) => string} iri
 * @property {(node: number) => string} name The IRI without the base; what links carry.
 * @property {(name: string) => number} find The node of a name, or -1.
 * @property {(node: number) => string} kind
 * @property {(node: number) => string} label
 * @property {(node: number) => number[]} hopsFrom Rows of `hops` that start at the node.
 * @property {(node: number) => number[]} edgesFrom
 * @property {(node: number) => number[]} edgesTo
 * @property {(node: number) => number[]} factsOf
 * @property {(node: number) => number[]} findingsOn
 * @property {(node: number, role: keyof Roles) => string[]} said The texts under the property of a role.
 * @property {(row: number, role: keyof Roles) => boolean} plays Whether a row of `properties` is that of a role.
 * @property {(node: number) => number} valueOf The row of `values` for a node, or -1.
 * @property {(node: number) => number} conclusionOf The row of `conclusions`, or -1.
 */

/**
 * The columns from the page's data block: base64 of deflated JSON.
 * @param {string} encoded
 * @returns {Promise<Columns>}
 */
export async function unpacked(encoded) {
  const bytes = Uint8Array.from(atob(encoded.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

/**
 * Undo what made the columns small: steps become numbers, targets nodes, places units of the map.
 * @param {Columns} columns
 */
function restored(columns) {
  const { nodes, edges, facts, hops, values, cell } = columns;
  for (const column of [nodes.x, nodes.y, edges.source, facts.node, hops.source, values.node]) {
    for (let n = 1; n < column.length; n += 1) column[n] += column[n - 1];
  }
  for (const table of [edges, hops]) {
    for (let n = 0; n < table.target.length; n += 1) table.target[n] += table.source[n];
  }
  for (let n = 0; n < nodes.x.length; n += 1) {
    nodes.x[n] *= cell;
    nodes.y[n] *= cell;
  }
}

/**
 * Where the rows of each key begin in an order of rows by key.
 * @param {number[]} keys
 * @param {number} size
 */
function grouped(keys, size) {
  const starts = new Int32Array(size + 1);
  for (const key of keys) if (key >= 0) starts[key + 1] += 1;
  for (let n = 0; n < size; n += 1) starts[n + 1] += starts[n];
  const next = starts.slice();
  const rows = new Int32Array(starts[size]);
  for (let row = 0; row < keys.length; row += 1) {
    if (keys[row] >= 0) rows[next[keys[row]]++] = row;
  }
  return (/** @type {number} */ key) => Array.from(rows.subarray(starts[key], starts[key + 1]));
}

/**
 * @param {number[]} column
 * @param {number} size
 */
function inverted(column, size) {
  const rows = new Int32Array(size).fill(-1);
  column.forEach((node, row) => {
    rows[node] = row;
  });
  return (/** @type {number} */ node) => rows[node];
}

/**
 * @param {Columns} columns
 * @returns {Graph}
 */
export function graphOf(columns) {
  restored(columns);
  const { nodes, edges, facts, hops, findings, values, conclusions } = columns;
  const count = nodes.tail.length;
  const iri = (/** @type {number} */ n) => columns.prefixes[nodes.prefix[n]] + nodes.tail[n];
  const name = (/** @type {number} */ n) => {
    const whole = iri(n);
    return columns.base && whole.startsWith(columns.base) ? whole.slice(columns.base.length) : whole;
  };
  const byProperty = new Map(columns.properties.map((p, n) => [p.iri, n]));
  const factsOf = grouped(facts.node, count);
  /** @type {Map<string, number> | null} */
  let names = null;
  return {
    columns,
    count,
    iri,
    name,
    find(wanted) {
      if (names === null) {
        names = new Map();
        for (let n = count - 1; n >= 0; n -= 1) names.set(name(n), n);
        for (const n of conclusions.node) if (!names.has(nodes.tail[n])) names.set(nodes.tail[n], n);
      }
      return names.get(wanted) ?? names.get(wanted.replace(columns.base, "")) ?? -1;
    },
    kind: (n) => columns.kinds[nodes.kind[n]].name,
    label: (n) => nodes.label[n],
    hopsFrom: grouped(hops.source, count),
    edgesFrom: grouped(edges.source, count),
    edgesTo: grouped(edges.target, count),
    factsOf,
    findingsOn: grouped(findings.about, count),
    plays: (row, role) => row === byProperty.get(columns.roles[role]),
    said(node, role) {
      const wanted = byProperty.get(columns.roles[role]);
      return factsOf(node)
        .filter((row) => facts.property[row] === wanted)
        .map((row) => columns.strings[facts.value[row]]);
    },
    valueOf: inverted(values.node, count),
    conclusionOf: inverted(conclusions.node, count),
  };
}

/**
 * A value's number, and the words that say of whom and when; its study is left out.
 * @param {Graph} graph
 * @param {number} row A row of `values`.
 * @returns {{number: string, about: string}}
 */
export function valueText(graph, row) {
  const { node, study, what } = graph.columns.values;
  const label = graph.label(node[row]).slice(what[row].length + 2);
  const end = label.indexOf(" · ");
  if (end < 0) return { number: label, about: "" };
  const about = label.slice(end + 3);
  const name = graph.label(study[row]);
  return { number: label.slice(0, end), about: about.startsWith(name) ? about.slice(name.length).replace(/^ · /, "") : about };
}

/**
 * The nodes under a conclusion, itself first, and the rows of the hops that lead to them.
 * @param {Graph} graph
 * @param {number} start
 * @returns {{nodes: number[], hops: number[]}}
 */
export function traced(graph, start) {
  const seen = new Set([start]);
  const nodes = [start];
  const rows = [];
  for (let n = 0; n < nodes.length; n += 1) {
    for (const row of graph.hopsFrom(nodes[n])) {
      rows.push(row);
      const target = graph.columns.hops.target[row];
      if (!seen.has(target)) {
        seen.add(target);
        nodes.push(target);
      }
    }
  }
  return { nodes, hops: rows };
}

/**
 * Whether a thing falls: it rested on studies, and all of them have been taken away. With `sound`
 * only hops that are not broken count, so a thing falls too that they alone do not carry.
 * @param {Graph} graph
 * @param {number} node
 * @param {Set<number>} removed
 * @param {boolean} sound
 */
export function falls(graph, node, removed, sound) {
  const { nodes, studies } = graph.columns;
  if (studies[nodes.rests[node]].length === 0) return false;
  return studies[(sound ? nodes.sound : nodes.rests)[node]].every((study) => removed.has(study));
}

/**
 * The independent study that a study node stands for: itself, or the one that it is a part of.
 * @param {Graph} graph
 * @param {number} node
 */
export function wholeOf(graph, node) {
  return graph.columns.studies[graph.columns.nodes.rests[node]][0] ?? node;
}

/**
 * The worst severity among the findings on a node that nobody dismissed, with their number.
 * @param {Graph} graph
 * @param {number} node
 */
export function flagged(graph, node) {
  const { findings, edges } = graph.columns;
  const about = [node];
  for (const row of graph.edgesFrom(node)) {
    if (graph.plays(edges.property[row], "asserts_comparison")) about.push(edges.target[row]);
  }
  const rows = about.flatMap((n) => graph.findingsOn(n)).filter((row) => findings.review[row] !== "dismissed");
  const of = (/** @type {string} */ severity) => rows.filter((row) => findings.severity[row] === severity).length;
  return { rows, error: of("error"), warning: of("warning"), note: of("note") };
}

/**
 * Where a statement stands in its document, in words; empty where nothing says.
 * @param {Graph} graph
 * @param {number} node
 */
export function placeOf(graph, node) {
  const { anchors, nodes } = graph.columns;
  const row = nodes.anchor[node];
  return row < 0 ? "" : `paragraph ${anchors.paragraph[row]}, sentence ${anchors.sentence[row]}`;
}
