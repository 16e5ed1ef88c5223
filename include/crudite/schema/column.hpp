// column and table_view: a schema as plain data. All code below the typed face works on these.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/value.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace crudite {

// g++ 12 takes an enumerator of an enum class for a shadow of the alias crudite::timestamp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
/// What a column holds, and so how a backend stores it and how it looks in JSON.
enum class column_type : std::uint8_t { boolean, integer, real, text, bytes, timestamp, uuid };
#pragma GCC diagnostic pop

/// The value_kind in which a column's values travel: timestamps as integers, uuids as 16 bytes.
constexpr value_kind kind_of(column_type type) noexcept {
    switch (type) {
    case column_type::boolean:
        return value_kind::boolean;
    case column_type::integer:
    case column_type::timestamp:
        return value_kind::integer;
    case column_type::real:
        return value_kind::real;
    case column_type::text:
        return value_kind::text;
    case column_type::bytes:
    case column_type::uuid:
        return value_kind::bytes;
    }
    return value_kind::null;
}

/// Who writes a column: the user (plain), or the library.
enum class column_role : std::uint8_t { plain, key, created, updated, version };

/// Why a value does not go into a member.
enum class fit : std::uint8_t { ok, type, range, text, name, form };

/// Keeps temporary text alive while a row of values views it. Empty (the usual case) it costs one pointer.
class scratch {
  public:
    scratch() = default;
    scratch(scratch&& other) noexcept : head_(std::exchange(other.head_, nullptr)) {}
    scratch& operator=(scratch&& other) noexcept {
        std::swap(head_, other.head_);
        return *this;
    }
    constexpr ~scratch() {
        if (head_) clear();
    }

    /// A view of the text, good for as long as this scratch lives.
    std::string_view keep(std::string text) {
        head_ = new node{std::move(text), head_};
        return head_->text;
    }

  private:
    struct node {
        std::string text;
        node* next;
    };
    /// Not a part of the destructor, so that compilers see that there is nothing to do.
    [[gnu::noinline]] constexpr void clear() noexcept {
        while (head_) delete std::exchange(head_, head_->next);
    }
    node* head_{};
};

/// How many columns a table can have.
inline constexpr std::size_t max_columns = 64;

/// A set of a table's columns, by index.
class column_set {
  public:
    constexpr column_set() = default;
    /// The first `count` columns.
    static constexpr column_set first(std::size_t count) noexcept {
        column_set all;
        all.bits_ = count == max_columns ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
        return all;
    }
    constexpr void insert(std::size_t i) noexcept { bits_ |= std::uint64_t{1} << i; }
    constexpr void erase(std::size_t i) noexcept { bits_ &= ~(std::uint64_t{1} << i); }
    constexpr bool contains(std::size_t i) const noexcept { return (bits_ >> i & 1) != 0; }
    constexpr bool empty() const noexcept { return bits_ == 0; }
    constexpr std::size_t size() const noexcept { return static_cast<std::size_t>(std::popcount(bits_)); }
    constexpr std::uint64_t bits() const noexcept { return bits_; }

    /// Walks the places of its columns, the least first: `for (const std::size_t i : set)`.
    class iterator {
      public:
        constexpr explicit iterator(std::uint64_t left) noexcept : left_(left) {}
        constexpr std::size_t operator*() const noexcept {
            return static_cast<std::size_t>(std::countr_zero(left_));
        }
        constexpr iterator& operator++() noexcept {
            left_ &= left_ - 1;
            return *this;
        }
        friend constexpr bool operator==(iterator, iterator) = default;

      private:
        std::uint64_t left_;
    };
    constexpr iterator begin() const noexcept { return iterator(bits_); }
    static constexpr iterator end() noexcept { return iterator(0); }
    friend constexpr bool operator==(column_set, column_set) = default;
    friend constexpr column_set operator|(column_set a, column_set b) noexcept {
        a.bits_ |= b.bits_;
        return a;
    }

  private:
    std::uint64_t bits_{};
};

/// No column, no limit.
inline constexpr std::size_t npos = static_cast<std::size_t>(-1);

/// A rule with a user's own predicate, of one column or (column == npos) of the whole entity.
struct named_check {
    std::size_t column{npos};
    std::string_view name{};
    std::string_view message{};
    bool (*holds)(const void* entity){};
};

/// Where a member is in its entity, and the two ways between it and a value. The ways are those of the
/// member's type, whatever the entity: code for each member of each entity is much to compile.
struct member_access {
    /// A pointer to the member (`T Entity::*`), of a type that is forgotten. By the Itanium C++ ABI (section
    /// 2.3) it is a std::ptrdiff_t, the member's distance from the entity in bytes.
    const void* pointer{};
    value (*load)(const void* member, scratch&){};
    fit (*store)(void* member, const value&){};

    std::ptrdiff_t distance() const noexcept {
        std::ptrdiff_t bytes = 0;
        std::memcpy(&bytes, pointer, sizeof bytes);
        return bytes;
    }
};

/// One column: its name, its kind, its rules, and the two ways between the entity's member and a value.
struct column {
    std::string_view name{};
    column_type type{};
    column_role role{column_role::plain};
    bool nullable{};
    bool unique{};
    bool indexed{};
    bool searchable{};
    bool filterable{}; ///< clients may filter by it, and
    bool sortable{};   ///< sort by it, although nothing else of the schema says so
    bool read_only{};
    bool not_blank{};
    bool converted{};             ///< read into a type of the user's own, which may refuse it
    std::size_t min_length{0};    ///< code points of text, bytes of bytes
    std::size_t max_length{npos}; ///< likewise
    std::optional<value> minimum{};
    std::optional<value> maximum{};
    std::span<const value> allowed{}; ///< one_of, or an enum's names; empty: anything
    std::optional<value> fallback{};  ///< default_to: for a member missing in JSON, and the column's DEFAULT
    member_access member{};

    /// The member's value; views the entity or the scratch.
    value load(const void* entity, scratch& temporaries) const {
        return member.load(static_cast<const std::byte*>(entity) + member.distance(), temporaries);
    }
    /// Puts a value into the member, and leaves it alone unless fit::ok.
    fit store(void* entity, const value& v) const {
        return member.store(static_cast<std::byte*>(entity) + member.distance(), v);
    }

    /// True if the storage or the repository makes the value: what an entity says there is ignored.
    constexpr bool generated() const noexcept {
        return role == column_role::created || role == column_role::updated || role == column_role::version ||
               (role == column_role::key && type == column_type::integer);
    }
    /// True if patches and request bodies may set it.
    constexpr bool writable() const noexcept { return role == column_role::plain && !read_only; }
};

/// An index over several columns, by their places in the table.
struct table_index {
    std::span<const std::uint8_t> columns{};
    bool unique{};
};

/// A table as plain data. Made once per entity by `table_of<Entity>`, alive for the whole program, so its
/// address names the table.
struct table_view {
    std::string_view name{};
    std::span<const column> columns{};
    std::size_t key{};         ///< the primary key's place in columns
    std::size_t version{npos}; ///< the column that counts a row's changes: `version`, else `set_on_update`
    std::span<const table_index> indexes{}; ///< unique_together and index, in declaration order
    std::span<const named_check> checks{};
    bool takes_any_row{true}; ///< no check and no type of the user's own refuses what keeps the other rules
    /// Fills an entity from a row; answers the place of the first value that does not fit its member, or
    /// npos.
    std::size_t (*read)(void* entity, row values){};

    constexpr const column& key_column() const noexcept { return columns[key]; }
    /// The place of the column of this name, or `npos`.
    constexpr std::size_t find(std::string_view column_name) const noexcept {
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i].name == column_name) return i;
        return npos;
    }
    /// The columns that a patch or an entity may set.
    constexpr column_set writable_columns() const noexcept {
        column_set all;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i].writable()) all.insert(i);
        return all;
    }
};

} // namespace crudite
