// The sandbox portal as one person sees it: tasks with deadlines to move, and the messenger.
//
// Everything shown comes from GET /page/state and is drawn again whenever /page/stream says that something
// changed; everything done goes out through POST /page/act. Text written by people is only ever put into text
// nodes, and addresses only into links that were checked: nothing here builds HTML from strings.

// --- drawing: a description of the page, and bringing the document in line with it ---------------

const built = new WeakMap();  // node -> the description it was last brought in line with

function h(tag, props, ...kids) {
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
function bring_kids(parent, kids) {
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

// --- time: everything is shown in the zone of the person -----------------------------------------

const day_ms = 86400000;
const formats = new Map();

function format(zone, options) {
  const name = zone + JSON.stringify(options);
  if (!formats.has(name)) formats.set(name, new Intl.DateTimeFormat('ru-RU', { timeZone: zone, ...options }));
  return formats.get(name);
}

function wall(instant, zone) {  // the clock on that wall as if it were UTC, in milliseconds
  const options = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
    second: 'numeric', hourCycle: 'h23' };
  const part = {};
  for (const { type, value } of format(zone, options).formatToParts(instant)) part[type] = Number(value);
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
}

function from_wall(clock, zone) {
  let instant = clock;
  for (let round = 0; round < 2; ++round) instant = clock - (wall(instant, zone) - instant);
  return instant;
}

const day_of = (instant, zone) => Math.floor(wall(instant, zone) / day_ms);
const day_name = (day) => new Date(day * day_ms).toISOString().slice(0, 10);
const add_days = (instant, days, zone) => from_wall(wall(instant, zone) + days * day_ms, zone);
const iso = (instant) => (instant === null ? null : new Date(instant).toISOString().replace('.000Z', 'Z'));

function weekday_date_time(instant, zone) {
  const weekday = format(zone, { weekday: 'short' }).format(instant);
  const options = { day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit' };
  if (Math.abs(instant - now()) > 300 * day_ms) options.year = 'numeric';
  return `${weekday} ${format(zone, options).format(instant)}`;
}

const clock_time = (instant, zone) => format(zone, { hour: '2-digit', minute: '2-digit' }).format(instant);

function plural(count, one, few, many) {
  const rule = new Intl.PluralRules('ru').select(Math.abs(count));
  return `${count} ${rule === 'one' ? one : rule === 'few' ? few : many}`;
}

function difference(from, to, zone) {
  const days = day_of(to, zone) - day_of(from, zone);
  if (days === 0) return to === from ? 'без изменений' : 'в тот же день';
  return (days > 0 ? '+' : '−') + plural(Math.abs(days), 'день', 'дня', 'дней');
}

// --- what is known and what is being looked at ---------------------------------------------------

let state = null;          // the last answer of /page/state
let clock_shift = 0;       // the portal's clock minus ours
let failure = '';          // why there is no connection, for the person
const now = () => Date.now() + clock_shift;

const ui = {
  me: 27, tab: 'tasks', task: null, dialog: null,   // these four live in the address
  filter: 'mine', shift: 0, picker: null, creating: false,
  drag: null,              // { task, from, to, moved } while a deadline is being dragged
  moving: new Map(),       // task -> deadline sent and not yet confirmed
  flashing: new Map(),     // task -> 'returned' | 'changed'
  reply: null, drafts: new Map(), menu_at: 0,
  pressed: new Map(),      // "message:button" -> the keyboard it was pressed on
  opened: new Set(), toasts: [], hint: recall('hint') !== 'closed',
};

function recall(name) { try { return localStorage.getItem(`sandbox.${name}`); } catch { return null; } }
function remember(name, value) {
  try { localStorage.setItem(`sandbox.${name}`, value); } catch { /* private window */ }
}


const person = (id) => state.people.find((one) => one.id === id);
const name_of = (id) => person(id)?.name ?? (id === 0 ? 'Система' : `Сотрудник ${id}`);
const first_name = (one) => one.name.split(' ')[0];
const my_zone = () => person(ui.me)?.zone || 'Europe/Moscow';
const task_by_id = (id) => state.tasks.find((task) => task.id === id);
const is_closed = (task) => task.status === 5;
const instant_of = (text) => (text ? Date.parse(text) : null);
const deadline_of = (task) => (ui.moving.has(task.id) ? ui.moving.get(task.id) : instant_of(task.deadline));
const deadline_moves = (task) => task.history.filter((row) => row.field === 'DEADLINE');
const narrow = matchMedia('(max-width: 799px)');

// A deadline that somebody else put back where it was: the row says so until the deadline moves again.
function returned(task) {
  const [before, last] = deadline_moves(task).slice(-2);
  if (!last || ui.moving.has(task.id) || last.userId === before.userId) return null;
  if (instant_of(last.to) !== instant_of(before.from)) return null;
  return { by: last.userId, tried: instant_of(before.to) };
}

// Chats in the order of their last message, the bot's private dialog even before its first message.
function chats() {
  const list = [...state.chats];
  const bot = state.app.bot;
  if (bot && ui.me !== bot && !list.some((chat) => chat.dialog === String(bot))) {
    const dialog = String(bot);
    list.push({ dialog, title: name_of(bot), private: true, peer: bot, unread: 0, messages: [] });
  }
  const latest = (chat) => chat.messages.at(-1)?.at ?? '';
  return list.sort((left, right) => latest(right).localeCompare(latest(left)));
}

// Where there is room for it some chat is always open: the bot's unless another was chosen. It stays open
// when others get news.
function current_chat() {
  const list = chats();
  const chosen = list.find((chat) => chat.dialog === ui.dialog);
  if (chosen || narrow.matches) return chosen ?? null;
  const first = list.find((chat) => chat.peer === state.app.bot && chat.private) ?? list[0] ?? null;
  ui.dialog = first?.dialog ?? null;
  return first;
}

const visible_chat = () => (narrow.matches && ui.tab !== 'chats' ? null : current_chat());

// --- the address ---------------------------------------------------------------------------------

function read_address() {
  const words = new URLSearchParams(location.hash.slice(1));
  ui.me = Number(words.get('user')) || Number(recall('user')) || 27;
  ui.task = Number(words.get('task')) || null;
  ui.dialog = words.get('dialog');
  ui.tab = words.get('tab') === 'chats' ? 'chats' : 'tasks';
}

function go(change) {
  const me_before = ui.me;
  Object.assign(ui, { reply: 'dialog' in change ? null : ui.reply }, change);
  const words = new URLSearchParams({ user: ui.me });
  if (ui.task) words.set('task', ui.task);
  if (ui.dialog) words.set('dialog', ui.dialog);
  if (ui.tab === 'chats') words.set('tab', 'chats');
  history.pushState(null, '', `#${words}`);
  if (me_before !== ui.me) become(); else draw();
}

function be(id) { go({ me: id, task: null, dialog: null, picker: null, creating: false, drag: null }); }

// Another person: nothing of the previous one may stay on the screen.
function become() {
  remember('user', ui.me);
  state = null;
  delete document.body.dataset.me;
  ui.moving.clear(); ui.flashing.clear(); ui.pressed.clear(); ui.drafts.clear();
  ui.toasts = []; ui.picker = null; ui.drag = null; ui.reply = null;
  seen.deadlines.clear(); seen.message = null;
  document.body.classList.add('switching');
  listen();
  refresh();
}

// --- talking to the portal -----------------------------------------------------------------------

const fetching = { under_way: null, again: false };

async function fetch_state(user) {
  const answer = await fetch(`/page/state?user=${user}`, { cache: 'no-store' });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error || `Портал ответил ${answer.status}`);
  return body;
}

// Resolves when the page shows a state that was asked for after this call.
async function refresh() {
  if (fetching.under_way) {
    fetching.again = true;
    return fetching.under_way;
  }
  fetching.under_way = (async () => {
    do {
      fetching.again = false;
      const user = ui.me;
      try {
        const fresh = await fetch_state(user);
        failure = '';
        if (user === ui.me) take(fresh); else fetching.again = true;
      } catch (error) {
        failure = error instanceof TypeError ? 'Нет связи с порталом, пробую снова…' : error.message;
        draw();
        setTimeout(refresh, 1000);
      }
    } while (fetching.again);
    fetching.under_way = null;
  })();
  return fetching.under_way;
}

let stream = null;

function listen() {
  stream?.close();
  const mine = new EventSource(`/page/stream?user=${ui.me}`);
  stream = mine;
  mine.onopen = () => refresh();  // whatever happened while nobody listened
  mine.onmessage = (event) => {
    let revision = null;
    try { revision = JSON.parse(event.data).revision; } catch { /* ask anyway */ }
    if (!state || revision === null || revision !== state.revision) refresh();
  };
  mine.onerror = () => {
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => { if (stream === mine) listen(); }, 1000);
  };
}

async function act(order) {
  try {
    const answer = await fetch('/page/act', { method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ user: ui.me, ...order }) });
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(body.error || `Портал ответил ${answer.status}`);
    await refresh();
    return true;
  } catch (error) {
    const silent = error instanceof TypeError;
    toast({ kind: 'error', text: silent ? 'Портал не отвечает, ничего не изменено.' : error.message });
    return false;
  }
}

// --- noticing what changed -----------------------------------------------------------------------

const seen = { deadlines: new Map(), message: null };

function take(fresh) {
  if (state && fresh.revision < state.revision) ui.opened.clear();  // another portal than before
  state = fresh;
  clock_shift = Date.parse(fresh.now) - Date.now();
  document.body.classList.remove('switching');
  for (const [key, keyboard] of ui.pressed) {
    const id = Number(key.split(':')[0]);
    const message = state.chats.flatMap((chat) => chat.messages).find((one) => one.id === id);
    if (JSON.stringify(message?.keyboard) !== keyboard) ui.pressed.delete(key);
  }
  notice_deadlines();
  notice_messages();
  draw();
}

function notice_deadlines() {
  for (const task of state.tasks) {
    const deadline = deadline_of(task);
    if (seen.deadlines.has(task.id) && seen.deadlines.get(task.id) !== deadline) {
      ui.flashing.set(task.id, returned(task) ? 'returned' : 'changed');
      setTimeout(() => { ui.flashing.delete(task.id); draw(); }, 4000);
    }
    seen.deadlines.set(task.id, deadline);
  }
}

function notice_messages() {
  const all = state.chats.flatMap((chat) => chat.messages.map((message) => ({ chat, message })));
  const newest = Math.max(0, ...all.map((one) => one.message.id));
  if (seen.message !== null) {
    const open = visible_chat()?.dialog;
    for (const { chat, message } of all) {
      const fresh = message.id > seen.message && message.authorId !== ui.me && !message.system;
      if (!fresh || chat.dialog === open || chat.unread === 0) continue;
      toast({ kind: 'news', title: chat.title, text: plain(message.text), dialog: chat.dialog });
    }
  }
  seen.message = newest;
}

let toast_count = 0;

function toast(what) {
  const one = { id: ++toast_count, ...what };
  ui.toasts = [...ui.toasts.filter((other) => !other.dialog || other.dialog !== one.dialog), one].slice(-3);
  setTimeout(() => close_toast(one.id), 7000);
  draw();
}

function close_toast(id) {
  ui.toasts = ui.toasts.filter((one) => one.id !== id);
  draw();
}

// --- BB code -------------------------------------------------------------------------------------

const bb_names = 'b|i|u|s|url|user|chat|context|size|color|put|send|call|img|br|timestamp|icon';
const bb_token = new RegExp(`\\[(/?)(${bb_names})(?:[= ]([^\\]\\n]*))?\\]`, 'gi');
const address_token = /https?:\/\/[^\s<>"'\[\]]+[^\s<>"'\[\].,;:!?)]/g;

const safe_address = (text) => (/^(https?:\/\/|\/(?!\/))/i.test(text) ? text : null);

function link(address, label) {
  const target = safe_address(address.trim());
  if (!target) return h('span', null, label);
  const task = task_in(target);
  if (task) return h('a', { href: target,
    onclick: (event) => { event.preventDefault(); open_task(task); } }, label);
  return h('a', { href: target, target: '_blank', rel: 'noopener noreferrer' }, label);
}

function task_in(address) {
  const found = /\/tasks\/task\/view\/(\d+)/.exec(address);
  return found ? Number(found[1]) : null;
}

const portal_formats = {
  SHORT_TIME_FORMAT: { hour: '2-digit', minute: '2-digit' },
  LONG_TIME_FORMAT: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  SHORT_DATE_FORMAT: { day: '2-digit', month: '2-digit', year: 'numeric' },
  MEDIUM_DATE_FORMAT: { day: 'numeric', month: 'short', year: 'numeric' },
  LONG_DATE_FORMAT: { day: 'numeric', month: 'long', year: 'numeric' },
  FULL_DATE_FORMAT: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  DAY_MONTH_FORMAT: { day: 'numeric', month: 'long' },
  DAY_SHORT_MONTH_FORMAT: { day: 'numeric', month: 'short' },
  DAY_OF_WEEK_MONTH_FORMAT: { weekday: 'long', day: 'numeric', month: 'long' },
  SHORT_DAY_OF_WEEK_MONTH_FORMAT: { weekday: 'short', day: 'numeric', month: 'long' },
  SHORT_DAY_OF_WEEK_SHORT_MONTH_FORMAT: { weekday: 'short', day: 'numeric', month: 'short' },
  FORMAT_DATE: { day: '2-digit', month: '2-digit', year: 'numeric' },
  FORMAT_DATETIME: { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit',
    second: '2-digit' },
};

function timestamp(words) {
  const found = /^(\d{1,11}) format=([A-Z_]+)$/.exec(words ?? '');
  const options = found && portal_formats[found[2]];
  if (!options) return null;
  const text = format(my_zone(), options).format(Number(found[1]) * 1000).replace(' г.', '');
  return h('time', null, text.replace(/(янв|февр|апр|сент|окт|нояб|дек)\./, (month) => month.slice(0, 3)));
}

const inline = (name, onclick, kids) => h('button', { type: 'button', class: name, onclick }, kids);

const bb_tags = {
  b: (value, kids) => h('b', null, kids),
  i: (value, kids) => h('i', null, kids),
  u: (value, kids) => h('u', null, kids),
  s: (value, kids) => h('s', null, kids),
  url: (value, kids) => link(value || text_of(kids), kids),
  user: (value, kids) => h('span', { class: 'mention' }, kids.length ? kids : name_of(Number(value))),
  chat: (value, kids) => inline('inline', () => open_dialog(`chat${Number(value)}`), kids),
  context: (value, kids) => h('span', { class: 'mention' }, kids),
  call: (value, kids) => h('span', { class: 'mention' }, kids.length ? kids : value),
  img: (value, kids) => link(text_of(kids), 'изображение'),
  size: (value, kids) => (/^\d+$/.test(value) && value >= 8 && value <= 30
    ? h('span', { vars: { 'font-size': `${value}px` } }, kids) : kids),
  color: (value, kids) => (/^#[0-9a-f]{3}([0-9a-f]{3})?$/i.test(value)
    ? h('span', { vars: { color: value } }, kids) : kids),
  put: (value, kids) => inline('inline dashed', () => put(value || text_of(kids)), kids),
  send: (value, kids) => inline('inline dashed', () => say(value || text_of(kids)), kids),
};

function text_of(kids) {
  const breaks = { br: '\n', blockquote: '\n' };
  return kids.map((kid) =>
    (typeof kid === 'string' ? kid : text_of(kid.kids) + (breaks[kid.tag] ?? ''))).join('');
}

function with_addresses(text) {
  const out = [];
  let at = 0;
  for (const found of text.matchAll(address_token)) {
    out.push(text.slice(at, found.index), link(found[0], found[0]));
    at = found.index + found[0].length;
  }
  return [...out, text.slice(at)].filter((part) => part !== '');
}

// A tag without its partner, and a tag nobody knows, stay text.
function bb_inline(text) {
  const open = [{ name: null, kids: [] }];
  const put_text = (part) => { if (part) open.at(-1).kids.push(part); };
  const give_up = (frame) => open.at(-1).kids.push(frame.source, ...frame.kids);
  let at = 0;
  for (const found of text.matchAll(bb_token)) {
    put_text(text.slice(at, found.index));
    at = found.index + found[0].length;
    const [source, slash, tag, value] = found;
    const name = tag.toLowerCase();
    if (name === 'br') open.at(-1).kids.push(h('br'));
    else if (name === 'timestamp') open.at(-1).kids.push(timestamp(value) ?? source);
    else if (name === 'icon') put_text(/title=(\S+)/i.exec(value ?? '')?.[1]);
    else if (!slash) open.push({ name, source, value: value ?? '', kids: [] });
    else if (!open.some((frame) => frame.name === name)) put_text(source);
    else {
      while (open.at(-1).name !== name) { const frame = open.pop(); give_up(frame); }
      const frame = open.pop();
      open.at(-1).kids.push(bb_tags[name](frame.value, frame.kids));
    }
  }
  put_text(text.slice(at));
  while (open.length > 1) { const frame = open.pop(); give_up(frame); }
  return finish_text(open[0].kids.flat(Infinity));
}

// Line breaks and bare addresses inside what is left as text; inside a link an address stays what it is.
function finish_text(kids) {
  return kids.flatMap((kid) => {
    if (typeof kid !== 'string') {
      return kid.tag === 'a' ? [kid] : [{ ...kid, kids: finish_text(kid.kids) }];
    }
    return kid.split('\n').flatMap((line, at) => [...(at ? [h('br')] : []), ...with_addresses(line)]);
  });
}

const fence = /^-{54}$/;

function bb_lines(text) {
  const out = [];
  let plain_lines = [], quoted = [], fenced = null;
  const flush = () => {
    if (plain_lines.length) out.push(...bb_inline(plain_lines.join('\n')));
    if (quoted.length) out.push(h('blockquote', null, bb_inline(quoted.join('\n'))));
    plain_lines = []; quoted = [];
  };
  for (const line of text.split('\n')) {
    if (fence.test(line.trim())) {
      if (fenced) { quoted = fenced; flush(); fenced = null; } else { flush(); fenced = []; }
    } else if (fenced) fenced.push(line);
    else if (line.startsWith('>>')) { if (plain_lines.length) flush(); quoted.push(line.slice(2)); }
    else { if (quoted.length) flush(); plain_lines.push(line); }
  }
  if (fenced) plain_lines.push('-'.repeat(54), ...fenced);
  flush();
  return out;
}

function bb(text) {
  const lines = String(text ?? '').replace(/\r\n?/g, '\n').replaceAll('#BR#', '\n');
  const parts = lines.split(/\[code\]([^]*?)\[\/code\]/i);
  return parts.flatMap((part, at) => (at % 2 ? [h('code', null, part)] : part ? bb_lines(part) : []));
}

const plain = (text) => text_of(bb(text)).replace(/\s+/g, ' ').trim();

// --- doing ---------------------------------------------------------------------------------------

async function move_deadline(task, instant) {
  ui.picker = null;
  if (instant === deadline_of(task)) return draw();
  ui.moving.set(task.id, instant);
  seen.deadlines.set(task.id, instant);
  draw();
  const done = await act({ do: 'deadline', task: task.id, deadline: iso(instant) });
  ui.moving.delete(task.id);
  if (!done) seen.deadlines.delete(task.id);
  if (state) notice_deadlines();
  draw();
}

function open_task(id) {
  if (!task_by_id(id)) return toast({ kind: 'error', text: `Задача ${id} удалена или не видна вам.` });
  go({ task: id, tab: 'tasks', picker: null, creating: false });
}

function open_dialog(dialog) {
  if (!chats().some((chat) => chat.dialog === dialog)) return;
  ui.toasts = ui.toasts.filter((one) => one.dialog !== dialog);
  go({ dialog, tab: 'chats' });
}

const message_box = () => document.querySelector('.chat textarea');

function set_draft(dialog, text) {
  ui.drafts.set(dialog, text);
  ui.menu_at = 0;
  const box = message_box();
  if (box) { box.value = text; grow(box); }
  draw();
}

function put(text) {
  set_draft(current_chat().dialog, text);
  message_box()?.focus();
}

async function say(text) {
  const chat = current_chat();
  if (!chat || !text.trim()) return;
  const order = { do: 'say', dialog: chat.dialog, text };
  if (ui.reply) order.replyId = ui.reply;
  ui.reply = null;
  await act(order);
}

async function send_draft(dialog) {
  const text = (ui.drafts.get(dialog) ?? '').trim();
  if (!text) return;
  set_draft(dialog, '');
  await say(text);
}

async function press(message, at) {
  const button = message.keyboard[at];
  const deeds = {
    LINK: () => follow(button.value),
    SEND: () => say(button.value),
    PUT: () => put(button.value),
    COPY: () => navigator.clipboard?.writeText(button.value).then(() =>
      toast({ kind: 'note', text: 'Скопировано.' })),
    DIALOG: () => open_dialog(button.value),
    CALL: () => toast({ kind: 'note', text: `Звонок: ${button.value}` }),
  };
  if (deeds[button.action]) return deeds[button.action]();
  const key = `${message.id}:${at}`;
  if (button.block) ui.pressed.set(key, JSON.stringify(message.keyboard));
  draw();
  if (!await act({ do: 'press', message: message.id, button: at })) ui.pressed.delete(key);
  draw();
}

function follow(address) {
  const target = safe_address(address);
  const task = target && task_in(target);
  if (task) open_task(task);
  else if (target) window.open(target, '_blank', 'noopener');
}

// A dialog with a bot that comes into sight for the first time is opened: that is when the bot greets.
function open_visible() {
  const chat = visible_chat();
  const name = `${ui.me}:${chat?.dialog}`;
  if (!chat?.private || chat.messages.length || ui.opened.has(name)) return;
  ui.opened.add(name);
  act({ do: 'open', dialog: chat.dialog });
}

function read_visible() {
  const chat = visible_chat();
  if (!chat || !chat.unread || read_visible.under_way === chat.dialog) return;
  read_visible.under_way = chat.dialog;
  act({ do: 'read', dialog: chat.dialog }).finally(() => { read_visible.under_way = null; });
}

// --- dragging a deadline -------------------------------------------------------------------------

function strip() {  // the days in sight
  const count = narrow.matches ? 14 : 21;
  const today = day_of(now(), my_zone());
  return { first: today - 2 + ui.shift * 7, count, today };
}

function drag_start(event, task) {
  if (event.button !== 0 || !task.canMoveDeadline) return;
  event.preventDefault();
  event.currentTarget.focus({ preventScroll: true });
  event.currentTarget.setPointerCapture(event.pointerId);
  const from = deadline_of(task);
  ui.drag = { task: task.id, from, to: from, moved: false, x: event.clientX };
  draw();
}

function drag_on(event, task) {
  if (ui.drag?.task !== task.id || ui.drag.x === undefined) return;
  if (Math.abs(event.clientX - ui.drag.x) < 4 && !ui.drag.moved) return;
  const track = event.currentTarget.parentElement.getBoundingClientRect();
  const { first, count } = strip();
  const column = Math.floor(((event.clientX - track.left) / track.width) * count);
  const day = first + Math.min(count - 1, Math.max(0, column));
  ui.drag.to = add_days(ui.drag.from, day - day_of(ui.drag.from, my_zone()), my_zone());
  ui.drag.moved = true;
  draw();
}

function drag_end(task, keep) {
  const drag = ui.drag;
  if (drag?.task !== task.id) return;
  ui.drag = null;
  if (keep && !drag.moved) { ui.picker = ui.picker === task.id ? null : task.id; draw(); }
  else if (keep) move_deadline(task, drag.to);
  else draw();
}

function drag_by_key(event, task) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step && task.canMoveDeadline) {
    event.preventDefault();
    const from = deadline_of(task);
    const to = add_days(ui.drag?.task === task.id ? ui.drag.to : from, step, my_zone());
    ui.drag = { task: task.id, from, to, moved: true };
    draw();
  } else if (event.key === 'Escape') drag_end(task, false);
  else if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    if (ui.drag) drag_end(task, true); else { ui.picker = task.id; draw(); }
  }
}

// --- pieces --------------------------------------------------------------------------------------

const palette = ['#2f6fed', '#0f9d76', '#c2571a', '#8a4fd8', '#b83280', '#3f7d20', '#0e7490'];

function avatar(id, title) {
  const one = person(id);
  const words = (one?.name ?? title ?? '?').split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const letters = words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join('');
  const color = color_of(one?.color) ?? palette[Math.abs(id ?? 3) % palette.length];
  return h('span', { class: one?.bot ? 'avatar bot' : 'avatar', 'aria-hidden': 'true',
    vars: { '--who': color } },
    one?.bot ? '⏱' : letters || '#');
}

function button(label, onclick, props) { return h('button', { type: 'button', onclick, ...props }, label); }

function options(list, chosen) {
  return list.map(([value, label]) => h('option', { value, selected: String(value) === String(chosen) },
    label));
}

const employees = () => state.people.filter((one) => !one.bot && (one.canBe || one.id === ui.me));

function people_bar() {
  return h('nav', { class: 'people', 'aria-label': 'Кто вы' }, employees().map((one) => {
    const mine = one.id === ui.me;
    return h('button', { key: one.id, type: 'button', class: 'person', 'data-person': one.id,
      'aria-pressed': String(mine), 'aria-label': `${mine ? 'Вы: ' : 'Стать: '}${one.name}, ${one.position}`,
      onclick: () => be(one.id) },
    avatar(one.id),
    h('span', { class: 'who' },
      h('span', { class: 'name' }, mine && h('em', null, 'Вы'), h('span', { class: 'full' }, one.name),
        h('span', { class: 'short' }, mine ? 'Вы' : first_name(one))),
      h('span', { class: 'position' }, one.position)));
  }));
}

function story_line() {
  if (!ui.hint) return null;
  const came_back = state.tasks.some((task) => returned(task));
  const step = ui.me === 13 ? 3 : ui.me === 27 && came_back ? 2 : 1;
  const steps = ['Вы — Мария. Перетащите срок «замера» на день позже: он вернётся.',
    'Ответьте боту: «Запросить…», причина, «Отправить».', 'Станьте Борисом и нажмите «Одобрить».'];
  return h('aside', { class: 'story', 'aria-label': 'История на три минуты' },
    h('ol', null, steps.map((text, at) => h('li',
      { 'data-step': at + 1, 'aria-current': at + 1 === step ? 'step' : null }, text))),
    button('Закрыть', () => { ui.hint = false; remember('hint', 'closed'); draw(); },
      { 'data-action': 'close-story', class: 'quiet' }));
}

function app_line() {
  const { installed, handlerReachable, lastError } = state.app;
  const admin = person(ui.me)?.admin;
  if (installed && handlerReachable !== false) return null;
  const olga = employees().find((one) => one.admin && one.id !== ui.me);
  const text = installed ? 'Бот не отвечает: события дойдут до него позже.'
    : 'Приложение с ботом ещё не установлено на портал.';
  return h('aside', { class: 'app-line', role: 'status' },
    h('span', null, text, lastError && ` ${lastError}`),
    !installed && admin && button('Установить', () => act({ do: 'install' }),
      { 'data-action': 'install', class: 'primary' }),
    !installed && !admin && olga && button(`Стать: ${olga.name}`, () => be(olga.id), { class: 'quiet' }));
}

// --- tasks ---------------------------------------------------------------------------------------

function shown_tasks() {
  const mine = (task) => task.responsibleId === ui.me || task.createdBy === ui.me;
  const rank = (task) => [is_closed(task) ? 1 : 0, instant_of(task.deadline) ?? Infinity, task.id];
  return state.tasks.filter((task) => ui.filter === 'all' || mine(task)).sort((left, right) => {
    const [a, b] = [rank(left), rank(right)];
    return a[0] - b[0] || (a[1] === b[1] ? 0 : a[1] - b[1]) || a[2] - b[2];
  });
}

function deadline_button(task) {
  const deadline = deadline_of(task);
  const late = deadline !== null && deadline < now() && !is_closed(task);
  const text = deadline === null ? 'без срока' : weekday_date_time(deadline, my_zone());
  return h('button', { type: 'button', class: `deadline${late ? ' late' : ''}`,
    'data-action': 'move-deadline',
    'data-deadline': iso(deadline) ?? '', disabled: !task.canMoveDeadline,
    'aria-expanded': String(ui.picker === task.id),
    title: task.canMoveDeadline ? 'Изменить срок' : 'Менять этот срок вы не можете',
    onclick: () => { ui.picker = ui.picker === task.id ? null : task.id; draw(); } },
  h('span', { class: 'visually-hidden' }, 'Срок: '), text,
  late && h('span', { class: 'late-word' }, 'просрочено'));
}

function picker(task) {
  if (ui.picker !== task.id) return null;
  const zone = my_zone();
  const deadline = deadline_of(task);
  const evening = Math.floor(wall(now(), zone) / day_ms) * day_ms + 18 * 3600000;
  const base = deadline ?? from_wall(evening, zone);
  const quick = [['+1 день', 1, 'plus-1'], ['+2 дня', 2, 'plus-2'], ['+неделя', 7, 'plus-7']];
  return h('form', { class: 'picker', 'data-action': 'pick-deadline', onsubmit: (event) => {
    event.preventDefault();
    const clock = Date.parse(`${event.target.elements.when.value}Z`);
    if (!Number.isNaN(clock)) move_deadline(task, from_wall(clock, zone));
  } },
  h('label', null, 'Новый срок ', h('input', { type: 'datetime-local', name: 'when', required: true,
    initial: new Date(wall(base, zone)).toISOString().slice(0, 16) })),
  h('button', { type: 'submit', class: 'primary', 'data-action': 'save-deadline' }, 'Сохранить'),
  quick.map(([label, days, name]) =>
    button(label, () => move_deadline(task, add_days(base, days, zone)), { 'data-action': name })),
  deadline !== null && button('Убрать срок', () => move_deadline(task, null),
    { 'data-action': 'no-deadline' }));
}

function days_head() {
  const { first, count, today } = strip();
  const days = Array.from({ length: count }, (_, at) => first + at);
  const part = (day, how) => format('UTC', how).format(day * day_ms);
  const months = [first, first + count - 1].map((day) => part(day, { month: 'long' }));
  return h('div', { class: 'days' },
    h('div', { class: 'days-nav' },
      button('←', () => { --ui.shift; draw(); }, { 'aria-label': 'На неделю раньше', class: 'quiet' }),
      h('span', null, `${[...new Set(months)].join(' — ')} ${part(first + count - 1, { year: 'numeric' })}`),
      ui.shift !== 0 && button('Сегодня', () => { ui.shift = 0; draw(); }, { class: 'quiet' }),
      button('→', () => { ++ui.shift; draw(); }, { 'aria-label': 'На неделю позже', class: 'quiet' })),
    h('div', { class: 'day-names', 'aria-hidden': 'true', vars: { '--days': count } }, days.map((day) =>
      h('span', { class: `${is_weekend(day) ? 'weekend' : ''}${day === today ? ' today' : ''}` },
        h('small', null, part(day, { weekday: 'short' })), String(new Date(day * day_ms).getUTCDate())))));
}

const is_weekend = (day) => [0, 6].includes(new Date(day * day_ms).getUTCDay());

function day_cells({ first, count, today }) {
  return Array.from({ length: count }, (_, at) => first + at).map((day) => {
    const kind = `${is_weekend(day) ? ' weekend' : ''}${day === today ? ' today' : ''}`;
    return h('span', { class: `cell${kind}`, 'data-day': day_name(day) });
  });
}

function chip(task, deadline, days, place) {
  const zone = my_zone();
  const day = day_of(deadline, zone);
  const state_class = `${ui.drag?.task === task.id ? ' dragging' : ''}${deadline < now() ? ' late' : ''}`;
  return h('button', { key: 'chip', type: 'button', class: `chip${state_class}`,
    'data-action': 'drag-deadline', disabled: !task.canMoveDeadline, vars: { '--at': place(day) },
    'aria-label': `Срок ${weekday_date_time(deadline, zone)}: перетащите или двигайте стрелками`,
    onpointerdown: (event) => drag_start(event, task), onpointermove: (event) => drag_on(event, task),
    onpointerup: () => drag_end(task, true), onpointercancel: () => drag_end(task, false),
    onblur: () => { if (ui.drag && ui.drag.x === undefined) drag_end(task, false); },
    onkeydown: (event) => drag_by_key(event, task) },
  day < days.first && '‹ ', format(zone, { day: '2-digit', month: '2-digit' }).format(deadline),
  day >= days.first + days.count && ' ›');
}

// The days of one task with its deadline to drag, and where a deadline that came back had been.
function track(task) {
  const days = strip();
  const zone = my_zone();
  const drag = ui.drag?.task === task.id ? ui.drag : null;
  const deadline = drag ? drag.to : deadline_of(task);
  const place = (day) => Math.min(days.count - 1, Math.max(0, day - days.first));
  const tried = drag ? null : returned(task)?.tried ?? null;
  const ghost = tried === null ? null : day_of(tried, zone);
  return h('div', { class: 'track', vars: { '--days': days.count } }, day_cells(days),
    ghost !== null && place(ghost) === ghost - days.first
      && h('span', { class: 'ghost', vars: { '--at': place(ghost) }, title: 'Сюда срок переносили' }),
    chip(task, deadline, days, place),
    drag?.moved && h('span', { key: 'target', class: 'target', role: 'status',
      vars: { '--at': place(day_of(deadline, zone)) } },
    weekday_date_time(deadline, zone), h('small', null, difference(drag.from, deadline, zone))));
}

function task_row(task) {
  const back = returned(task);
  const flash = ui.flashing.get(task.id);
  return h('li', { key: task.id,
    class: `task${is_closed(task) ? ' closed' : ''}${flash ? ` flash-${flash}` : ''}`,
    'data-task': task.id, 'data-returned': back ? 'true' : null },
  h('div', { class: 'task-head' },
    button(task.title, () => open_task(task.id), { class: 'title', 'data-action': 'open-task' }),
    deadline_button(task)),
  h('div', { class: 'task-facts' }, avatar(task.responsibleId),
    h('span', null, task.responsibleId === ui.me ? 'Вы' : name_of(task.responsibleId)),
    task.createdBy !== task.responsibleId && h('span', { class: 'dim' }, `от: ${name_of(task.createdBy)}`),
    is_closed(task) && h('span', { class: 'tag done' }, 'завершена'),
    back && h('span', { class: 'tag back' }, `↩ срок вернулся: ${name_of(back.by)}`)),
  !is_closed(task) && deadline_of(task) !== null && track(task),
  picker(task));
}

function new_task_form() {
  if (!ui.creating) return null;
  return h('form', { class: 'new-task', onsubmit: async (event) => {
    event.preventDefault();
    const { title, who, when, card } = event.target.elements;
    const clock = Date.parse(`${when.value}Z`);
    const deadline = Number.isNaN(clock) ? null : iso(from_wall(clock, my_zone()));
    if (await act({ do: 'task', title: title.value, responsible: Number(who.value), deadline,
      card: card.value })) {
      ui.creating = false;
      draw();
    }
  } },
  h('label', { class: 'wide' }, 'Название', h('input', { name: 'title', required: true, maxlength: 500 })),
  h('label', null, 'Ответственный', h('select', { name: 'who' },
    options(employees().map((one) => [one.id, one.name]), ui.me))),
  h('label', null, 'Срок', h('input', { type: 'datetime-local', name: 'when' })),
  h('label', null, 'Карточка', h('select', { name: 'card' },
    options([['new', 'новая, с чатом'], ['old', 'прежняя, с комментариями']]))),
  h('button', { type: 'submit', class: 'primary' }, 'Поставить'),
  button('Не надо', () => { ui.creating = false; draw(); }));
}

function tasks_list() {
  const list = shown_tasks();
  const filter = (name, label) => button(label, () => { ui.filter = name; draw(); },
    { 'aria-pressed': String(ui.filter === name), 'data-filter': name });
  return h('section', { key: 'list', class: 'tasks', 'aria-label': 'Задачи' },
    h('header', { class: 'bar' }, h('h2', null, 'Задачи'),
      h('div', { class: 'switch', role: 'group', 'aria-label': 'Какие задачи' }, filter('mine', 'Мои'),
        filter('all', 'Все')),
      button('+ Задача', () => { ui.creating = !ui.creating; draw(); },
        { 'data-action': 'new-task', class: 'quiet' })),
    h('div', { class: 'scroll' }, new_task_form(), days_head(),
      h('ul', { class: 'task-list' }, list.map(task_row)),
      list.length === 0 && h('p', { class: 'empty' }, 'Здесь пока нет задач.')));
}

// --- one task ------------------------------------------------------------------------------------

const field_names = { DEADLINE: 'срок', STATUS: 'состояние', RESPONSIBLE_ID: 'ответственный',
  TITLE: 'название',
  NEW: 'задача поставлена', COMMENT: 'комментарий' };
const status_names = { 1: 'новая', 2: 'ждёт выполнения', 3: 'выполняется', 4: 'ждёт контроля',
  5: 'завершена', 6: 'отложена' };

function history_value(field, value) {
  if (value === null || value === undefined || value === '') return field === 'DEADLINE' ? 'без срока' : '—';
  const instant = Date.parse(value);
  if (field === 'DEADLINE' && !Number.isNaN(instant)) return weekday_date_time(instant, my_zone());
  if (field === 'STATUS') return status_names[value] ?? String(value);
  if (field === 'RESPONSIBLE_ID') return name_of(Number(value));
  return String(value);
}

function history_row(row) {
  const bare = (row.from ?? '') === '' && (row.to ?? '') === '' && row.field !== 'DEADLINE';
  return h('li', { key: row.id, 'data-history': row.id, 'data-field': row.field },
    h('time', null, weekday_date_time(Date.parse(row.at), my_zone())), ' ', h('b', null, name_of(row.userId)),
    ' ',
    h('span', { class: 'dim' }, field_names[row.field] ?? row.field.toLowerCase()), ' ',
    !bare && [h('s', null, history_value(row.field, row.from)), ' → ',
      h('b', null, history_value(row.field, row.to))]);
}

function discussion_row(row) {
  const system = row.authorId === 0;
  return h('li', { key: row.id, class: system ? 'system' : '', 'data-comment': row.id },
    !system && avatar(row.authorId),
    h('div', null, !system && h('div', { class: 'said-by' }, h('b', null, name_of(row.authorId)), ' ',
      h('time', null, weekday_date_time(Date.parse(row.at), my_zone()))),
    h('div', { class: 'text' }, bb(row.text))));
}

function comment_form(task) {
  return h('form', { class: 'say', onsubmit: async (event) => {
    event.preventDefault();
    const box = event.target.elements.text;
    const text = box.value.trim();
    if (text && await act({ do: 'comment', task: task.id, text })) { box.value = ''; grow(box); }
  } },
  h('textarea', { name: 'text', rows: 1, 'aria-label': 'Написать в обсуждение задачи',
    placeholder: 'Написать в обсуждение…',
    oninput: (event) => grow(event.target), onkeydown: submit_on_enter }),
  h('button', { type: 'submit', class: 'primary', 'data-action': 'comment' }, 'Написать'));
}

function responsible_choice(task) {
  const people = employees();
  if (!people.some((one) => one.id === task.responsibleId)) {
    people.push({ id: task.responsibleId, name: name_of(task.responsibleId) });
  }
  return h('select', { 'aria-label': 'Ответственный', 'data-action': 'responsible',
    value: String(task.responsibleId),
    onchange: (event) => {
      act({ do: 'responsible', task: task.id, responsible: Number(event.target.value) }).then(draw);
    } },
  options(people.map((one) => [one.id, one.name]), task.responsibleId));
}

function status_switch(task) {
  const set = (status) => () => act({ do: 'status', task: task.id, status });
  return [h('span', { class: `tag${is_closed(task) ? ' done' : ''}` },
    status_names[task.status] ?? String(task.status)), ' ',
  is_closed(task) ? button('Возобновить', set(2), { 'data-action': 'reopen' })
    : button('Завершить', set(5), { 'data-action': 'complete' })];
}

function task_card(task) {
  const changes = [...task.history].reverse();
  const empty = (text) => h('p', { class: 'empty' }, text);
  return h('section', { key: `card${task.id}`, class: 'card', 'data-card': task.id, 'aria-label': 'Задача' },
    h('header', { class: 'bar' },
      button('← Все задачи', () => go({ task: null }), { 'data-action': 'close-task', class: 'quiet' }),
      h('span', { class: 'dim' }, `№ ${task.id}`)),
    h('div', { class: 'scroll' },
      h('h2', { class: 'card-title' }, task.title),
      h('dl', { class: 'facts' },
        h('dt', null, 'Срок'), h('dd', null, deadline_button(task), picker(task)),
        h('dt', null, 'Ответственный'), h('dd', null, responsible_choice(task)),
        h('dt', null, 'Постановщик'), h('dd', null, name_of(task.createdBy)),
        h('dt', null, 'Состояние'), h('dd', null, status_switch(task))),
      h('h3', null, 'История'),
      changes.length ? h('ol', { class: 'history' }, changes.map(history_row)) : empty('Изменений не было.'),
      h('h3', null, task.card === 'new' ? 'Чат задачи' : 'Комментарии'),
      task.discussion.length ? h('ol', { class: 'discussion' }, task.discussion.map(discussion_row))
        : empty('Пока никто ничего не написал.')),
    comment_form(task));
}

// --- messenger -----------------------------------------------------------------------------------

function preview(message) {
  if (!message) return 'Нет сообщений';
  return message.deleted ? 'Сообщение удалено' : plain(message.text) || 'Вложение';
}

function chat_item(chat) {
  const last = chat.messages.at(-1);
  const open = visible_chat()?.dialog === chat.dialog;
  return h('li', { key: chat.dialog }, h('button',
    { type: 'button', class: 'chat-item', 'data-dialog': chat.dialog,
    'aria-current': open ? 'true' : null, onclick: () => open_dialog(chat.dialog) },
  avatar(chat.private ? chat.peer : null, chat.title),
  h('span', { class: 'lines' },
    h('span', { class: 'pair' }, h('span', { class: 'chat-title' }, chat.title), chat.unread > 0
      && h('span', { class: 'unread', 'aria-label': `непрочитанных: ${chat.unread}` }, String(chat.unread))),
    h('span', { class: 'pair dim' },
      h('span', { class: 'last' }, preview(last)),
      last && h('time', null, chat_time(Date.parse(last.at)))))));
}

function chat_time(instant) {
  const zone = my_zone();
  if (day_of(instant, zone) === day_of(now(), zone)) return clock_time(instant, zone);
  return format(zone, { day: '2-digit', month: '2-digit' }).format(instant);
}

function attach_blocks(attach) {
  if (!attach) return [];
  const list = Array.isArray(attach) ? attach : [attach];
  if (list.some((one) => one && one.BLOCKS)) return list.filter((one) => one && one.BLOCKS);
  return [{ BLOCKS: list }];
}

const each = (value) => (Array.isArray(value) ? value : value ? [value] : []);
const tokens = { primary: 'var(--accent)', secondary: 'var(--dim)', alert: 'var(--bad)',
  base: 'var(--line)' };
const color_of = (text) => (/^#[0-9a-f]{3}([0-9a-f]{3})?$/i.test(text ?? '') ? text : null);

function grid_cell(cell) {
  const display = String(cell.DISPLAY ?? 'BLOCK').toUpperCase();
  const value = cell.LINK ? link(String(cell.LINK), bb(cell.VALUE)) : bb(cell.VALUE);
  const color = color_of(cell.COLOR);
  const kind = ['LINE', 'ROW', 'TABLE'].includes(display) ? display.toLowerCase() : 'block';
  const width = cell.WIDTH > 0 ? Math.min(600, Number(cell.WIDTH)) : 0;
  return h('div', { class: `grid-cell ${kind}`, vars: { '--width': `${width}px` } },
  cell.NAME && h('div', { class: 'grid-name' }, bb(cell.NAME)),
  h('div', { class: 'grid-value', vars: color ? { color } : {} }, value));
}

function attach_block(block) {
  if (!block || typeof block !== 'object') return null;
  if (block.MESSAGE) return h('div', { class: 'attach-text' }, bb(block.MESSAGE));
  if (block.GRID) return h('div', { class: 'grid' }, each(block.GRID).map(grid_cell));
  if (block.DELIMITER) return h('hr', { vars: { 'border-color': color_of(block.DELIMITER.COLOR) ?? '' } });
  if (block.LINK) {
    return each(block.LINK).map((one) => h('div', { class: 'attach-link' },
      link(String(one.LINK ?? ''), String(one.NAME ?? one.LINK ?? '')),
      one.DESC && h('div', { class: 'dim' }, bb(one.DESC))));
  }
  if (block.USER) {
    return each(block.USER).map((one) => h('div', { class: 'attach-user' },
      avatar(Number(one.USER_ID) || null, String(one.NAME ?? '')),
      one.LINK ? link(String(one.LINK), String(one.NAME ?? '')) : h('b', null, String(one.NAME ?? ''))));
  }
  const file = block.IMAGE ?? block.FILE;
  return file ? each(file).map((one) => h('div', null,
    link(String(one.LINK ?? ''), String(one.NAME ?? 'файл')))) : null;
}

function attachment(part) {
  const color = color_of(part.COLOR) ?? tokens[part.COLOR_TOKEN] ?? tokens.primary;
  return h('div', { class: 'attach', vars: { '--edge': color } }, each(part.BLOCKS).map(attach_block));
}

function keyboard_rows(keyboard) {
  const rows = [[]];
  keyboard.forEach((one, at) => {
    if (one.type === 'NEWLINE') rows.push([]);
    else if (one.display === 'LINE') rows.at(-1).push({ one, at });
    else rows.push([{ one, at }], []);
  });
  return rows.filter((row) => row.length);
}

function keyboard_button(message, { one, at }) {
  const color = ['primary', 'secondary', 'alert'].includes(one.color) ? one.color : 'base';
  const waiting = ui.pressed.has(`${message.id}:${at}`);
  const state_class = waiting ? ' waiting' : '';
  return button(one.text, () => press(message, at), { key: at, class: `key ${color}${state_class}`,
    'data-button': at, disabled: Boolean(one.disabled) || waiting });
}

function message_row(message, chat, follows) {
  if (message.system || message.authorId === 0) {
    return h('li', { key: message.id, class: 'message system', 'data-message': message.id },
      h('div', { class: 'text' }, bb(message.text)));
  }
  const mine = message.authorId === ui.me;
  const answered = chat.messages.find((one) => message.replyId && one.id === message.replyId);
  const marks = [message.edited && !message.deleted && 'изменено',
    clock_time(Date.parse(message.at), my_zone())];
  const keyboard = message.keyboard && !message.deleted ? keyboard_rows(message.keyboard) : [];
  return h('li', { key: message.id, class: `message ${mine ? 'mine' : 'theirs'}`,
    'data-message': message.id, 'data-author': message.authorId },
    !mine && (follows ? h('span', { class: 'avatar-space' }) : avatar(message.authorId)),
    h('div', { class: 'stack' },
      h('div', { class: 'bubble' },
        !mine && !follows && h('div', { class: 'author' }, name_of(message.authorId)),
        answered && h('div', { class: 'answered' }, h('b', null, name_of(answered.authorId)), ' ',
          plain(answered.text)),
        message.deleted ? h('div', { class: 'text dim' }, 'Сообщение удалено')
          : [h('div', { class: 'text' }, bb(message.text)), attach_blocks(message.attach).map(attachment)],
        h('div', { class: 'marks' },
          !message.deleted && button('Ответить',
            () => { ui.reply = message.id; draw(); message_box()?.focus(); },
            { 'data-action': 'reply', class: 'inline' }),
          marks.filter(Boolean).join(' · '))),
      keyboard.length > 0 && h('div', { class: 'keyboard', role: 'group', 'aria-label': 'Кнопки сообщения' },
        keyboard.map((row) => h('div', { class: 'keys' },
          row.map((key) => keyboard_button(message, key)))))));
}

function messages_of(chat) {
  const zone = my_zone();
  const today = day_of(now(), zone);
  let day = null;
  return chat.messages.flatMap((message, at) => {
    const before = chat.messages[at - 1];
    const its = day_of(Date.parse(message.at), zone);
    const fresh_day = its !== day;
    day = its;
    const label = its === today ? 'Сегодня' : its === today - 1 ? 'Вчера'
      : format('UTC', { day: 'numeric', month: 'long' }).format(its * day_ms);
    const follows = !fresh_day && before.authorId === message.authorId;
    return [fresh_day && h('li', { key: `day${its}`, class: 'day-mark' }, label),
      message_row(message, chat, follows)];
  });
}

function menu_commands(chat) {
  const draft = ui.drafts.get(chat.dialog) ?? '';
  if (!/^\/\S*$/.test(draft)) return [];
  return state.commands.filter((one) => one.command.startsWith(draft) && one.command !== draft);
}

function command_menu(chat) {
  const list = menu_commands(chat);
  if (!list.length) return null;
  return h('ul', { class: 'menu', role: 'listbox', 'aria-label': 'Команды' }, list.map((one, at) =>
    h('li', { key: one.command, role: 'option', 'aria-selected': String(at === ui.menu_at),
      'data-command': one.command,
      onpointerdown: (event) => { event.preventDefault(); put(`${one.command} `); } },
    h('b', null, one.command), ' ', one.params && h('span', { class: 'dim' }, one.params),
      h('div', { class: 'dim' }, one.title))));
}

function message_key(event, chat) {
  const list = menu_commands(chat);
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (list.length && step) {
    event.preventDefault();
    ui.menu_at = (ui.menu_at + step + list.length) % list.length;
    draw();
  } else if (list.length && event.key === 'Tab') {
    event.preventDefault();
    put(`${list[ui.menu_at].command} `);
  } else if (event.key === 'Escape' && ui.reply) { ui.reply = null; draw(); }
  else submit_on_enter(event);
}

function submit_on_enter(event) {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

function grow(box) {
  box.style.height = 'auto';
  box.style.height = `${Math.min(140, box.scrollHeight + 2)}px`;
}

function message_form(chat) {
  const answered = ui.reply && chat.messages.find((one) => one.id === ui.reply);
  return h('form', { class: 'say',
    onsubmit: (event) => { event.preventDefault(); send_draft(chat.dialog); } },
    command_menu(chat),
    answered && h('div', { class: 'reply-to' }, h('span', null,
      `Ответ: ${name_of(answered.authorId)}: ${plain(answered.text)}`),
      button('Не отвечать', () => { ui.reply = null; draw(); }, { class: 'quiet' })),
    h('textarea', { name: 'text', rows: 1, initial: ui.drafts.get(chat.dialog) ?? '',
      'aria-label': 'Сообщение',
      placeholder: 'Сообщение или /команда', enterkeyhint: 'send',
      oninput: (event) => {
        ui.drafts.set(chat.dialog, event.target.value);
        ui.menu_at = 0;
        grow(event.target);
        draw();
      },
      onkeydown: (event) => message_key(event, chat) }),
    h('button', { type: 'submit', class: 'primary', 'data-action': 'send' }, 'Написать'));
}

function chat_view(chat) {
  if (!chat) return h('div', { key: 'none', class: 'chat none' },
    h('p', { class: 'empty' }, 'Выберите чат.'));
  const peer = chat.private && person(chat.peer);
  const about = peer ? peer.position || (peer.bot ? 'чат-бот' : '') : chat.private ? '' : 'общий чат';
  return h('div', { key: chat.dialog, class: 'chat', 'data-chat': chat.dialog },
    h('header', { class: 'bar' },
      button('← Чаты', () => go({ dialog: null }),
        { class: 'quiet only-narrow', 'data-action': 'close-chat' }),
      avatar(chat.private ? chat.peer : null, chat.title),
      h('div', { class: 'lines' }, h('h2', null, chat.title), h('div', { class: 'dim' }, about))),
    h('ol', { class: 'messages', 'aria-label': 'Сообщения', 'aria-live': 'polite' },
      chat.messages.length ? messages_of(chat) : h('li', { class: 'empty' },
        'Сообщений ещё нет. Напишите первым.')),
    message_form(chat));
}

function messenger() {
  const chat = current_chat();
  return h('section', { class: `messenger${chat ? ' open' : ''}`, 'aria-label': 'Мессенджер' },
    h('div', { class: 'chat-list' }, h('header', { class: 'bar' }, h('h2', null, 'Чаты')),
      h('ul', null, chats().map(chat_item))),
    chat_view(chat));
}

// --- the whole page ------------------------------------------------------------------------------

function tabs() {
  const unread = state.chats.reduce((sum, chat) => sum + chat.unread, 0);
  const tab = (name, label, badge) => h('button',
    { type: 'button', 'data-tab': name, 'aria-pressed': String(ui.tab === name),
    onclick: () => go({ tab: name }) }, label, badge > 0 && h('span', { class: 'unread' }, String(badge)));
  return h('nav', { class: 'tabs', 'aria-label': 'Разделы' }, tab('tasks', 'Задачи', 0),
    tab('chats', 'Чаты', unread));
}

function toasts() {
  return h('div', { class: 'toasts', role: 'status' },
    ui.toasts.map((one) => h('div', { key: one.id, class: `toast ${one.kind}` },
    one.dialog ? h('button', { type: 'button', 'data-action': 'open-dialog', onclick: () =>
      open_dialog(one.dialog) },
      h('b', null, one.title), h('span', null, one.text)) : h('span', null, one.text),
    button('×', () => close_toast(one.id), { 'aria-label': 'Скрыть', class: 'quiet' }))));
}

function whole_page() {
  const task = ui.task && task_by_id(ui.task);
  const me = person(ui.me);
  return [
    story_line(),
    h('header', { class: 'top' },
      h('h1', null, 'Портал', h('small', null, 'песочница')), people_bar()),
    h('p', { class: 'me only-narrow' }, 'Вы — ', h('b', null, me?.name ?? `сотрудник ${ui.me}`),
      me?.position && `, ${me.position}`),
    app_line(),
    failure && h('aside', { class: 'app-line', role: 'alert' }, failure),
    h('main', { class: `on-${ui.tab}` }, task ? task_card(task) : tasks_list(), messenger()),
    tabs(), toasts(),
  ];
}

let drawing = false;

function draw() {
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => { drawing = false; draw_now(); });
}

function draw_now() {
  const root = document.getElementById('page');
  if (!state) {
    if (failure) bring_kids(root, [h('p', { class: 'waiting', role: 'alert' }, failure)]);
    return;
  }
  const before = stick();
  bring_kids(root, whole_page().flat().filter(Boolean));
  before();
  const unread = state.chats.reduce((sum, chat) => sum + chat.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ''}${name_of(ui.me)} · портал-песочница`;
  document.body.dataset.me = ui.me;
  document.body.dataset.revision = state.revision;
  open_visible();
  read_visible();
}

// Keeps the chat at its end unless the person scrolled up to read; a newly opened chat starts at its end.
function stick() {
  const list = document.querySelector('.messages');
  const at_end = !list || list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const last = list?.lastElementChild;
  return () => {
    const now_list = document.querySelector('.messages');
    if (!now_list) return;
    const mine = now_list.lastElementChild !== last && now_list.lastElementChild?.classList.contains('mine');
    if (now_list !== list || at_end || mine) now_list.scrollTop = now_list.scrollHeight;
  };
}

function start() {
  read_address();
  for (const name of ['popstate', 'hashchange']) {
    addEventListener(name, () => {
      const before = ui.me;
      read_address();
      if (before !== ui.me) become(); else draw();
    });
  }
  narrow.addEventListener('change', draw);
  setInterval(draw, 30000);  // overdue marks and "today" follow the clock
  listen();
  refresh();
}

start();
