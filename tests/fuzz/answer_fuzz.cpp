// Input: an HTTP status on the first line, the body the portal answered with after that.
#include <algorithm>
#include <charconv>

#include "bot/wire/call.hpp"
#include "bot/wire/look.hpp"
#include "bot/wire/oauth.hpp"
#include "bot/wire/outgoing.hpp"
#include "bot/wire/people.hpp"
#include "bot/wire/setup.hpp"
#include "bot/wire/tasks.hpp"
#include "bot/wire/value.hpp"
#include "locale/text.hpp"
#include "promise.hpp"

namespace {

using namespace bot::wire;

int status_in(std::string_view line) {
    int status = 0;
    std::from_chars(line.data(), line.data() + line.size(), status);
    return status;
}

void every_reader_takes(const json::value& result) {
    for (const auto& task : read_tasks(result))
        fuzz::promise(task.id != 0, "a task has an id");
    read_task(result);
    read_task(at(result, "task"));
    std::int64_t before = INT64_MIN;
    for (const auto& row : read_history(result)) {
        fuzz::promise(row.id > before, "rows of a history are in order and each is there once");
        before = row.id;
    }
    read_messages(result);
    read_comments(result);
    for (const auto& each : read_people(result))
        fuzz::promise(each.id > 0 && locale::is_utf8(each.name), "a person has an id and a readable name");
    for (const auto& each : read_departments(result))
        fuzz::promise(each.id > 0, "a department has an id");
    sent_message(result);
}

void every_setup_reader_takes(const json::value& result) {
    read_profile(result);
    read_application(result);
    missing_scopes(result);
    const auto hours = read_calendar(result, locale::zone());
    fuzz::promise(hours.day_start < hours.day_end && hours.day_start >= locale::minutes(0) &&
                      hours.day_end <= locale::minutes(24 * 60),
                  "a working day ends after it begins");
    fuzz::promise(std::count(hours.weekend.begin(), hours.weekend.end(), false) > 0,
                  "a week has a working day");
    read_revision(result);
    fuzz::promise(read_bot(result).id >= 0, "a bot has an id or none");
    plan_bindings(result, {"https://bot.example.com/event/x", false});
    plan_bindings(result, {"", true});
}

dialogs::needs of_everything() {
    dialogs::needs what;
    what.tasks = {8017, 8018};
    what.people = {13, 27};
    what.tasks_of = {27};
    what.departments = true;
    return what;
}

void is_folded(const std::vector<reply>& answers, const look_plan& plan) {
    dialogs::facts into;
    const auto missing = fold_look(plan, answers, into);
    if (missing.rest)
        return;
    for (const auto id : plan.asked.tasks)
        fuzz::promise(into.tasks.contains(id) || missing.tasks.contains(id) || missing.moved_on.contains(id),
                      "a look tells of each task that was asked for, or that it does not");
    for (const auto who : plan.asked.tasks_of)
        fuzz::promise(into.tasks_of.contains(who), "a look that holds tells of each person's tasks");
    more_departments(plan, answers);
}

void is_told(const refusal& why) {
    remedy_for(why, false);
    remedy_for(why, true);
    is_of_all_calls(why);
    may_be_bound_already(why);
    fuzz::promise(locale::is_utf8(why.text), "what is logged is readable");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto body = fuzz::text_of(data, size);
    const int status = status_in(fuzz::take_line(body));
    const auto answer = decode(status, body);
    if (answer.has_error()) {
        is_told(answer.error());
    } else {
        every_reader_takes(*answer);
        every_setup_reader_takes(*answer);
    }
    const auto plan = plan_look(of_everything());
    const auto answers = decode_batch(status, body, plan.calls.size());
    fuzz::promise(answers.size() == plan.calls.size(), "each call of a batch has a reply");
    for (const auto& each : answers)
        if (each.has_error())
            is_told(each.error());
    is_folded(answers, plan);
    if (const auto pair = read_tokens(status, body); pair.has_value())
        fuzz::promise(!pair->access_token.empty() && !pair->refresh_token.empty(), "tokens come in pairs");
    operating_reset(body);
    return 0;
}
