// Talking to the portal: GET /page/state, GET /page/stream, POST /page/act.

import { draw } from './dom.js';
import { fail, state, ui } from './state.js';
import { take, toast } from './news.js';

const fetching = { under_way: null, again: false };

export async function fetch_state(user) {
  const answer = await fetch(`/page/state?user=${user}`, { cache: 'no-store' });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error || `Портал ответил ${answer.status}`);
  return body;
}

// Resolves when the page shows a state that was asked for after this call.
export async function refresh() {
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
        fail('');
        if (user === ui.me) take(fresh); else fetching.again = true;
      } catch (error) {
        fail(error instanceof TypeError ? 'Нет связи с порталом, пробую снова…' : error.message);
        draw();
        setTimeout(refresh, 1000);
      }
    } while (fetching.again);
    fetching.under_way = null;
  })();
  return fetching.under_way;
}

let stream = null;

export function listen() {
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

export async function act(order) {
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
