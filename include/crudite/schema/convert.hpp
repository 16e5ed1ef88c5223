// convert: how a C++ type becomes a value and comes back. The one customisation point of Crudite.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/time.hpp>
#include <crudite/base/utf8.hpp>
#include <crudite/base/uuid.hpp>
#include <crudite/schema/column.hpp>

#include <array>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace crudite {

/// Specialise it for a type of your own, in one of two ways.
///
/// A type stored as another (text, a number, bytes, …; anything that already converts):
///
///     template <> struct crudite::convert<email> {
///         using as = std::string_view;
///         static std::string_view to(const email& e) { return e.text; } // or by value: a std::string
///         static std::optional<email> from(std::string_view text);      // nothing: refused
///     };
///
/// An enum, stored as text (each name once):
///
///     template <> struct crudite::convert<status> {
///         static constexpr std::pair<status, std::string_view> names[] = {{status::open, "open"}, …};
///     };
template <class T>
struct convert {};

namespace detail {

template <class T>
concept has_names = std::is_enum_v<T> && requires { convert<T>::names[0].second; };

template <class T>
concept stored_as_another = requires { typename convert<T>::as; };

template <class T>
struct codec; // the conversions themselves: load, store, type

template <class T>
inline constexpr bool is_character =
    std::is_same_v<T, char> || std::is_same_v<T, wchar_t> || std::is_same_v<T, char8_t> ||
    std::is_same_v<T, char16_t> || std::is_same_v<T, char32_t>;

/// Signed and unsigned integers up to 64 bits; bool and characters are none.
template <class T>
concept is_integer = std::is_integral_v<T> && !std::is_same_v<T, bool> && !is_character<T> && sizeof(T) <= 8;

template <class T>
concept is_real = std::is_same_v<T, float> || std::is_same_v<T, double>;

/// What converts by itself.
template <class T>
inline constexpr bool is_builtin =
    std::is_same_v<T, bool> || is_integer<T> || is_real<T> || std::is_same_v<T, std::string> ||
    std::is_same_v<T, std::string_view> || std::is_same_v<T, std::vector<std::byte>> ||
    std::is_same_v<T, timestamp> || std::is_same_v<T, uuid>;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
struct unwrapped {
    using type = T;
};
template <class T>
struct unwrapped<std::optional<T>> {
    using type = T;
};
/// T, or the U of optional<U>.
template <class T>
using unwrapped_t = typename unwrapped<T>::type;

} // namespace detail

namespace detail {

/// A view is good for `as` alone: in a member it would outlive the row that it views.
template <class T>
inline constexpr bool is_storable =
    (is_builtin<T> && !std::is_same_v<T, std::string_view>) || has_names<T> || stored_as_another<T>;

template <class T>
inline constexpr bool has_good_as = true;
template <stored_as_another T>
inline constexpr bool has_good_as<T> =
    is_builtin<typename convert<T>::as> || has_names<typename convert<T>::as>;

template <class T>
inline constexpr bool has_good_functions = true;
template <stored_as_another T>
inline constexpr bool has_good_functions<T> =
    requires(const T& t, typename convert<T>::as plain, std::optional<T> made) {
        convert<T>::to(t);
        made = convert<T>::from(std::move(plain));
    };

template <class T>
inline constexpr bool has_good_convert = is_storable<T> && has_good_as<T> && has_good_functions<T>;

} // namespace detail

/// A type a field can have (or std::optional of it).
template <class T>
concept convertible_value = detail::has_good_convert<T>;

namespace detail {

template <>
struct codec<bool> {
    static constexpr column_type type = column_type::boolean;
    static constexpr value load(bool b, scratch&) noexcept { return value(b); }
    static fit store(bool& to, const value& v) noexcept {
        if (v.kind() != value_kind::boolean) return fit::type;
        to = v.boolean();
        return fit::ok;
    }
};

template <is_integer T>
struct codec<T> {
    static constexpr column_type type = column_type::integer;
    // Above int64 no database has room: the largest uint64s load as a real, which fits no integer column.
    static constexpr value load(T n, scratch&) noexcept {
        if constexpr (std::is_same_v<std::make_unsigned_t<T>, T> && sizeof(T) == 8)
            if (n > static_cast<T>(std::numeric_limits<std::int64_t>::max()))
                return value(static_cast<double>(n));
        return value(n);
    }
    static fit store(T& to, const value& v) noexcept {
        if (v.kind() != value_kind::integer) return fit::type;
        if (!std::in_range<T>(v.integer())) return fit::range;
        to = static_cast<T>(v.integer());
        return fit::ok;
    }
};

template <is_real T>
struct codec<T> {
    static constexpr column_type type = column_type::real;
    // One zero: databases do not agree on keeping the sign of -0.0.
    static constexpr value load(T x, scratch&) noexcept {
        return value(x == T{} ? 0.0 : static_cast<double>(x));
    }
    static fit store(T& to, const value& v) noexcept {
        if (v.kind() != value_kind::real && v.kind() != value_kind::integer) return fit::type;
        const double x = v.kind() == value_kind::real ? v.real() : static_cast<double>(v.integer());
        if (!(x >= static_cast<double>(std::numeric_limits<T>::lowest()) &&
              x <= static_cast<double>(std::numeric_limits<T>::max())))
            return fit::range;
        to = static_cast<T>(x);
        return fit::ok;
    }
};

template <class T>
    requires std::same_as<T, std::string> || std::same_as<T, std::string_view>
struct codec<T> {
    static constexpr column_type type = column_type::text;
    static constexpr value load(const T& text, scratch&) noexcept { return value(std::string_view(text)); }
    static fit store(T& to, const value& v) {
        if (v.kind() != value_kind::text) return fit::type;
        to = v.text();
        return fit::ok;
    }
};

template <>
struct codec<std::vector<std::byte>> {
    static constexpr column_type type = column_type::bytes;
    static value load(const std::vector<std::byte>& b, scratch&) noexcept { return value(bytes_view(b)); }
    static fit store(std::vector<std::byte>& to, const value& v) {
        if (v.kind() != value_kind::bytes) return fit::type;
        to.assign(v.bytes().begin(), v.bytes().end());
        return fit::ok;
    }
};

template <>
struct codec<timestamp> {
    static constexpr column_type type = column_type::timestamp;
    static constexpr value load(timestamp t, scratch&) noexcept {
        return value(static_cast<std::int64_t>(t.time_since_epoch().count()));
    }
    static fit store(timestamp& to, const value& v) noexcept {
        if (v.kind() != value_kind::integer) return fit::type;
        const timestamp t{std::chrono::microseconds{v.integer()}};
        if (t < min_timestamp || t > max_timestamp) return fit::range;
        to = t;
        return fit::ok;
    }
};

template <>
struct codec<uuid> {
    static constexpr column_type type = column_type::uuid;
    static value load(const uuid& id, scratch&) noexcept { return value(bytes_view(id.bytes)); }
    static fit store(uuid& to, const value& v) noexcept {
        if (v.kind() != value_kind::bytes) return fit::type;
        if (v.bytes().size() != to.bytes.size()) return fit::form;
        std::memcpy(to.bytes.data(), v.bytes().data(), to.bytes.size());
        return fit::ok;
    }
};

template <has_names T>
struct codec<T> {
    static constexpr column_type type = column_type::text;
    static constexpr value load(T e, scratch&) noexcept {
        for (const auto& [enumerator, name] : convert<T>::names)
            if (enumerator == e) return value(name);
        return value(std::string_view{}); // no name: refused by the column's `allowed`
    }
    static fit store(T& to, const value& v) noexcept {
        if (v.kind() != value_kind::text) return fit::type;
        for (const auto& [enumerator, name] : convert<T>::names)
            if (name == v.text()) {
                to = enumerator;
                return fit::ok;
            }
        return fit::name;
    }
    static constexpr auto allowed = [] {
        std::array<value, std::size(convert<T>::names)> names{};
        for (std::size_t i = 0; i < names.size(); ++i) names[i] = value(convert<T>::names[i].second);
        return names;
    }();
};

template <stored_as_another T>
struct codec<T> {
    using as = typename convert<T>::as;
    static constexpr column_type type = codec<as>::type;

    static constexpr value load(const T& t, scratch& temporaries) {
        using given = std::remove_cv_t<decltype(convert<T>::to(t))>;
        if constexpr (std::is_same_v<given, std::string> || std::is_same_v<given, std::vector<std::byte>>)
            return kept(convert<T>::to(t), temporaries);
        else if constexpr (type == column_type::text && !has_names<as>)
            return value(std::string_view(convert<T>::to(t)));
        else if constexpr (type == column_type::uuid && !std::is_reference_v<given>)
            return kept(convert<T>::to(t).bytes, temporaries);
        else
            return codec<as>::load(convert<T>::to(t), temporaries);
    }
    static fit store(T& to, const value& v) {
        as plain{};
        if (const fit how = codec<as>::store(plain, v); how != fit::ok) return how;
        std::optional<T> made = convert<T>::from(std::move(plain));
        if (!made) return fit::form;
        to = *std::move(made);
        return fit::ok;
    }

  private:
    /// A value that `to` made for this call alone.
    template <class Made>
    static constexpr value kept(const Made& made, scratch& temporaries) {
        const auto text = temporaries.keep({reinterpret_cast<const char*>(made.data()), made.size()});
        if constexpr (type == column_type::text)
            return value(text);
        else
            return value(detail::bytes_of(text));
    }
};

template <class T>
struct codec<std::optional<T>> {
    static constexpr column_type type = codec<T>::type;
    static constexpr value load(const std::optional<T>& t, scratch& temporaries) {
        return t ? codec<T>::load(*t, temporaries) : value();
    }
    static fit store(std::optional<T>& to, const value& v) {
        if (v.is_null()) {
            to.reset();
            return fit::ok;
        }
        if (to) return codec<T>::store(*to, v);
        const fit how = codec<T>::store(to.emplace(), v);
        if (how != fit::ok) to.reset();
        return how;
    }
};

} // namespace detail
} // namespace crudite
