// Entities, and a storage that notes what a repository asks of the one behind it, as short SQL.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/crudite.hpp>
#include <crudite/memory.hpp>
#include <crudite/schema/validate.hpp>
#include <crudite/sql/read.hpp>
#include <crudite/sql/write.hpp>

#include <string>
#include <vector>

namespace spied {

using namespace crudite; // these tests speak of nothing else

struct note {
    std::int64_t id{};
    std::string title{};
    std::optional<std::string> text{};
    std::int32_t stars{};
    std::string origin{};
    timestamp created_at{};
    timestamp updated_at{};
    std::int64_t version{};

    friend bool operator==(const note&, const note&) = default;
};

struct parcel {
    uuid id{};
    std::string label{};
};

} // namespace spied

template <>
inline constexpr auto crudite::schema<spied::note> = table(
    "notes", field<&spied::note::id>(primary_key),
    field<&spied::note::title>(length(1, 20), unique, searchable), field<&spied::note::text>(searchable),
    field<&spied::note::stars>(range(0, 5), check("not_four", [](std::int32_t n) { return n != 4; })),
    field<&spied::note::origin>(read_only), field<&spied::note::created_at>(set_on_create),
    field<&spied::note::updated_at>(set_on_update), field<&spied::note::version>(crudite::version),
    check(
        "starred", [](const spied::note& n) { return n.title != "star" || n.stars == 5; },
        "a star has five stars"));

template <>
inline constexpr auto crudite::schema<spied::parcel> =
    table("parcels", field<&spied::parcel::id>(primary_key), field<&spied::parcel::label>());

namespace spied {

using texts = std::vector<std::string>;

/// "ok", or the failure: "stale 2", "invalid title length: 0 characters; 1 to 20 are allowed".
template <class T>
std::string outcome(const result<T>& r) {
    if (r) return "ok";
    std::string text(name(r.error().code));
    for (const violation& v : r.error().violations)
        text += " " + v.field + " " + std::string(v.code) + ": " + v.message;
    if (r.error().current) text += " " + std::to_string(*r.error().current);
    return text;
}

/// A storage in front of another; `log` has a line for every call: "WHERE id = ?1 [7]".
class spy {
  public:
    spy(storage_ref inner, texts& log) : inner_(inner), log_(log) {}

    result<void> prepare(const table_view& t) { return inner_.prepare(t); }
    result<bool> find(const table_view& t, const value& key, row_sink sink) {
        sql::plan_find(plan_, t, key);
        note_down("find", sql::render_find(sql::sqlite, t), " WHERE");
        return inner_.find(t, key, sink);
    }
    result<selected> select(const table_view& t, const selection& wanted, row_sink sink) {
        sql::plan_select(plan_, t, wanted);
        note_down(
            wanted.count ? "select and count" : "select", sql::render_select(sql::sqlite, t, wanted),
            "\"" + std::string(t.name) + "\"");
        return inner_.select(t, wanted, sink);
    }
    result<std::int64_t> count(const table_view& t, const condition& where) {
        sql::plan_count(plan_, t, where);
        note_down("count", sql::render_count(sql::sqlite, t, where), "\"" + std::string(t.name) + "\"");
        return inner_.count(t, where);
    }
    result<void> insert(const table_view& t, const insertion& fresh, row_sink sink) {
        sql::plan_insert(plan_, t, fresh);
        note_down("insert", sql::render_insert(sql::sqlite, t, fresh), " (");
        return inner_.insert(t, fresh, sink);
    }
    result<void> update(const table_view& t, const value& key, const changes& changed, row_sink sink) {
        sql::plan_update(plan_, t, key, changed);
        note_down("update", sql::render_update(sql::sqlite, t, changed), " SET");
        return inner_.update(t, key, changed, sink);
    }
    result<void> remove(const table_view& t, const value& key, const requirement& when) {
        sql::plan_remove(plan_, t, key, when);
        note_down("remove", sql::render_remove(sql::sqlite, t, when), " WHERE");
        return inner_.remove(t, key, when);
    }
    result<void> transaction(transaction_body body) {
        log_.push_back("begin");
        auto done = inner_.transaction([&](storage_ref inside) {
            spy within(inside, log_);
            return body(within);
        });
        log_.push_back(done ? "commit" : "rollback");
        return done;
    }

  private:
    /// The text from `from` on, without quotes and stamps, and the parameters: " WHERE id = ?1 [7]".
    void note_down(std::string line, std::string text, const std::string& from) {
        const auto at = text.find(from);
        text.erase(0, at + (from.front() == '"' ? from.size() : 0));
        for (const std::string_view end : {", \"updated_at\" = CASE", " RETURNING"})
            if (const auto cut = text.find(end); cut != text.npos) text.resize(cut);
        std::erase(text, '"');
        std::string parameters;
        for (const value& v : plan_.parameters())
            parameters += (parameters.empty() ? "" : " ") + detail::describe(v, column_type::integer);
        log_.push_back(line + text + (parameters.empty() ? "" : " [" + parameters + "]"));
    }

    storage_ref inner_;
    texts& log_;
    sql::plan plan_;
};

/// A memory database behind a spy, with a clock that stands at 1 000 000 µs.
struct fixture {
    memory::database db{};
    texts log{};
    manual_clock clock{timestamp{std::chrono::seconds{1}}};
    spy storage{db, log};
    repository<note> notes{storage, {.clock = clock}};

    /// What has been asked since the last time.
    texts asked() { return std::exchange(log, {}); }
};

} // namespace spied
