// The story of three minutes on one line at the top: where one is in it shows in the tasks and the chats.

import { button, draw, h } from './dom.js';
import { deadline_moves, remember, returned, state, ui } from './state.js';
import { fetch_state } from './api.js';

const maria = 27, boris = 13;
const steps = { move: 1, ask: 2, approve: 3, done: 4 };

const asks_boris = { revision: null, answer: false };  // what Борис last had in his chats

const has_card = (seen_by_him) => seen_by_him.chats.some((chat) => chat.messages.some((message) =>
  !message.deleted && message.keyboard?.some((key) => /^(Одобрить|Approve)/.test(key.text?.trim() ?? ''))));

// The service account put a deadline back and later moved it after all.
function agreed(task) {
  const [tried, back, last] = deadline_moves(task).slice(-3);
  return Boolean(last) && back.userId !== tried.userId && back.to === tried.from
    && last.userId === back.userId && last.from === back.to;
}

function story_step() {
  if (ui.me === boris ? has_card(state) : asks_boris.answer) return steps.approve;
  const told = state.tasks.filter((task) => returned(task) || agreed(task));
  const last_move = (task) => deadline_moves(task).at(-1).at;
  const latest = told.sort((left, right) => last_move(left).localeCompare(last_move(right))).at(-1);
  if (!latest) return steps.move;
  return returned(latest) ? steps.ask : steps.done;
}

// A request waits in the chat of Борис, which nobody else sees: after each change his state is asked for too.
export async function follow_story() {
  const { revision } = state;
  if (!ui.hint || asks_boris.revision === revision) return;
  asks_boris.revision = revision;
  const his = ui.me === boris ? state : await fetch_state(boris).catch(() => null);
  if (!his || asks_boris.revision !== revision) return;
  const before = asks_boris.answer;
  asks_boris.answer = has_card(his);
  if (before !== asks_boris.answer) draw();
}

// Whom to become now, when the story waits for somebody else.
export const wanted_person = () =>
  (ui.hint && ui.me !== boris && story_step() === steps.approve ? boris : null);

// The step that is next says who one has to be for it.
function step_texts(step) {
  const who = (at, id, so, otherwise, bare) => (at !== step ? bare : ui.me === id ? so : otherwise);
  return [
    `${who(1, maria, 'Вы — Мария', 'Станьте Марией', 'Мария')}: перетащите срок «замера».`,
    `${who(2, maria, 'В чате', 'Станьте Марией, в чате', 'В чате')}: «Запросить…», причина, «Отправить».`,
    `${who(3, boris, 'Вы — Борис, в чате', 'Станьте Борисом', 'Борис')}: «Одобрить».`,
    'Готово: срок перенесён.'];
}

export function story_line() {
  if (!ui.hint) return null;
  const step = story_step();
  return h('aside', { class: 'story', 'aria-label': 'История на три минуты' },
    h('ol', null, step_texts(step).map((text, at) => h('li', { 'data-step': at + 1,
      'data-done': at + 1 < step || step === steps.done ? 'true' : null,
      'aria-current': at + 1 === step ? 'step' : null }, text))),
    button('Закрыть', () => { ui.hint = false; remember('hint', 'closed'); draw(); },
      { 'data-action': 'close-story', class: 'quiet' }));
}
