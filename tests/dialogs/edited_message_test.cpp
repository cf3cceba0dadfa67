// Messages that are put right after they were sent.
#include <gmock/gmock.h>

#include "office.hpp"

namespace dialogs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;
using o = office;

class Edited : public testing::Test {
protected:
    void edits(user_id who, std::string text) {
        said words;
        words.by = who;
        words.dialog = std::to_string(who);
        words.message = 1;
        words.text = std::move(text);
        words.edited = true;
        here.handle(words);
    }
    office here;
};

TEST_F(Edited, ARequestInTheMakingTakesTheNewWords) {
    here.says(o::maria, "8017 до 22.12, клиент заболл");
    edits(o::maria, "8017 до 23.12, клиент заболел");
    EXPECT_THAT(here.last(o::maria),
                AllOf(HasSubstr("[b]ср 23.12, 18:00[/b]"), HasSubstr("«клиент заболел»")));
    here.presses(o::maria, "Отправить");
    EXPECT_EQ(here.only_request().wanted, o::december(23));
    EXPECT_EQ(here.only_request().words, "клиент заболел");
}

TEST_F(Edited, KeepsTheTaskThatWasChosen) {
    here.slips();
    here.presses(o::maria, "Другая дата");
    here.says(o::maria, "23.12");
    edits(o::maria, "24.12");
    here.presses(o::maria, "Клиент не отвечает");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("замер"), HasSubstr("[b]чт 24.12, 18:00[/b]")));
    edits(o::maria, "клиент уехал");
    EXPECT_THAT(here.last(o::maria), HasSubstr("клиент уехал"));
}

TEST_F(Edited, BeginsARequestWhenNothingIsOpen) {
    here.says(o::maria, "8017 да 22.12, клиент заболел");
    here.says(o::maria, "отмена");
    edits(o::maria, "8017 до 22.12, клиент заболел");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Проверьте запрос"));
    EXPECT_THAT(here.known.requests, SizeIs(0)) << "shown, not sent";
}

TEST_F(Edited, NeverDecidesOrAnswersAnything) {
    here.says(o::maria, "8017 до 22.12, клиент заболел");
    here.presses(o::maria, "Отправить");
    here.presses(o::boris, "Отклонить");
    const auto before = here.told(o::boris).size();
    edits(o::boris, "Срок жёсткий");
    EXPECT_EQ(here.only_request().state, request_state::pending) << "an older message may be meant";
    EXPECT_THAT(here.told(o::boris), SizeIs(before));
    here.presses(o::boris, "Решу позже");
    here.presses(o::boris, "Уточнить");
    here.presses(o::boris, "Почему");
    edits(o::maria, "клиент выздоровел");
    EXPECT_EQ(here.only_request().answer, "");
    const auto heard = here.told(o::ivan).size();
    edits(o::ivan, "привет!!");
    edits(o::ivan, "/my");
    EXPECT_THAT(here.told(o::ivan), SizeIs(heard)) << "nobody is lectured for an edit";
}

}  // namespace
}  // namespace dialogs
