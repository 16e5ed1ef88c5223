// async::pages: all pages of a query, to be awaited one after the other.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/async/repository.hpp>
#include <crudite/query/paginator.hpp>

#include <optional>
#include <utility>

namespace crudite::async {

/// `async::pages all(projects, wanted); while (auto page = co_await all.next()) …`: as crudite::paginator.
template <class Entity>
class pages {
  public:
    pages(repository<Entity> of, query<Entity> wanted, paging how = paging::by_cursor)
        : of_(std::move(of)), query_(std::move(wanted)), how_(how) {}
    pages(const pages&) = delete;

    /// The next page, or the error that ends it all; nothing after the last. One at a time.
    [[nodiscard]] asio::awaitable<std::optional<result<page<Entity>>>> next() {
        std::optional<result<page<Entity>>> got;
        if (ended_) co_return got;
        got = co_await of_.list(query_);
        ended_ = !*got || (*got)->next.empty();
        if (ended_) co_return got;
        if (how_ == paging::by_offset) {
            query_.offset += (*got)->limit;
        } else {
            query_.after = (*got)->next;
            query_.offset = 0;
        }
        co_return got;
    }

  private:
    repository<Entity> of_;
    query<Entity> query_;
    paging how_;
    bool ended_{false};
};

} // namespace crudite::async
