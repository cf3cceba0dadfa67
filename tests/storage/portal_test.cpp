#include "storage/portal.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "samples.hpp"
#include "storage/settings.hpp"

namespace storage {
namespace {

const portal::identity acme{
    "a1b2c3", "https://acme.bitrix24.ru/rest/", "https://oauth.bitrix24.tech/rest/", 1, true, 42};
const portal::tokens pair{"ACCESS-s3cr3t", "REFRESH-s3cr3t", monday + 1h};

TEST(Portal, IsKeptAndMayBeRenamed) {
    database db(in_memory());
    const auto known = [&] { return look(db, monday, [](auto& tx) { return portal::find(tx); }); };
    EXPECT_FALSE(known());
    transact(db, monday, [](auto& tx) { portal::save(tx, acme); });
    EXPECT_EQ(known(), acme);
    auto renamed = acme;
    renamed.client_endpoint = "https://acme-new.bitrix24.ru/rest/";
    renamed.bot = 43;
    transact(db, monday, [&](auto& tx) { portal::save(tx, renamed); });
    EXPECT_EQ(known(), renamed);
}

TEST(Portal, NeverBecomesAnotherPortal) {
    database db(in_memory());
    transact(db, monday, [](auto& tx) { portal::save(tx, acme); });
    auto other = acme;
    other.member_id = "stranger";
    EXPECT_THROW(transact(db, monday, [&](auto& tx) { portal::save(tx, other); }), database_error);
    EXPECT_EQ(look(db, monday, [](auto& tx) { return portal::find(tx); }), acme);
}

TEST(Portal, KnownByAWebhookAloneLearnsItsNameOnce) {
    database db(in_memory());
    auto who = acme;
    who.member_id = "acme.bitrix24.ru";
    who.server_endpoint = "";
    transact(db, monday, [&](auto& tx) { portal::save(tx, who); });
    transact(db, monday, [](auto& tx) { portal::save(tx, acme); });
    EXPECT_EQ(look(db, monday, [](auto& tx) { return portal::find(tx); }), acme);
    EXPECT_THROW(transact(db, monday, [&](auto& tx) { portal::save(tx, who); }), database_error);
}

TEST(Portal, TokensAreReplacedAsAPair) {
    database db(in_memory());
    const auto known = [&] { return look(db, monday, [](auto& tx) { return portal::find_tokens(tx); }); };
    EXPECT_FALSE(known());
    transact(db, monday, [](auto& tx) { portal::save_tokens(tx, pair); });
    EXPECT_EQ(known(), pair);
    const portal::tokens newer{"A2", "R2", monday + 2h};
    transact(db, monday, [&](auto& tx) { portal::save_tokens(tx, newer); });
    EXPECT_EQ(known(), newer);
    transact(db, monday, [](auto& tx) { portal::forget_tokens(tx); });
    EXPECT_FALSE(known());
}

TEST(Portal, NoSecretLiesOpenOnTheDisk) {
    temporary_folder folder;
    const auto path = folder.file("guard.db");
    database db(on_disk(path));
    transact(db, monday, [](auto& tx) {
        portal::save_tokens(tx, pair);
        portal::save_secret(tx, portal::application_token, "APP-s3cr3t");
        portal::save_secret(tx, portal::door_path, "DOOR-s3cr3t");
        tx.apply(dialogs::save_task{a_task()});
    });
    std::string disk;
    for (const auto& each : std::filesystem::directory_iterator(folder.path())) {
        std::ostringstream text;
        text << std::ifstream(each.path(), std::ios::binary).rdbuf();
        disk += text.str();
    }
    EXPECT_NE(disk.find("DROP TABLE task"), std::string::npos) << "the test looks where things lie";
    EXPECT_EQ(disk.find("s3cr3t"), std::string::npos);
}

TEST(Portal, ATokenAlteredOnTheDiskIsNoticedAndNotShown) {
    database db(in_memory());
    transact(db, monday, [](auto& tx) { portal::save_tokens(tx, pair); });
    db.link().run("UPDATE oauth SET access = refresh");
    try {
        (void)look(db, monday, [](auto& tx) { return portal::find_tokens(tx); });
        FAIL() << "a token was taken for another";
    } catch (const secret_error& why) {
        EXPECT_EQ(std::string(why.what()).find("s3cr3t"), std::string::npos);
    }
}

TEST(Portal, OtherSecretsAreKeptByName) {
    database db(in_memory());
    const auto find = [&](auto name) {
        return look(db, monday, [&](auto& tx) { return portal::find_secret(tx, name); });
    };
    EXPECT_EQ(find(portal::door_path), std::nullopt);
    transact(db, monday, [](auto& tx) {
        portal::save_secret(tx, portal::door_path, "one");
        portal::save_secret(tx, portal::door_path, "two");
        portal::save_secret(tx, portal::application_token, "");
    });
    EXPECT_EQ(find(portal::door_path), "two");
    EXPECT_EQ(find(portal::application_token), "");
    EXPECT_THROW(transact(db, monday, [](auto& tx) { portal::save_secret(tx, "journal_key", "x"); }),
                 std::logic_error);
}

TEST(Portal, TheGuardBeginsOnce) {
    database db(in_memory());
    const auto since = [&](instant now) {
        return look(db, now, [](auto& tx) { return tx.guarded_since(); });
    };
    EXPECT_EQ(since(monday), monday) << "not on: nothing that happened already may be reverted";
    EXPECT_EQ(since(monday + 5h), monday + 5h);
    transact(db, monday + 1h, [](auto& tx) {
        EXPECT_FALSE(portal::guard_is_on(tx));
        portal::switch_guard_on(tx);
    });
    transact(db, monday + 2h, [](auto& tx) {
        EXPECT_TRUE(portal::guard_is_on(tx));
        portal::switch_guard_on(tx);
    });
    EXPECT_EQ(since(monday + 5h), monday + 1h);
}

TEST(Portal, RemembersHowFarItWasRead) {
    database db(in_memory());
    transact(db, monday, [](auto& tx) {
        EXPECT_EQ(portal::cursor(tx, "bot_events"), "");
        portal::move_cursor(tx, "bot_events", "1207");
        portal::move_cursor(tx, "bot_events", "1208");
        EXPECT_EQ(portal::cursor(tx, "bot_events"), "1208");
        EXPECT_EQ(portal::cursor(tx, "tasks"), "");
    });
}

TEST(Portal, FindingsKeepTheMomentTheyBecameSo) {
    database db(in_memory());
    const auto note = [&](instant at, const char* name, const char* value) {
        transact(db, at, [&](auto& tx) { portal::note_finding(tx, name, value); });
    };
    const auto find = [&](const char* name) {
        return look(db, monday, [&](auto& tx) { return portal::find_finding(tx, name); });
    };
    EXPECT_EQ(find("state"), std::nullopt);
    note(monday, "state", "fine");
    note(monday + 1h, "state", "fine");
    note(monday + 1h, "bots", "imbot.v2 (36)");
    EXPECT_EQ(find("state"), (portal::finding{"state", "fine", monday}));
    note(monday + 2h, "state", "moved");
    note(monday + 3h, "state", "fine");
    const auto all = look(db, monday, [](auto& tx) { return portal::findings(tx); });
    EXPECT_EQ(all, (std::vector<portal::finding>{{"bots", "imbot.v2 (36)", monday + 1h},
                                                 {"state", "fine", monday + 3h}}));
}

TEST(Settings, WinUntilTheyAreTakenBack) {
    database db(in_memory());
    const auto all = [&] { return look(db, monday, [](auto& tx) { return settings::all(tx); }); };
    transact(db, monday, [](auto& tx) {
        settings::save(tx, "guard.mode", "observe");
        settings::save(tx, "guard.mode", "reason");
        settings::save(tx, "requests.remind_after", "4h");
    });
    EXPECT_EQ(all(), (std::map<std::string, std::string>{{"guard.mode", "reason"},
                                                         {"requests.remind_after", "4h"}}));
    transact(db, monday, [](auto& tx) { settings::forget(tx, "guard.mode"); });
    EXPECT_EQ(all().size(), 1U);
    transact(db, monday, [](auto& tx) { settings::forget_all(tx); });
    EXPECT_TRUE(all().empty());
}

}  // namespace
}  // namespace storage
