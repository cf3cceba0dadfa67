// What came in one turn of the event loop is kept in one transaction, then answered.
import { db, keep, open } from './door.mjs'

const keepAll = db.transaction(arrivals => arrivals.forEach(keep))
let gathering = null

function commit() {
  const group = gathering
  gathering = null
  try {
    keepAll(group.arrivals)
    group.kept()
  } catch (why) {
    group.lost(why)
  }
}

function gather() {
  const group = { arrivals: [] }
  group.done = new Promise((kept, lost) => Object.assign(group, { kept, lost }))
  setImmediate(commit)
  return group
}

await open(arrival => {
  gathering ??= gather()
  gathering.arrivals.push(arrival)
  return gathering.done
})
