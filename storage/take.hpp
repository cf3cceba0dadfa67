#pragma once
// How each step of a decision is taken. Inside storage only: others call transaction::apply.
#include "storage/transaction.hpp"

namespace storage {

void take(transaction& tx, const dialogs::save_task& step);
void take(transaction& tx, const dialogs::forget_task& step);
void take(transaction& tx, const dialogs::save_request& step);
void take(transaction& tx, const dialogs::save_conversation& step);
void take(transaction& tx, const dialogs::settle_write& step);
void take(transaction& tx, const dialogs::call_back& step);
void take(transaction& tx, const dialogs::save_language& step);
void take(transaction& tx, const dialogs::mark_told& step);
void take(transaction& tx, const dialogs::forget_told& step);
void take(transaction& tx, const dialogs::journal& step);
void take(transaction& tx, const dialogs::write_deadline& step);
void take(transaction& tx, const dialogs::say& step);
void take(transaction& tx, const dialogs::rewrite& step);
void take(transaction& tx, const dialogs::hold_notice& step);
void take(transaction& tx, const dialogs::notices_told& step);
void take(transaction& tx, const dialogs::save_move& step);
void take(transaction& tx, const dialogs::forget_move& step);
void take(transaction& tx, const dialogs::save_wave& step);
void take(transaction& tx, const dialogs::save_pause& step);
void take(transaction& tx, const dialogs::leave_note& step);
void take(transaction& tx, const dialogs::note_seen& step);
void take(transaction& tx, const dialogs::save_desk& step);
void take(transaction& tx, const dialogs::save_trust& step);
// Hours (these, and hold_notice's `until`) are the engine's to keep, as items of the inbox.
inline void take(transaction&, const dialogs::look_later&) {}
inline void take(transaction&, const dialogs::look_again&) {}
inline void take(transaction&, const dialogs::wave_later&) {}
inline void take(transaction&, const dialogs::pause_later&) {}
inline void take(transaction&, const dialogs::desk_later&) {}
inline void take(transaction&, const dialogs::request_later&) {}

// A deadline write, settled or not.
dialogs::expected_write write_of(const transaction& tx, std::int64_t id);
dialogs::left_note note_of(const transaction& tx, std::int64_t id);

}  // namespace storage
