#include "misfortunes.hpp"

#include <algorithm>

#include "sandbox/oauth.hpp"
#include "sandbox/trouble.hpp"

namespace simulation {

using namespace std::chrono_literals;

misfortunes::misfortunes(agenda& time, diary& book, office& at, const temper& mood, std::uint64_t seed,
                         remedies people)
    : time_(time),
      book_(book),
      at_(at),
      mood_(mood),
      roll_(seed, "misfortunes"),
      people_(std::move(people)) {}

void misfortunes::befall() {
    if (are_there())
        return;
    std::vector<std::string> all{"unpaid", "maintenance", "renamed"};
    if (mood_.way != way_in::webhook)
        all.insert(all.end(), {"inactive", "removed", "uninstalled", "revoked"});
    now_ = roll_.one_of(all);
    book_.note("misfortune: " + now_);
    if (now_ == "removed" || now_ == "uninstalled")
        take_off(now_ == "uninstalled");
    else if (now_ == "renamed")
        rename();
    else
        sandbox::befall(at_.portal, now_);
    const auto lasts = std::clamp<milliseconds>(roll_.waiting(2h), 1min, 12h);
    time_.plan_in(lasts, [this, which = ++befallen_] {
        if (which == befallen_)
            mend();
    });
}

// Its tokens are worth nothing any more, whatever comes.
void misfortunes::take_off(bool tell) {
    auto& portal = at_.portal;
    const auto bindings = portal.bindings;
    for (const auto& each : bindings)
        if (tell && each.event == "ONAPPUNINSTALL" && !each.offline)
            sandbox::deliver(portal, each.event, each.handler,
                             {{"event", each.event},
                              {"data", {{"LANGUAGE_ID", "ru"}, {"CLEAN", "1"}}},
                              {"auth",
                               {{"domain", sandbox::host_of(portal)},
                                {"member_id", portal.app.member_id},
                                {"application_token", portal.app.application_token}}}});
    at_.settle();
    sandbox::befall(portal, "removed");
    portal.access_tokens.clear();
    portal.refresh_tokens.clear();
    people_.bot_gone();
}

// Of a webhook people must say the new name.
void misfortunes::rename() {
    const auto host = "127.0.0." + std::to_string(2 + names_++ % 2);
    sandbox::rename_portal(at_.portal, "http://" + host + ":8070");
}

void misfortunes::mend() {
    if (!are_there())
        return;
    book_.note("mended: " + now_);
    const auto was = std::exchange(now_, "");
    if (was == "renamed") {
        if (mood_.way == way_in::webhook)
            people_.restart();
        return;
    }
    if (was != "revoked")
        sandbox::befall(at_.portal, "mended");
    if (was == "revoked" || was == "removed" || was == "uninstalled")
        people_.install();
}

}  // namespace simulation
