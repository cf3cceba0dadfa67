#pragma once
// How long the bot could hear nobody, and whom that concerns: what people pressed meanwhile may never have
// reached it.
#include <chrono>

#include "locale/instant.hpp"
#include "storage/database.hpp"

namespace bot {

class absence {
public:
    // Presses are posted once, and kept for a day at most where they are asked for (T46).
    static constexpr std::chrono::minutes posts_missed_after{3}, events_kept{24 * 60};

    // The database outlives it; all throw storage::database_error.
    explicit absence(storage::database& disk) : disk_(disk) {}

    // Up to this moment nothing that people pressed can have been lost.
    void note_awake(locale::instant now);
    // The bot hears again. After a long absence whoever has cards before him is asked to press again;
    // `another_bot`: it was registered anew, so that nobody can press the cards of the one before.
    void is_over(locale::instant now, bool was_posted_to, bool another_bot);

private:
    storage::database& disk_;
};

}  // namespace bot
