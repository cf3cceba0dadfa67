#pragma once
// What the company wants: the [guard], [people] and [requests] tables of the configuration and its policy
// files, as values.
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/people.hpp"
#include "dialogs/task.hpp"
#include "locale/calendar.hpp"

namespace dialogs {

enum class guard_mode { observe, reason, approval };
std::string_view name_of(guard_mode mode);  // "observe", …
std::optional<guard_mode> guard_mode_of(std::string_view name);
enum class robot_rule { accept, judge };
// What a reason given after a revert is: a request, or enough to have the new date back.
enum class after_revert_rule { request, reason };

// The rules one person's tasks are held to. The whole company has them, and departments, workgroups and
// people may have others.
struct rules {
    guard_mode mode = guard_mode::observe;
    std::chrono::minutes reason_window{10};
    int reason_min_letters = 5;
    robot_rule robots = robot_rule::accept;
    // A postponement this small, made before the accepted deadline passed, needs no reason.
    std::chrono::minutes tolerance{0};
    bool tolerance_same_day = false;  // any hour of the accepted deadline's day, for the responsible person
    int tolerance_moves = 2;          // of one task while one person is responsible
    int tolerance_moves_week = 0;     // of all his tasks in a calendar week; 0 = any number
    // Beyond these a reason is not enough; counted anew for each responsible person.
    int moves_max = 0;               // of one task by a reason; 0 = any number
    std::chrono::days shift_max{0};  // later than the deadline he took the task with; 0 = any distance
    // How long whoever was made responsible by somebody entitled may set one date without a reason.
    locale::working_span handover{2, locale::minutes(0)};
    // How long the author of a silent move is asked before it is put back; 0: not at all.
    std::chrono::seconds grace{0};
    after_revert_rule after_revert = after_revert_rule::request;
    int loop_limit = 3;  // reverts of one task within an hour
    // More silent moves by one author within ten minutes are held and asked about; 0: they never are.
    int mass_limit = 25;
    bool notes = true;          // in the task's discussion, of each applied request
    bool note_reverts = false;  // … and of each revert
    user_id approver = 0;       // decides instead of the head of the department; 0 = he
    int auto_approve = 0;       // requests up to so many working days are approved at once; 0 = none
    // Of reasons, in the order they are offered: keys of the default set, or texts of the company's own,
    // "Ждём поставку" or with the English one behind it, "Ждём поставку|Waiting for a delivery".
    std::vector<std::string> categories;
    std::set<std::string> words_for{"other"};  // those of them that need words
    friend bool operator==(const rules&, const rules&) = default;
};

// Rules of their own for some. A policy file.
struct special_rules {
    std::string name;                       // of the file, for the journal
    std::vector<std::int64_t> departments;  // with all below them
    std::set<std::int64_t> groups;
    std::set<user_id> people;
    rules hold;
    friend bool operator==(const special_rules&, const special_rules&) = default;
};

// Somebody is away, and who decides for him meanwhile.
struct absence {
    user_id who = 0;
    instant from{}, until{};  // whole days of the portal's zone; `until` is the first moment after the last
    user_id substitute = 0;   // 0 = none
    friend bool operator==(const absence&, const absence&) = default;
};

// Whom the portal's own absence chart has away, and until when; nothing: he is there.
using portal_absences = std::map<user_id, std::optional<instant>>;

// How long a request waits for its answer, in working time of those who may give it. Empty: for ever.
struct patience {
    locale::working_span remind_after{0, std::chrono::hours(4)};
    locale::working_span escalate_after{0, std::chrono::hours(8)};
    locale::working_span expire_after{0, std::chrono::hours(40)};
    friend bool operator==(const patience&, const patience&) = default;
};

struct policy {
    rules usual;
    std::vector<special_rules> special;
    std::vector<std::int64_t> departments;  // guarded, with all below them; empty = the whole company
    std::set<std::int64_t> groups;          // guarded workgroups; empty = all tasks
    std::set<user_id> exempt_users;
    std::set<user_id> automation_users;
    std::set<user_id> administrators;
    std::set<user_id> owners;
    user_id default_approver = 0;  // 0 = none
    patience waits;
    std::vector<absence> absent;
    // A change is judged by the policy in force at its own moment.
    instant in_force_since{};
    std::shared_ptr<const policy> before;  // nothing: it was always this one
};

// The policy that was in force then.
const policy& in_force(const policy& present, instant at);

// His absence at that moment; nullptr: he is there.
const absence* absence_of(const policy& of, user_id who, instant at);
// The same, and where the configuration says nothing what the portal says.
std::optional<absence> absence_of(const policy& of, const portal_absences& told, user_id who, instant at);

// The rules for a task of this person in this workgroup (0 = none): those given for the person, else for the
// workgroup, else for the nearest of his departments and those above them, else the usual ones.
const rules& rules_for(const policy& of, const directory& who, user_id responsible, std::int64_t group);
// The set of them these are; nullptr: the usual ones.
const special_rules* special_for(const policy& of, const directory& who, user_id responsible,
                                 std::int64_t group);

// How his own deadlines are guarded: observe where nothing of his is ever put back, for nobody is above him,
// he is exempt, or works elsewhere. Tasks of workgroups may be guarded otherwise.
guard_mode mode_for(const policy& of, const directory& who, user_id person);

// The default set, design section 5: no_answer, asked_later, client_away, payment, colleague, overload,
// technical, other.
std::vector<std::string> default_categories();

}  // namespace dialogs
