// One task's deadline: the button that shows it and the form that changes it.

import { button, draw, h } from './dom.js';
import { deadline_of, is_closed, my_zone, now, state, ui } from './state.js';
import { add_days, day_ms, from_wall, iso, wall, weekday_date_time } from './dates.js';
import { act } from './api.js';
import { notice_deadlines, seen } from './news.js';

export async function move_deadline(task, instant, reason = undefined) {
  ui.picker = null;
  if (instant === deadline_of(task)) return draw();
  ui.moving.set(task.id, instant);
  seen.deadlines.set(task.id, instant);
  draw();
  const done = await act({ do: 'deadline', task: task.id, deadline: iso(instant), reason });
  ui.moving.delete(task.id);
  if (!done) seen.deadlines.delete(task.id);
  if (state) notice_deadlines();
  draw();
}

export function deadline_button(task) {
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

export function picker(task) {
  if (ui.picker !== task.id) return null;
  const zone = my_zone();
  const deadline = deadline_of(task);
  const evening = Math.floor(wall(now(), zone) / day_ms) * day_ms + 18 * 3600000;
  const base = deadline ?? from_wall(evening, zone);
  const quick = [['+1 день', 1, 'plus-1'], ['+2 дня', 2, 'plus-2'], ['+неделя', 7, 'plus-7']];
  return h('form', { class: 'picker', 'data-action': 'pick-deadline', onsubmit: (event) => {
    event.preventDefault();
    const clock = Date.parse(`${event.target.elements.when.value}Z`);
    if (!Number.isNaN(clock)) move_deadline(task, from_wall(clock, zone), event.target.elements.reason?.value);
  } },
  h('label', null, 'Новый срок ', h('input', { type: 'datetime-local', name: 'when', required: true,
    initial: new Date(wall(base, zone)).toISOString().slice(0, 16) })),
  task.mustGiveReason && h('label', null, 'Причина ', h('input', { type: 'text', name: 'reason', required: true })),
  h('button', { type: 'submit', class: 'primary', 'data-action': 'save-deadline' }, 'Сохранить'),
  !task.mustGiveReason && quick.map(([label, days, name]) =>
    button(label, () => move_deadline(task, add_days(base, days, zone)), { 'data-action': name })),
  deadline !== null && !task.mustGiveReason && button('Убрать срок', () => move_deadline(task, null),
    { 'data-action': 'no-deadline' }));
}
