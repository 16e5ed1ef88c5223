// side: one of the two storages of a differential run, and its answers as text that can be compared.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/outcome.hpp"

#include <charconv>
#include <map>

namespace contract {

/// One of the two storages. Keys are told apart by the order of their making: what a storage calls a row is
/// its own affair.
class side {
  public:
    explicit side(storage_ref of) : root(of) {}

    /// The key of the nth row made; one that no row has if there is none.
    std::int64_t key(std::size_t nth) const { return nth < made_.size() ? made_[nth] : 1'000'000'000; }
    /// Which of all made has this key.
    std::size_t number(std::int64_t key) const { return numbers_.at(key); }
    std::size_t made() const { return made_.size(); }
    void add(const specimen& one) {
        if (numbers_.emplace(one.id, made_.size()).second) made_.push_back(one.id);
    }
    /// Forgets the rows made since there were `count`: they were rolled back.
    void forget(std::size_t count) {
        for (; made_.size() > count; made_.pop_back()) numbers_.erase(made_.back());
        next = previous = {};
    }

    std::string text(const specimen& one) const {
        const auto number = numbers_.find(one.id);
        std::string all = "#" + (number == numbers_.end() ? "?" : std::to_string(number->second));
        const auto values = values_of(one);
        for (std::size_t i = 1; i < values.size(); ++i) append(all += '|', values[i]);
        return all;
    }
    std::string text(const result<specimen>& one) const { return one ? text(*one) : failure(one.error()); }
    std::string text(std::span<const specimen> several) const {
        std::string all;
        for (const specimen& one : several) all += text(one) + "\n";
        return all;
    }
    template <class T>
    static std::string text(const result<T>& done) {
        if (!done) return failure(done.error());
        if constexpr (std::is_void_v<T>)
            return "ok";
        else
            return std::to_string(*done);
    }
    static std::string failure(const error& failed) {
        std::string all = outcome(failed);
        for (const violation& v : failed.violations) all += "; " + v.field + ": " + v.message;
        return all;
    }

    storage_ref root;
    std::string next{};
    std::string previous{};

  private:
    static void append(std::string& to, const value& v) {
        char digits[32];
        const auto number = [&](auto n) {
            to.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
        };
        switch (v.kind()) {
        case value_kind::null:
            to += "NULL";
            break;
        case value_kind::boolean:
            to += v.boolean() ? "true" : "false";
            break;
        case value_kind::integer:
            number(v.integer());
            break;
        case value_kind::real:
            number(v.real());
            break;
        case value_kind::text:
            to += v.text();
            break;
        case value_kind::bytes:
            for (const std::byte b : v.bytes()) number(std::to_integer<int>(b)), to += ' ';
            break;
        }
    }

    std::vector<std::int64_t> made_{};
    std::map<std::int64_t, std::size_t> numbers_{};
};

} // namespace contract
