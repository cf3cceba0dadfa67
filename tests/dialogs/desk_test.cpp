// Help, the manager's desk, words that work like commands, groups, small talk.
#include <gmock/gmock.h>

#include "office.hpp"

namespace dialogs {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using o = office;

TEST(desk, shows_requests_and_deadlines) {
    office here;
    here.says(o::maria, "мои");
    EXPECT_THAT(here.last(o::maria), AllOf(HasSubstr("Открытых запросов нет"),
                                           HasSubstr("пт 18.12, 18:00 — «"), HasSubstr("Прогресс")));
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.says(o::maria, "да");
    here.commands(o::maria, "my");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Решает Борис Орлов с пн 14.12, 10:01"));
    EXPECT_THAT(here.buttons(o::maria),
                ElementsAre("Напомнить", "Изменить", "Отозвать", "Запросить перенос"));
    here.presses(o::maria, "Отозвать");
    EXPECT_EQ(here.only_request().state, request_state::withdrawn);
}

TEST(desk, helps_with_anything_it_does_not_understand) {
    office here;
    for (const char* text : {"помощь", "???", "абракадабра", "что делать", "\xFF\xFE", "", "привет"}) {
        const auto before = here.told(o::maria).size();
        here.says(o::maria, text);
        EXPECT_THAT(here.told(o::maria), SizeIs(before + 1)) << text;
        EXPECT_THAT(here.last(o::maria), HasSubstr("Помогаю договориться о сроках")) << text;
    }
    here.commands(o::maria, "nonsense");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Помогаю договориться"));
    here.says(o::maria, "/my");
    EXPECT_THAT(here.last(o::maria), HasSubstr("Ближайшие сроки"));
}

TEST(desk, says_first_what_waits_for_the_reader) {
    office here;
    here.slips();
    here.says(o::maria, "клиент заболел");
    here.says(o::maria, "да");
    here.says(o::boris, "помощь");
    EXPECT_THAT(here.last(o::boris), StartsWith("Вашего решения ждёт 1 запрос"));
    here.says(o::maria, "помощь");
    EXPECT_THAT(here.last(o::maria), StartsWith("На рассмотрении 1 ваш запрос"));
}

TEST(desk, thanks_greets_and_declines_files) {
    office here;
    here.says(o::maria, "Спасибо!");
    EXPECT_EQ(here.last(o::maria), "Всегда пожалуйста!");
    said file;
    file.by = o::maria;
    file.dialog = "27";
    file.has_file = true;
    here.handle(file);
    EXPECT_THAT(here.last(o::maria), HasSubstr("Файлы и голос я не понимаю"));
    here.says(o::maria, "отмена");
    EXPECT_THAT(here.last(o::maria), StartsWith("Отменять нечего"));
}

TEST(desk, answers_a_group_in_one_line_and_goes_on_in_private) {
    office here;
    here.says(o::maria, "мои", "chat5");
    ASSERT_THAT(here.known.messages, SizeIs(2));
    EXPECT_EQ(here.known.messages[0].dialog, "chat5");
    EXPECT_THAT(here.known.messages[0].what.text, HasSubstr("личном чате"));
    EXPECT_THAT(here.known.messages[0].what.text, Not(HasSubstr("Ромашка")));
    EXPECT_THAT(here.last(o::maria), HasSubstr("Ромашка"));
}

TEST(desk, greets_whoever_opens_the_chat_and_announces_itself_once) {
    office here;
    here.known.told.clear();
    here.handle(joined{o::maria, "27"});
    EXPECT_THAT(here.last(o::maria), HasSubstr("под присмотром"));
    here.handle(joined{o::maria, "27"});
    EXPECT_THAT(here.told(o::maria), SizeIs(1));
    here.handle(joined{o::anna, "7"});
    EXPECT_THAT(here.last(o::anna), AllOf(HasSubstr("Помощник по срокам"), Not(HasSubstr("под присмотром"))));
    here.handle(joined{o::maria, "chat5"});
    EXPECT_EQ(here.known.messages.back().dialog, "chat5");
    here.handle(joined{555, "555"});  // a guest
    EXPECT_THAT(here.told(555), IsEmpty());
}

TEST(desk, speaks_the_language_one_chooses) {
    office here;
    here.commands(o::maria, "lang", "en");
    EXPECT_EQ(here.last(o::maria), "All right, I write in English.");
    here.slips();
    EXPECT_THAT(here.last(o::maria), HasSubstr("is [b]Fri 18 Dec, 18:00[/b] again"));
    here.says(o::maria, "till 23.12 3pm, the client is ill");
    EXPECT_THAT(here.last(o::maria),
                AllOf(HasSubstr("[b]Wed 23 Dec, 15:00[/b]"), HasSubstr("the client is ill")));
    here.says(o::maria, "send");
    EXPECT_THAT(here.card().text, HasSubstr("Мария Иванова просит"));  // Борис reads Russian
    here.commands(o::maria, "lang", "de");
    EXPECT_THAT(here.last(o::maria), HasSubstr("/lang ru"));
}

}  // namespace
}  // namespace dialogs
