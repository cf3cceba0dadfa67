#pragma once
// What the house remembers, as the deciding code sees it: records, and a read-only view of them. Storage
// implements the view on one transaction; tests implement it on maps.
#include <optional>
#include <string>
#include <vector>

#include "dialogs/journal.hpp"
#include "dialogs/message.hpp"
#include "dialogs/note.hpp"
#include "dialogs/people.hpp"
#include "dialogs/policy.hpp"
#include "dialogs/request.hpp"
#include "dialogs/task.hpp"
#include "dialogs/wave.hpp"

namespace dialogs {

// The move that made the accepted deadline what it is: kept so that its author may take it back within 10
// minutes.
struct accepted_move {
    user_id author = 0;
    instant at{};
    deadline before;
    friend bool operator==(const accepted_move&, const accepted_move&) = default;
};

// What a move stood by, or was asked for with: within two minutes its author may put a slip right by the
// same.
struct allowed_move {
    user_id author = 0;
    instant at{};
    deadline before;     // what the task was held to
    std::string ground;  // "tolerance", "handover", or that of the words
    std::string remark;  // key of the words
    user_id responsible = 0;
    friend bool operator==(const allowed_move&, const allowed_move&) = default;
};

// What was used up in a task while one person was responsible for it. Kept when he is so no longer: coming
// back gives him nothing new.
struct tally {
    user_id responsible = 0;
    deadline from;                   // what the task was held to when he took it
    int reasoned = 0;                // moves that stood by a reason
    std::vector<instant> tolerated;  // moments of moves within the tolerance
    bool handed = false;             // the date a new responsible person may set is set
    friend bool operator==(const tally&, const tally&) = default;
};

// What was used up of what the rules allow without asking anybody.
struct leeway {
    std::vector<tally> tallies;        // one a person
    std::optional<allowed_move> last;  // nothing once somebody else changed the deadline
    std::string limit;                 // that the last move put back went beyond (limits.hpp); "" = none
    friend bool operator==(const leeway&, const leeway&) = default;
};

// A silent move its author is asked about before it is put back.
struct asked_move {
    std::int64_t row = 0;  // of the history
    user_id author = 0;
    instant at{};
    instant until{};      // the time to answer is over
    deadline to;          // where the task stands meanwhile
    std::string outcome;  // what came of it; "" while it is open, see rule.hpp
    std::string slot;     // of the message that asks; "" = not asked yet
    friend bool operator==(const asked_move&, const asked_move&) = default;
};

// A task under guard.
struct guarded_task {
    task_id id = 0;
    std::string title;
    user_id responsible = 0;
    user_id creator = 0;
    int status = 2;
    std::int64_t group = 0;                    // workgroup, 0 = none
    deadline accepted;                         // what the task is held to
    deadline original;                         // the first one it had under guard
    std::int64_t settled_row = 0;              // history rows up to this id are judged for ever
    int moves = 0;                             // accepted postponements
    std::optional<accepted_move> last_move;    // author 0: accepted without a history row, see rule.hpp
    std::vector<accepted_move> earlier_moves;  // other accepted moves of the last minutes, oldest first
    std::vector<std::string> spent_remarks;    // keys of remarks that were evidence already
    leeway used;
    std::vector<instant> reverts;  // within the last hour, oldest first
    bool fighting = false;         // loop_limit was passed: hands off until it is over
    int missing_looks = 0;         // looks in a row that did not find it
    deadline attempted;            // where the last reverted move wanted it, for "Запросить …"
    user_id attempted_by = 0;
    std::string last_verdict;  // code of why it was put back, for "Почему вернулся срок?"; "" = never
    std::optional<asked_move> asked;  // the last one
    std::vector<remark> answers;      // given in the chat, of the last days
    friend bool operator==(const guarded_task&, const guarded_task&) = default;
};

enum class write_purpose { revert, apply, mend };  // mend: our own write had overwritten a rightful change

// A deadline write of the bot's own that was decided: on disk before it is sent, so that its history row is
// recognised by task, from, to and moment, never by the user id alone.
struct expected_write {
    std::int64_t id = 0;  // 0 when new; storage gives it
    task_id task = 0;
    deadline from;  // the deadline we judged
    deadline to;
    write_purpose purpose = write_purpose::revert;
    request_id request = 0;       // for apply
    std::int64_t judged_row = 0;  // the newest history row seen when deciding
    instant decided_at{};
    bool called_back = false;  // not sent any more; it may have been on the wire already
    friend bool operator==(const expected_write&, const expected_write&) = default;
};

// What the bot waits for from one person in the private chat.
enum class question {
    nothing,
    task,
    date,
    reason,
    words,
    confirm,
    rejection_words,
    other_date,
    answer,
    inquiry,        // of the approver: what he wants to know about a request
    inquiry_answer  // of the requester: what he says to that
};

struct conversation {
    user_id who = 0;
    question awaiting = question::nothing;
    task_id task = 0;  // the draft: 0, nothing and "" = not said yet
    deadline wanted;
    std::string category;
    std::string words;
    request_id request = 0;  // for rejection_words, other_date, inquiry, inquiry_answer
    int step = 0;            // grows with each question: buttons of older steps are stale
    instant since{};
    friend bool operator==(const conversation&, const conversation&) = default;
};

// A person's figures, from the journal.
struct figures {
    int moved = 0;  // accepted postponements, with a reason
    int put_back = 0;
    int requests = 0;
    int approved = 0;
    friend bool operator==(const figures&, const figures&) = default;
};

struct announced {
    guard_mode mode = guard_mode::observe;  // observe: of none that puts anything back
    std::optional<instant> since;           // when he first had it before his eyes; nothing: not yet
    friend bool operator==(const announced&, const announced&) = default;
};

// A notice that waits for others to be told together.
struct held_notice {
    task_id task = 0;
    instant since{};
    friend bool operator==(const held_notice&, const held_notice&) = default;
};

// A move within the tolerance, in any task.
struct tolerated_move {
    task_id task = 0;
    instant at{};
    friend bool operator==(const tolerated_move&, const tolerated_move&) = default;
};

// A request as the approver saw it when he said yes to several at once.
struct seen_request {
    request_id id = 0;
    deadline due;
    instant wanted{};
    int status = 2;
    friend bool operator==(const seen_request&, const seen_request&) = default;
};

// What lies before an approver besides the cards.
struct approver_desk {
    user_id who = 0;
    deadline listed_at;                // when the list of all that waits was sent; nothing: none is open
    std::vector<seen_request> agreed;  // decided when `agreed_until` has come, unless he thinks again
    deadline agreed_until;             // nothing: no such decision is under way
    int step = 0;                      // grows with each of them: buttons of older ones are stale
    friend bool operator==(const approver_desk&, const approver_desk&) = default;
};

// Small requests of this person are approved at once.
struct trust {
    user_id approver = 0;
    user_id person = 0;
    instant since{};
    instant until{};  // may be over
    friend bool operator==(const trust&, const trust&) = default;
};

class memory {
public:
    virtual ~memory() = default;
    virtual std::optional<guarded_task> find_task(task_id id) const = 0;
    virtual std::vector<guarded_task> tasks_of(
        user_id responsible) const = 0;  // open ones, nearest accepted deadline first
    virtual std::vector<expected_write> expected_writes(
        task_id task) const = 0;  // not settled yet, oldest first
    virtual std::optional<request> find_request(request_id id) const = 0;
    virtual std::optional<request> open_request(task_id task) const = 0;
    virtual std::vector<request> open_requests_by(user_id requester) const = 0;
    // Those he may decide: as their approver, or because they went up to him. By id.
    virtual std::vector<request> open_requests_for(user_id approver) const = 0;
    virtual request_id next_request_id() const = 0;
    virtual approver_desk desk_of(user_id approver) const = 0;          // an empty one when none
    virtual std::vector<trust> trusted_by(user_id approver) const = 0;  // those that are over as well
    virtual conversation conversation_with(user_id who) const = 0;      // default one when none
    virtual std::optional<button_binding> binding(std::string_view token) const = 0;
    virtual figures figures_of(user_id who, instant since) const = 0;
    // The category of the last reason he gave, for a request or to a question; "" = none yet.
    virtual std::string last_category_of(user_id who) const = 0;
    virtual std::string language_of(user_id who) const = 0;  // "" = not chosen
    // When the guard was switched on (the first verified installation): nothing older is ever reverted.
    virtual instant guarded_since() const = 0;
    // What this person was told last of how deadlines are guarded: "" for his own, else of tasks under the
    // rules of that name (announcement.hpp). Nothing of his is reverted before.
    virtual std::optional<announced> announced_to(user_id who, std::string_view about) const = 0;
    virtual std::vector<held_notice> held_notices(user_id who) const = 0;  // by task
    // Whether reverts of other tasks are on their way that this person will hear of: he made the move, or is
    // responsible.
    virtual bool reverts_under_way(user_id who, task_id besides) const = 0;
    // Tasks with a question to this person that is still open, by id.
    virtual std::vector<guarded_task> questions_to(user_id who) const = 0;
    // Tasks the message in this slot asks about or asked about, by id.
    virtual std::vector<guarded_task> asked_in(std::string_view slot) const = 0;
    // The slot of a message of ours; "" = none.
    virtual std::string slot_of(std::int64_t message) const = 0;
    // Moves within the tolerance of all tasks while he was responsible for them, made at `from` or later and
    // before `until`.
    virtual std::vector<tolerated_move> tolerated_moves(user_id responsible, instant from,
                                                        instant until) const = 0;
    // The newest rows of the telling kinds about a task, newest first, at most 20.
    virtual std::vector<journal_row> told_of(task_id task) const = 0;
    // The deadlines put back since then (kind put_back), newest first, at most 100.
    virtual std::vector<journal_row> put_back_since(instant since) const = 0;
    // Whether the administrators were told since then that nobody can approve a move.
    virtual bool unapprovable_told_since(instant since) const = 0;
    virtual std::vector<expected_write> pending_reverts()
        const = 0;  // to be sent, of all tasks, oldest first

    virtual std::optional<silent_move> find_move(task_id task) const = 0;
    // Moves of no wave, of other tasks too, made between these moments.
    virtual std::vector<silent_move> lone_moves(user_id author, instant from, instant to) const = 0;
    virtual std::vector<silent_move> moves_in(wave_id id) const = 0;  // by deadline, nearest first
    virtual std::vector<task_id> waiting_moves() const = 0;           // tasks of fate `waits`
    virtual std::optional<wave> find_wave(wave_id id) const = 0;
    virtual std::optional<wave> open_wave(user_id author) const = 0;
    virtual std::vector<wave> open_waves() const = 0;
    virtual wave_id next_wave_id() const = 0;
    virtual std::vector<pause> pauses() const = 0;                    // oldest first
    virtual std::vector<left_note> notes_of(task_id task) const = 0;  // of late, oldest first
};

}  // namespace dialogs
