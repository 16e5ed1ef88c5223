// paginator: a lazy range of pages over a query. Each page is fetched when the loop gets to it.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/query/page.hpp>

#include <cstddef>
#include <iterator>
#include <utility>

namespace crudite {

/// How a paginator finds the next page.
enum class paging : std::uint8_t {
    by_cursor, ///< from the last row seen: every row that stays is seen exactly once, whatever comes or goes
    by_offset, ///< by counting rows: pages shift when rows are added or removed between them
};

/// A range of result<page<Entity>>, for one pass: `for (const auto& page : projects.pages()) { if (!page) …;
/// }`. An error is the last element. Fetch is called with a query and returns a result<page<Entity>>.
template <class Entity, class Fetch>
class paginator {
  public:
    paginator(query<Entity> first, paging how, Fetch fetch)
        : query_(std::move(first)), how_(how), fetch_(std::move(fetch)), page_(fetch_(query_)) {}

    class iterator {
      public:
        using value_type = result<page<Entity>>;
        using difference_type = std::ptrdiff_t;

        iterator() = default;
        explicit iterator(paginator& over) : over_(&over) {}
        /// The page; lives until the next step.
        const value_type& operator*() const noexcept { return over_->page_; }
        const value_type* operator->() const noexcept { return &over_->page_; }
        iterator& operator++() {
            if (!over_->advance()) over_ = nullptr;
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator& i, std::default_sentinel_t) noexcept {
            return i.over_ == nullptr;
        }

      private:
        paginator* over_{};
    };

    iterator begin() { return iterator(*this); }
    std::default_sentinel_t end() const noexcept { return {}; }

  private:
    bool advance() {
        if (!page_) return false;
        if (page_->next.empty()) return false;
        if (how_ == paging::by_offset)
            query_.offset += page_->limit;
        else {
            query_.after = page_->next;
            query_.offset = 0;
        }
        page_ = fetch_(query_);
        return true;
    }

    query<Entity> query_;
    paging how_;
    Fetch fetch_;
    result<page<Entity>> page_;
};

} // namespace crudite
