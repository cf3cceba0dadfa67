// What is known of the portal, and what is being looked at.

export let state = null;   // the last answer of /page/state
export let failure = '';   // why there is no connection, for the person
let clock_shift = 0;       // the portal's clock minus ours
export const now = () => Date.now() + clock_shift;

export function know(fresh) {
  state = fresh;
  if (fresh) clock_shift = Date.parse(fresh.now) - Date.now();
}

export function fail(text) { failure = text; }

export const ui = {
  me: 27, tab: 'tasks', task: null, dialog: null,   // these four live in the address
  filter: 'mine', shift: 0, picker: null, creating: false,
  drag: null,              // { task, from, to, moved } while a deadline is being dragged
  moving: new Map(),       // task -> deadline sent and not yet confirmed
  flashing: new Map(),     // task -> 'returned' | 'changed'
  reply: null, drafts: new Map(), menu_at: 0,
  pressed: new Map(),      // "message:button" -> the keyboard it was pressed on
  opened: new Set(), toasts: [], hint: recall('hint') !== 'closed',
};

export function recall(name) {
  try { return localStorage.getItem(`sandbox.${name}`); } catch { return null; }
}

export function remember(name, value) {
  try { localStorage.setItem(`sandbox.${name}`, value); } catch { /* private window */ }
}

export const person = (id) => state.people.find((one) => one.id === id);
export const name_of = (id) => person(id)?.name ?? (id === 0 ? 'Система' : `Сотрудник ${id}`);
export const first_name = (one) => one.name.split(' ')[0];
export const my_zone = () => person(ui.me)?.zone || 'Europe/Moscow';
export const task_by_id = (id) => state.tasks.find((task) => task.id === id);
export const is_closed = (task) => task.status === 5;
export const instant_of = (text) => (text ? Date.parse(text) : null);
export const deadline_of = (task) =>
  (ui.moving.has(task.id) ? ui.moving.get(task.id) : instant_of(task.deadline));
export const deadline_moves = (task) => task.history.filter((row) => row.field === 'DEADLINE');
export const narrow = matchMedia('(max-width: 799px)');

// A deadline that somebody else put back where it was: the row says so until the deadline moves again.
export function returned(task) {
  const [before, last] = deadline_moves(task).slice(-2);
  if (!last || ui.moving.has(task.id) || last.userId === before.userId) return null;
  if (instant_of(last.to) !== instant_of(before.from)) return null;
  return { by: last.userId, tried: instant_of(before.to) };
}

// Chats in the order of their last message, the bot's private dialog even before its first message.
export function chats() {
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
export function current_chat() {
  const list = chats();
  const chosen = list.find((chat) => chat.dialog === ui.dialog);
  if (chosen || narrow.matches) return chosen ?? null;
  const first = list.find((chat) => chat.peer === state.app.bot && chat.private) ?? list[0] ?? null;
  ui.dialog = first?.dialog ?? null;
  return first;
}

export const visible_chat = () => (narrow.matches && ui.tab !== 'chats' ? null : current_chat());
