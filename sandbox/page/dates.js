// Instants (milliseconds since 1970, UTC) as people read them: on the wall of the person's own time zone.

import { now } from './state.js';

export const day_ms = 86400000;
const formats = new Map();

export function format(zone, options) {
  const name = zone + JSON.stringify(options);
  if (!formats.has(name)) formats.set(name, new Intl.DateTimeFormat('ru-RU', { timeZone: zone, ...options }));
  return formats.get(name);
}

export function wall(instant, zone) {  // the clock on that wall as if it were UTC, in milliseconds
  const options = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
    second: 'numeric', hourCycle: 'h23' };
  const part = {};
  for (const { type, value } of format(zone, options).formatToParts(instant)) part[type] = Number(value);
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
}

export function from_wall(clock, zone) {
  let instant = clock;
  for (let round = 0; round < 2; ++round) instant = clock - (wall(instant, zone) - instant);
  return instant;
}

export const day_of = (instant, zone) => Math.floor(wall(instant, zone) / day_ms);
export const day_name = (day) => new Date(day * day_ms).toISOString().slice(0, 10);
export const add_days = (instant, days, zone) => from_wall(wall(instant, zone) + days * day_ms, zone);
export const iso = (instant) =>
  (instant === null ? null : new Date(instant).toISOString().replace('.000Z', 'Z'));

export function weekday_date_time(instant, zone) {
  const weekday = format(zone, { weekday: 'short' }).format(instant);
  const options = { day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit' };
  if (Math.abs(instant - now()) > 300 * day_ms) options.year = 'numeric';
  return `${weekday} ${format(zone, options).format(instant)}`;
}

export const clock_time = (instant, zone) =>
  format(zone, { hour: '2-digit', minute: '2-digit' }).format(instant);

function plural(count, one, few, many) {
  const rule = new Intl.PluralRules('ru').select(Math.abs(count));
  return `${count} ${rule === 'one' ? one : rule === 'few' ? few : many}`;
}

export function difference(from, to, zone) {
  const days = day_of(to, zone) - day_of(from, zone);
  if (days === 0) return to === from ? 'без изменений' : 'в тот же день';
  return (days > 0 ? '+' : '−') + plural(Math.abs(days), 'день', 'дня', 'дней');
}
