// Each request its own transaction, as most people write it.
import { db, keep, open } from './door.mjs'

await open(db.transaction(keep))
