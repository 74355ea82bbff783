// Search over labels, synonyms and ids, a keystroke at a time.

/** @typedef {import("./data.js").Graph} Graph */

/**
 * @typedef {object} Index
 * @property {string[]} heads Label of each node, folded.
 * @property {string[]} texts Label, synonyms and id of each node, folded.
 */

const FOUND_AT_MOST = 40;
const SORTED_AT_MOST = 2000;
/** @type {(keyof import("./data.js").Roles)[]} */
const SEARCHED = ["synonym", "doi", "pmid", "pmcid", "registration", "ncit_code", "reference_number"];
const LONGEST = 400;

/**
 * Lower case without accents; direction marks and other unseen characters are left out.
 * @param {string} text
 */
export function folded(text) {
  const short = text.slice(0, LONGEST).toLowerCase();
  if (/^[\x20-\x7e]*$/.test(short)) return short;
  return short.normalize("NFD").replace(/[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}

/**
 * @param {Graph} graph
 * @returns {Index}
 */
export function indexed(graph) {
  const { facts, strings, properties } = graph.columns;
  const heads = graph.columns.nodes.label.map(folded);
  const texts = heads.map((head, n) => `${head}\n${folded(graph.name(n))}`);
  const chosen = properties.map((_, row) => SEARCHED.some((role) => graph.plays(row, role)));
  for (let row = 0; row < facts.node.length; row += 1) {
    if (chosen[facts.property[row]]) texts[facts.node[row]] += `\n${folded(strings[facts.value[row]])}`;
  }
  return { heads, texts };
}

/**
 * The nodes in which every word of the query occurs: those first that are called just that, then
 * those whose label begins with it, those in whose label it begins a word, and the others; short
 * labels before long ones.
 * @param {Index} index
 * @param {string} query
 * @param {number} [limit]
 * @returns {{nodes: number[], total: number}}
 */
export function search(index, query, limit = FOUND_AT_MOST) {
  const whole = folded(query).trim();
  const words = whole.split(/\s+/).filter(Boolean);
  if (words.length === 0) return { nodes: [], total: 0 };
  /** @type {number[][]} */
  const ranks = [[], [], [], []];
  const { heads, texts } = index;
  const [first, ...others] = words;
  for (let n = 0; n < texts.length; n += 1) {
    if (!texts[n].includes(first) || !others.every((word) => texts[n].includes(word))) continue;
    const head = heads[n];
    const known = `\n${texts[n]}\n`.includes(`\n${whole}\n`);
    ranks[known ? 0 : head.startsWith(whole) ? 1 : ` ${head}`.includes(` ${first}`) ? 2 : 3].push(n);
  }
  const nodes = [];
  for (const rank of ranks) {
    if (nodes.length >= limit) break;
    if (rank.length <= SORTED_AT_MOST) rank.sort((a, b) => heads[a].length - heads[b].length || a - b);
    nodes.push(...rank.slice(0, limit - nodes.length));
  }
  return { nodes, total: ranks.reduce((sum, rank) => sum + rank.length, 0) };
}
