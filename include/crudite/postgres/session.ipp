// The bodies of session.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/postgres/opened.hpp>
#include <crudite/postgres/session.hpp>

#include <optional>
#include <utility>

namespace crudite::postgres {

namespace detail {

/// True if the primary may have a better answer than this failure of a standby.
inline bool is_worth_asking_primary(errc code) noexcept {
    return code == errc::unavailable || code == errc::busy || code == errc::schema_mismatch ||
           code == errc::timeout;
}

} // namespace detail

/// Asks a standby, and the primary if that is not possible, or fails before the first row.
template <class Answer, class Ask>
result<Answer> session::read(const table_view& table, row_sink sink, Ask ask, bool shares) {
    if (is_tracked()) {
        if (auto lent = opened_->shared.standby(table, seen_.load())) {
            bool handed_out = false;
            const auto noting = [&](row r) {
                handed_out = true;
                return sink(r);
            };
            result<Answer> got = ask(**lent, noting);
            if (got || handed_out || !detail::is_worth_asking_primary(got.error().code)) {
                opened_->shared.count_session_read(true);
                return got;
            }
            if ((*lent)->dead() && !waiting::is_cancelled()) opened_->shared.lost_standby();
        }
    }
    opened_->shared.count_session_read(false);
    return opened_->shared.on_connection(
        table, [&](detail::connection& on) { return ask(on, sink); }, shares);
}

/// Notes how far the log is after a write, so that later reads see it.
template <class Write>
result<void> session::write(Write write) {
    const auto rise = [](auto& from, auto to) {
        auto now = from.load();
        while (now < to && !from.compare_exchange_weak(now, to)) {}
    };
    const std::uint32_t before = untracked_.load();
    std::optional<position> at;
    result<void> done = write(at);
    if (at && *at != position{}) {
        rise(seen_, *at);
        rise(passed_, before);
    } else if (!at && (done || done.error().code == errc::commit_outcome_unknown)) {
        ++untracked_;
    }
    return done;
}

result<void> session::prepare(const table_view& table) {
    return opened_->prepare(table);
}
result<bool> session::find(const table_view& table, const value& key, row_sink sink) {
    return read<bool>(
        table, sink, [&](detail::connection& on, row_sink to) { return detail::find(on, table, key, to); });
}
result<selected> session::select(const table_view& table, const selection& wanted, row_sink sink) {
    return read<selected>(
        table, sink,
        [&](detail::connection& on, row_sink to) { return detail::select(on, table, wanted, to); },
        wanted.limit >= 0);
}
result<std::int64_t> session::count(const table_view& table, const condition& where) {
    const auto none = [](row) -> result<bool> { return true; };
    return read<std::int64_t>(
        table, none, [&](detail::connection& on, row_sink) { return detail::count(on, table, where); });
}
result<void> session::insert(const table_view& table, const insertion& fresh, row_sink sink) {
    return write([&](std::optional<position>& at) {
        return opened_->write(
            table, fresh.sure, [&](detail::connection& on) { return detail::insert(on, table, fresh, sink); },
            &at);
    });
}
result<void> session::update(
    const table_view& table, const value& key, const changes& changed, row_sink sink) {
    return write([&](std::optional<position>& at) {
        return opened_->write(
            table, changed.sure,
            [&](detail::connection& on) { return detail::update(on, table, key, changed, sink); }, &at);
    });
}
result<void> session::remove(const table_view& table, const value& key, const requirement& when) {
    return write([&](std::optional<position>& at) {
        return opened_->write(
            table, true, [&](detail::connection& on) { return detail::remove(on, table, key, when); }, &at);
    });
}
result<void> session::transaction(transaction_body body) {
    return write([&](std::optional<position>& at) { return opened_->transaction(body, &at); });
}

} // namespace crudite::postgres
