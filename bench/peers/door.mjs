// The bot's event door as a Node.js author writes it: Fastify reads the form, the token is compared, the item goes
// into an inbox of better-sqlite3 that merges what waits about one task. As durable as the bot's: WAL, every commit
// synced.
import { timingSafeEqual } from 'node:crypto'
import formbody from '@fastify/formbody'
import Database from 'better-sqlite3'
import Fastify from 'fastify'

const [port, file, token] = process.argv.slice(2)

export const db = new Database(file)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec(`
  CREATE TABLE IF NOT EXISTS inbox(id INTEGER PRIMARY KEY, body TEXT NOT NULL, coalescing_key TEXT UNIQUE,
                                   arrivals INTEGER NOT NULL DEFAULT 1, received_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS seen(once_key TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID`)

const insert = db.prepare(`INSERT INTO inbox(body, coalescing_key, received_at) VALUES (?, ?, unixepoch())
  ON CONFLICT(coalescing_key) DO UPDATE SET arrivals = arrivals + 1, body = excluded.body`)
const note = db.prepare('INSERT INTO seen(once_key, at) VALUES (?, unixepoch()) ON CONFLICT DO NOTHING')

export function keep({ item, key, once }) {
  if (once && note.run(once).changes === 0) return
  insert.run(JSON.stringify(item), key ?? null)
}

function arrivalOf(form) {
  if (form.event === 'ONTASKUPDATE') {
    const task = Number(form['data[FIELDS_AFTER][ID]'])
    return { item: { kind: 'task_touched', task }, key: `task:${task}` }
  }
  const by = Number(form['data[user][id]'])
  const pressed = form['data[command][params]']
  return {
    item: { kind: 'pressed', by, dialog: form['data[chat][dialogId]'], message: Number(form['data[message][id]']), token: pressed },
    once: `press:${by}:${pressed}:${form.ts}`
  }
}

const expected = Buffer.from(token)

function isGenuine(form) {
  const given = Buffer.from(form['auth[application_token]'] ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

// `put` keeps an arrival and may answer later.
export async function open(put) {
  const door = Fastify({ logger: false, bodyLimit: 1 << 20 })
  await door.register(formbody)
  door.post('/event', async (request, reply) => {
    if (!isGenuine(request.body)) return reply.code(403).send('No.')
    await put(arrivalOf(request.body))
    return 'Kept.'
  })
  await door.listen({ host: '127.0.0.1', port: Number(port) })
}
