// The days in sight, and a deadline on them that is dragged by mouse, finger or arrow keys.

import { button, draw, h } from './dom.js';
import { deadline_of, my_zone, narrow, now, returned, ui } from './state.js';
import { add_days, day_ms, day_name, day_of, difference, format, weekday_date_time } from './dates.js';
import { move_deadline } from './deadline.js';

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

const is_weekend = (day) => [0, 6].includes(new Date(day * day_ms).getUTCDay());

export function days_head() {
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
export function track(task) {
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
