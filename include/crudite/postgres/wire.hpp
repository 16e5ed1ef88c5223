// The binary form of values, both ways: parameters for libpq, and the cells of its results as values.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/postgres/search.hpp>
#include <crudite/sql/plan.hpp>

#include <libpq-fe.h>

#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>
#include <vector>

namespace crudite::postgres::detail {

struct close_result {
    void operator()(PGresult* r) const noexcept { PQclear(r); }
};
using result_ptr = std::unique_ptr<PGresult, close_result>;

/// The type's number in pg_type, which never changes (src/include/catalog/pg_type.dat).
constexpr Oid oid_of(sql::parameter_type type) noexcept {
    constexpr std::array<Oid, 8> numbers{16, 20, 701, 25, 17, 1184, 2950, 25};
    return numbers[type];
}

inline std::uint64_t to_network(std::uint64_t n) noexcept {
    return std::endian::native == std::endian::little ? __builtin_bswap64(n) : n;
}

/// Microseconds between the epochs: times count from 2000-01-01 (postgresql.org/docs: "Date/Time Types").
inline constexpr std::int64_t epoch_shift = 946'684'800'000'000;
/// 4714-11-24 BC, the first time there is, since 2000; before it there is only -infinity.
inline constexpr std::int64_t first_time = -211'813'488'000'000'000;

/// A time for the server. One from before all that it can hold becomes -infinity, the last of all infinity,
/// so that comparisons come out right.
constexpr std::int64_t to_server_time(std::int64_t since_1970) noexcept {
    using limits = std::numeric_limits<std::int64_t>;
    if (since_1970 == limits::max()) return limits::max();
    if (since_1970 < first_time + epoch_shift) return limits::min();
    return since_1970 - epoch_shift;
}
constexpr std::int64_t from_server_time(std::int64_t since_2000) noexcept {
    using limits = std::numeric_limits<std::int64_t>;
    if (since_2000 == limits::min() || since_2000 > limits::max() - epoch_shift)
        return since_2000 < 0 ? limits::min() : limits::max();
    return since_2000 + epoch_shift;
}

/// The parameters of a plan as libpq takes them. Texts and bytes are not copied.
class parameters {
  public:
    /// errc::invalid for a value that is not of its column's type.
    result<void> set(const std::vector<value>& values, const std::vector<sql::parameter_type>& types) {
        if (values.size() > 65535)
            return fail(errc::invalid, "the statement has more than 65535 values; pass fewer at once");
        if (values.size() > data_.size()) grow(values.size());
        patterns_.clear();
        count_ = values.size();
        for (std::size_t i = 0; i < count_; ++i) {
            oids_[i] = oid_of(types[i]);
            if (!set(i, values[i], types[i])) [[unlikely]]
                return fail(errc::invalid, "a value is not of the type that its field has");
        }
        return {};
    }

    /// What the values take, about.
    std::size_t bytes() const noexcept {
        std::size_t all = 0;
        for (std::size_t i = 0; i < count_; ++i) all += static_cast<std::size_t>(sizes_[i]);
        return all;
    }
    int count() const noexcept { return static_cast<int>(count_); }
    const Oid* oids() const noexcept { return oids_.data(); }
    const char* const* data() const noexcept { return data_.data(); }
    const int* sizes() const noexcept { return sizes_.data(); }
    const int* formats() const noexcept { return formats_.data(); }

  private:
    /// Room for so many. What is there stays where it is while a statement is made.
    void grow(std::size_t count) {
        oids_.resize(count);
        data_.resize(count);
        sizes_.resize(count);
        formats_.resize(count, 1);
        numbers_.resize(count);
        patterns_.reserve(count);
    }
    bool set(std::size_t at, const value& v, sql::parameter_type type) {
        if (v.is_null()) {
            data_[at] = nullptr;
            sizes_[at] = 0;
            return true;
        }
        if (type == sql::search_part) {
            view(at, patterns_.emplace_back(search_pattern(v.text())));
            return v.kind() == value_kind::text;
        }
        switch (static_cast<column_type>(type)) {
        case column_type::boolean:
            numbers_[at][0] = v.boolean() ? '\1' : '\0';
            view(at, {numbers_[at].data(), 1});
            return v.kind() == value_kind::boolean;
        case column_type::integer:
            number(at, static_cast<std::uint64_t>(v.integer()));
            return v.kind() == value_kind::integer;
        case column_type::timestamp:
            number(at, static_cast<std::uint64_t>(to_server_time(v.integer())));
            return v.kind() == value_kind::integer;
        case column_type::real:
            number(
                at, std::bit_cast<std::uint64_t>(
                        v.kind() == value_kind::integer ? static_cast<double>(v.integer()) : v.real()));
            return v.kind() == value_kind::real || v.kind() == value_kind::integer;
        case column_type::text:
            view(at, v.text());
            return v.kind() == value_kind::text;
        case column_type::bytes:
        case column_type::uuid:
            view(at, {reinterpret_cast<const char*>(v.bytes().data()), v.bytes().size()});
            return v.kind() == value_kind::bytes;
        }
        return false;
    }
    void number(std::size_t at, std::uint64_t n) noexcept {
        numbers_[at] = std::bit_cast<std::array<char, 8>>(to_network(n));
        view(at, {numbers_[at].data(), 8});
    }
    /// An empty view may have no address, which would be NULL.
    void view(std::size_t at, std::string_view bytes) noexcept {
        data_[at] = bytes.empty() ? "" : bytes.data();
        sizes_[at] = static_cast<int>(bytes.size());
    }

    std::size_t count_{0};
    std::vector<Oid> oids_{};
    std::vector<const char*> data_{};
    std::vector<int> sizes_{};
    std::vector<int> formats_{};
    std::vector<std::array<char, 8>> numbers_{};
    std::vector<std::string> patterns_{};
};

inline std::uint64_t read_number(const char* bytes) noexcept {
    std::uint64_t n = 0;
    std::memcpy(&n, bytes, sizeof n);
    return to_network(n);
}

/// A cell of a binary result, as a column of this type; views the result. NULL too if it is of another size,
/// as when somebody has altered the table meanwhile.
[[gnu::always_inline]] inline value read_cell(
    const PGresult* from, int line, int at, column_type type) noexcept {
    const auto size = static_cast<std::size_t>(PQgetlength(from, line, at)); // of NULL it is 0
    const char* const bytes = PQgetvalue(from, line, at);
    switch (type) {
    case column_type::boolean:
        return size == 1 ? value(bytes[0] != 0) : value();
    case column_type::integer:
        return size == 8 ? value(static_cast<std::int64_t>(read_number(bytes))) : value();
    case column_type::timestamp:
        return size == 8 ? value(from_server_time(static_cast<std::int64_t>(read_number(bytes)))) : value();
    case column_type::real:
        return size == 8 ? value(std::bit_cast<double>(read_number(bytes))) : value();
    case column_type::text:
        if (size == 0 && PQgetisnull(from, line, at) != 0) return {};
        return value(std::string_view(bytes, size));
    case column_type::bytes:
    case column_type::uuid:
        if (size == 0 && PQgetisnull(from, line, at) != 0) return {};
        return value(bytes_view(reinterpret_cast<const std::byte*>(bytes), size));
    }
    return {};
}

/// The rows of a result that has a table's columns in their order.
class rows_of {
  public:
    rows_of(const table_view& table, const PGresult* from) noexcept
        : from_(from), columns_(table.columns.size()), count_(from ? PQntuples(from) : 0) {
        for (std::size_t i = 0; i < columns_; ++i) types_[i] = table.columns[i].type; // not all of them
    }

    std::int64_t count() const noexcept { return count_; }
    /// Row n; views the result, and is good until the next is asked for.
    row operator[](std::int64_t n) noexcept {
        for (std::size_t i = 0; i < columns_; ++i)
            ::new (cells_ + i) value(read_cell(from_, static_cast<int>(n), static_cast<int>(i), types_[i]));
        return row(cells_, columns_);
    }

  private:
    const PGresult* from_;
    std::size_t columns_;
    std::int64_t count_;
    union {
        value cells_[max_columns];
    };
    union {
        column_type types_[max_columns];
    };
};

} // namespace crudite::postgres::detail
