#include "storage/json_text.hpp"

#include <array>
#include <boost/json.hpp>

namespace storage {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 4> colours{"base", "primary", "secondary", "alert"};

// What we wrote ourselves: text of users may be no valid UTF-8, and must come back as it was.
json::value parse(std::string_view text) {
    json::parse_options options;
    options.allow_invalid_utf8 = true;
    json::error_code wrong;
    auto out = json::parse(json::string_view(text.data(), text.size()), wrong, {}, options);
    if (wrong)
        throw database_error(0, "a stored list or message does not read: " + wrong.message());
    return out;
}

std::int64_t seconds(instant at) {
    return at.time_since_epoch().count();
}

std::string text_of(const json::value& at) {
    const auto& text = at.as_string();
    return {text.data(), text.size()};
}

json::value stored(const dialogs::deadline& due) {
    return due ? json::value(seconds(*due)) : json::value(nullptr);
}

instant instant_of(const json::value& at) {
    return instant{std::chrono::seconds{at.to_number<std::int64_t>()}};
}

dialogs::deadline deadline_of(const json::value& due) {
    return due.is_null() ? dialogs::deadline{} : instant_of(due);
}

dialogs::button button_of(const json::value& stored) {
    const auto& fields = stored.as_object();
    dialogs::button out;
    out.label = text_of(fields.at("label"));
    out.token = text_of(fields.at("token"));
    out.link = text_of(fields.at("link"));
    const auto colour = text_of(fields.at("colour"));
    for (std::size_t i = 0; i < colours.size(); ++i)
        if (colours[i] == colour)
            out.colour = static_cast<dialogs::button_colour>(i);
    return out;
}

json::value stored(const dialogs::button& what) {
    const auto colour = colours.at(static_cast<std::size_t>(what.colour));
    json::object out;
    out["label"] = what.label;
    out["token"] = what.token;
    out["colour"] = json::string(colour.data(), colour.size());
    out["link"] = what.link;
    return out;
}

}  // namespace

std::string to_json(const std::vector<std::string>& list) {
    json::array out;
    for (const auto& each : list)
        out.emplace_back(each);
    return json::serialize(out);
}
std::string to_json(const std::vector<std::int64_t>& list) {
    json::array out;
    for (const auto each : list)
        out.emplace_back(each);
    return json::serialize(out);
}
std::string to_json(const std::vector<instant>& list) {
    json::array out;
    for (const auto each : list)
        out.emplace_back(seconds(each));
    return json::serialize(out);
}

std::string to_json(const std::vector<dialogs::accepted_move>& list) {
    json::array out;
    for (const auto& each : list) {
        json::array move;
        move.emplace_back(each.author);
        move.emplace_back(seconds(each.at));
        move.push_back(stored(each.before));
        out.emplace_back(std::move(move));
    }
    return json::serialize(out);
}

std::string to_json(const dialogs::leeway& used) {
    json::array tallies;
    for (const auto& each : used.tallies) {
        json::array tolerated;
        for (const auto at : each.tolerated)
            tolerated.emplace_back(seconds(at));
        tallies.push_back(json::array{each.responsible, stored(each.from), each.reasoned, each.handed ? 1 : 0,
                                      std::move(tolerated)});
    }
    json::array out{used.limit, std::move(tallies)};
    if (const auto& last = used.last)
        out.push_back(json::array{last->author, seconds(last->at), stored(last->before), last->ground,
                                  last->remark, last->responsible});
    return json::serialize(out);
}

dialogs::leeway leeway_of(std::string_view json) {
    const auto whole = parse(json);
    dialogs::leeway out;
    out.limit = text_of(whole.at(0));
    for (const auto& each : whole.at(1).as_array()) {
        dialogs::tally& his = out.tallies.emplace_back();
        his.responsible = each.at(0).to_number<std::int64_t>();
        his.from = deadline_of(each.at(1));
        his.reasoned = each.at(2).to_number<int>();
        his.handed = each.at(3).to_number<int>() != 0;
        for (const auto& at : each.at(4).as_array())
            his.tolerated.push_back(instant_of(at));
    }
    if (whole.as_array().size() > 2) {
        const auto& last = whole.at(2);
        out.last = dialogs::allowed_move{last.at(0).to_number<std::int64_t>(),
                                         instant_of(last.at(1)),
                                         deadline_of(last.at(2)),
                                         text_of(last.at(3)),
                                         text_of(last.at(4)),
                                         last.at(5).to_number<std::int64_t>()};
    }
    return out;
}

std::string to_json(const dialogs::asked_move& asked) {
    json::object out;
    out["row"] = asked.row;
    out["author"] = asked.author;
    out["at"] = seconds(asked.at);
    out["until"] = seconds(asked.until);
    out["to"] = stored(asked.to);
    out["outcome"] = asked.outcome;
    out["slot"] = asked.slot;
    return json::serialize(out);
}

dialogs::asked_move asked_of(std::string_view json) {
    const auto whole = parse(json);
    dialogs::asked_move out;
    out.row = whole.at("row").to_number<std::int64_t>();
    out.author = whole.at("author").to_number<std::int64_t>();
    out.at = instant_of(whole.at("at"));
    out.until = instant_of(whole.at("until"));
    out.to = deadline_of(whole.at("to"));
    out.outcome = text_of(whole.at("outcome"));
    out.slot = text_of(whole.at("slot"));
    return out;
}

std::string to_json(const std::vector<dialogs::remark>& list) {
    json::array out;
    for (const auto& each : list)
        out.push_back(json::array{each.key, each.author, seconds(each.at), each.text, each.category});
    return json::serialize(out);
}

std::vector<dialogs::remark> remarks_of(std::string_view json) {
    std::vector<dialogs::remark> out;
    const auto whole = parse(json);
    for (const auto& each : whole.as_array())
        out.push_back({text_of(each.at(0)), each.at(1).to_number<std::int64_t>(), instant_of(each.at(2)),
                       text_of(each.at(3)), text_of(each.at(4))});
    return out;
}

std::string to_json(const std::vector<dialogs::seen_request>& list) {
    json::array out;
    for (const auto& each : list)
        out.push_back(json::array{each.id, stored(each.due), seconds(each.wanted), each.status});
    return json::serialize(out);
}

std::vector<dialogs::seen_request> seen_requests_of(std::string_view json) {
    std::vector<dialogs::seen_request> out;
    const auto whole = parse(json);
    for (const auto& each : whole.as_array())
        out.push_back({each.at(0).to_number<std::int64_t>(), deadline_of(each.at(1)), instant_of(each.at(2)),
                       each.at(3).to_number<int>()});
    return out;
}

std::vector<std::string> texts_of(std::string_view json) {
    std::vector<std::string> out;
    const auto whole = parse(json);
    for (const auto& each : whole.as_array())
        out.push_back(text_of(each));
    return out;
}
std::vector<std::int64_t> numbers_of(std::string_view json) {
    std::vector<std::int64_t> out;
    const auto whole = parse(json);
    for (const auto& each : whole.as_array())
        out.push_back(each.to_number<std::int64_t>());
    return out;
}
std::vector<instant> instants_of(std::string_view json) {
    std::vector<instant> out;
    for (const auto each : numbers_of(json))
        out.emplace_back(std::chrono::seconds{each});
    return out;
}
std::vector<dialogs::accepted_move> moves_of(std::string_view json) {
    std::vector<dialogs::accepted_move> out;
    const auto whole = parse(json);
    for (const auto& each : whole.as_array()) {
        auto& move = out.emplace_back();
        move.author = each.at(0).to_number<std::int64_t>();
        move.at = instant_of(each.at(1));
        move.before = deadline_of(each.at(2));
    }
    return out;
}

std::string to_json(const dialogs::message& what) {
    json::array rows;
    for (const auto& row : what.rows) {
        json::array buttons;
        for (const auto& each : row)
            buttons.push_back(stored(each));
        rows.emplace_back(std::move(buttons));
    }
    json::object out;
    out["text"] = what.text;
    out["rows"] = std::move(rows);
    return json::serialize(out);
}

dialogs::message message_of(std::string_view text) {
    const auto whole = parse(text);
    dialogs::message out;
    out.text = text_of(whole.at("text"));
    for (const auto& row : whole.at("rows").as_array()) {
        auto& buttons = out.rows.emplace_back();
        for (const auto& each : row.as_array())
            buttons.push_back(button_of(each));
    }
    return out;
}

}  // namespace storage
