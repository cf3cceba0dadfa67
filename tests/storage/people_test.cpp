#include "storage/people.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

namespace storage {
namespace {

const dialogs::person maria{27, "Мария Иванова", "Мария", "F", true, true, "Europe/Moscow", {3, 1, 2}};
const dialogs::person boris{13, "Борис", "Борис", "M", true, false, "", {}};

TEST(People, AreKeptAsTheyWereRead) {
    database db(in_memory());
    transact(db, monday, [](auto& tx) { people::save(tx, {maria, boris}); });
    const auto known = look(db, monday, [](auto& tx) { return people::load(tx); });
    ASSERT_NE(known.find(27), nullptr);
    EXPECT_EQ(*known.find(27), maria);
    EXPECT_EQ(*known.find(13), boris);
    EXPECT_EQ(known.find(14), nullptr);
}

TEST(People, ReadAgainReplaceTheOldOnes) {
    database db(in_memory());
    transact(db, monday, [](auto& tx) { people::save(tx, {maria, boris}); });
    auto dismissed = maria;
    dismissed.active = false;
    transact(db, monday + 1h, [&](auto& tx) { people::save(tx, {dismissed}); });
    const auto known = look(db, monday, [](auto& tx) { return people::load(tx); });
    EXPECT_EQ(*known.find(27), dismissed);
    const auto when = look(db, monday, [](auto& tx) { return people::fetched_at(tx); });
    EXPECT_EQ(when, (std::map<dialogs::user_id, instant>{{13, monday}, {27, monday + 1h}}));
}

TEST(People, DepartmentsAreReplacedAsAWhole) {
    database db(in_memory());
    EXPECT_EQ(look(db, monday, [](auto& tx) { return people::departments_fetched_at(tx); }), std::nullopt);
    transact(db, monday, [](auto& tx) {
        people::save_departments(tx, {{1, "Компания", 0, 13}, {2, "Продажи", 1, 0}});
    });
    transact(db, monday + 1h, [](auto& tx) { people::save_departments(tx, {{1, "Компания", 0, 14}}); });
    const auto known = look(db, monday, [](auto& tx) { return people::load(tx); });
    EXPECT_EQ(known.departments().size(), 1U);
    EXPECT_EQ(*known.find_department(1), (dialogs::department{1, "Компания", 0, 14}));
    EXPECT_EQ(look(db, monday, [](auto& tx) { return people::departments_fetched_at(tx); }), monday + 1h);
}

TEST(People, KeepLanguageAndWhenTheyWereTold) {
    database db(in_memory());
    const auto language = [&](dialogs::user_id who) {
        return look(db, monday, [&](auto& tx) { return tx.language_of(who); });
    };
    const auto told = [&](dialogs::user_id who) {
        return look(db, monday, [&](auto& tx) {
            const auto word = tx.announced_to(who, "");
            return word ? word->since : std::nullopt;
        });
    };
    EXPECT_EQ(language(27), "");
    EXPECT_EQ(told(27), std::nullopt);
    transact(db, monday, [](auto& tx) { tx.apply(dialogs::mark_told{27}); });
    EXPECT_EQ(language(27), "");
    transact(db, monday + 1h, [](auto& tx) {
        tx.apply(dialogs::save_language{27, "en"});
        tx.apply(dialogs::mark_told{27});
        tx.apply(dialogs::save_language{13, "ru"});
    });
    EXPECT_EQ(language(27), "en");
    EXPECT_EQ(told(27), monday) << "told once";
    EXPECT_EQ(told(13), std::nullopt);
}

}  // namespace
}  // namespace storage
