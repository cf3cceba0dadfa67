#pragma once
// How one reader is spoken to: his language, his zone, links that open for him.
#include <string>
#include <string_view>

#include "dialogs/people.hpp"
#include "dialogs/task.hpp"
#include "locale/calendar.hpp"
#include "locale/catalogue.hpp"
#include "locale/date_words.hpp"

namespace dialogs {

class voice {
public:
    voice(user_id to, locale::reader reader, const locale::calendar& working, std::string portal);

    [[nodiscard]] user_id to() const { return to_; }
    [[nodiscard]] const locale::reader& reader() const { return reader_; }
    [[nodiscard]] const locale::calendar& working() const { return *working_; }

    // The text under a key of the catalogue.
    [[nodiscard]] std::string say(std::string_view key, const locale::arguments& with = {}) const;
    [[nodiscard]] std::string count(std::string_view key, long number,
                                    const locale::arguments& with = {}) const;

    // "пт 18.12, 18:00"; "без срока" when there is none.
    [[nodiscard]] std::string date(const deadline& moment) const;
    // "22.12": for buttons.
    [[nodiscard]] std::string short_date(instant moment) const;
    // "+2 рабочих дня"; "" when one of them is none.
    [[nodiscard]] std::string difference(const deadline& from, const deadline& to) const;
    // "+2 рабочих дня, 3-й перенос"
    [[nodiscard]] std::string move(const deadline& from, const deadline& to, int number) const;
    // The title as a link to the task.
    [[nodiscard]] std::string task(task_id id, std::string_view title) const;
    // "Борис Орлов", or "сотрудник" of somebody unknown. Escaped.
    [[nodiscard]] std::string name(const person* who) const;
    // "Клиент попросил позже: «до вторника уехал»"
    [[nodiscard]] std::string reason(std::string_view category, std::string_view words) const;
    // Which of the reasons is meant, as a button says it.
    [[nodiscard]] std::string category(std::string_view key) const;

private:
    user_id to_;
    locale::reader reader_;
    const locale::calendar* working_;
    std::string portal_;
};

}  // namespace dialogs
