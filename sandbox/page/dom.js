// A description of what should be in the document, and bringing the document in line with it.
//
// Text written by people only ever becomes text nodes: nothing here builds HTML from strings.

const built = new WeakMap();  // node -> the description it was last brought in line with

export function h(tag, props, ...kids) {
  const nothing = [null, undefined, false, ''];
  return { tag, props: props || {}, kids: kids.flat(Infinity).filter((kid) => !nothing.includes(kid)) };
}

function set_prop(node, name, value) {
  if (name.startsWith('on')) node[name] = value ?? null;
  else if (value === false || value === null || value === undefined) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? '' : value);
}

function bring(node, wish) {
  const { key, initial, vars = {}, value, ...props } = wish.props;
  const before = built.get(node)?.props ?? {};
  for (const name of Object.keys(before)) {
    if (!['key', 'initial', 'vars', 'value'].includes(name) && !(name in props)) set_prop(node, name, null);
  }
  for (const [name, item] of Object.entries(props)) if (before[name] !== item) set_prop(node, name, item);
  for (const name of Object.keys(before.vars ?? {})) if (!(name in vars)) node.style.removeProperty(name);
  for (const [name, item] of Object.entries(vars)) node.style.setProperty(name, item);
  built.set(node, wish);
  bring_kids(node, wish.kids);
  if (value !== undefined && node.value !== value) node.value = value;  // a select needs its options first
}

function make(wish) {
  if (typeof wish === 'string') return document.createTextNode(wish);
  const node = document.createElement(wish.tag);
  if (wish.props.initial !== undefined) node.value = wish.props.initial;
  return node;
}

// Nodes are kept and not moved while their order stays: focus, scroll and a drag under way survive a redraw.
export function bring_kids(parent, kids) {
  const wishes = kids.map((kid) => (typeof kid === 'number' ? String(kid) : kid));
  const spare = new Map();
  const name_of = (tag, key) => (key === undefined ? tag : `${tag}#${key}`);
  for (const node of parent.childNodes) {
    const wish = built.get(node);
    const name = wish ? name_of(wish.tag, wish.props.key) : node.nodeType === 3 ? '' : 'foreign';
    spare.set(name, [...(spare.get(name) ?? []), node]);
  }
  const nodes = wishes.map((wish) => {
    const name = typeof wish === 'string' ? '' : name_of(wish.tag, wish.props.key);
    return spare.get(name)?.shift() ?? make(wish);
  });
  for (const left of spare.values()) for (const node of left) node.remove();
  nodes.forEach((node, at) => {
    if (parent.childNodes[at] !== node) parent.insertBefore(node, parent.childNodes[at] ?? null);
    if (typeof wishes[at] === 'string') { if (node.data !== wishes[at]) node.data = wishes[at]; }
    else bring(node, wishes[at]);
  });
}

export function button(label, onclick, props) {
  return h('button', { type: 'button', onclick, ...props }, label);
}

export function options(list, chosen) {
  return list.map(([value, label]) => h('option', { value, selected: String(value) === String(chosen) },
    label));
}

export const color_of = (text) => (/^#[0-9a-f]{3}([0-9a-f]{3})?$/i.test(text ?? '') ? text : null);

let drawing = false;
let draw_now = null;

// The page says how it is drawn; whoever changed something asks for it by draw().
export function drawn_by(how) { draw_now = how; }

export function draw() {
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => { drawing = false; draw_now(); });
}
