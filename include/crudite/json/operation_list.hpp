// The operations of a JSON Patch, out of its text. Used by json_patch.ipp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/json/item_errors.hpp>
#include <crudite/json/parse.hpp>
#include <crudite/json/patch_operation.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::json::detail {

inline patch_value keep(const token& t) {
    using kind = patch_value::kind;
    constexpr kind kinds[] = {kind::null, kind::boolean, kind::number, kind::string, kind::nested};
    return {.is = kinds[static_cast<std::size_t>(t.is)], .text = std::string(t.text), .truth = t.truth};
}

/// RFC 6901 §3: empty, or names with '/' before each, in which '~' and '/' are ~0 and ~1.
inline bool is_pointer(std::string_view text) noexcept {
    if (!text.empty() && text.front() != '/') return false;
    for (auto at = text.find('~'); at != text.npos; at = text.find('~', at + 1))
        if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
    return true;
}

/// The members of one operation.
class operation_draft {
  public:
    /// Begins the member of this name; false if there was one already.
    bool begin(std::string_view name) {
        at_ = npos;
        for (std::size_t i = 0; i < std::size(names); ++i)
            if (names[i] == name) at_ = i;
        return said_.emplace(name).second;
    }
    void take(patch_value v) {
        if (at_ != npos) values_[at_] = std::move(v);
    }
    /// The value under way, if it may have members.
    patch_value* object() noexcept { return at_ == value_at ? &*values_[value_at] : nullptr; }

    /// The operation, unless something is wrong with it.
    patch_operation finish(std::vector<violation>& broken) {
        patch_operation made;
        constexpr std::string_view kinds[] = {"add", "remove", "replace", "move", "copy", "test"};
        if (const std::string* text = text_of(op_at, broken)) {
            const auto kind = std::ranges::find(kinds, *text);
            if (kind == std::end(kinds))
                broken.push_back(
                    {"op",
                     "one_of",
                     "is none of the allowed values: add, remove, replace, move, copy, test",
                     {}});
            made.is = static_cast<patch_operation::kind>(kind - std::begin(kinds));
        }
        if (const std::string* text = pointer_of(path_at, broken)) made.path = *text;
        if (!broken.empty()) return made;
        using enum patch_operation::kind;
        if (made.is == move || made.is == copy) {
            if (const std::string* text = pointer_of(from_at, broken)) made.from = *text;
        } else if (made.is != remove) {
            if (values_[value_at])
                made.value = *std::move(values_[value_at]);
            else
                broken.push_back({"value", "required", "must be given", {}});
        }
        return made;
    }

  private:
    static constexpr std::string_view names[] = {"op", "path", "from", "value"};
    static constexpr std::size_t op_at = 0, path_at = 1, from_at = 2, value_at = 3;

    const std::string* text_of(std::size_t i, std::vector<violation>& broken) const {
        if (!values_[i])
            broken.push_back({std::string(names[i]), "required", "must be given", {}});
        else if (values_[i]->is != patch_value::kind::string)
            broken.push_back({std::string(names[i]), "type", "must be text", {}});
        else
            return &values_[i]->text;
        return nullptr;
    }
    const std::string* pointer_of(std::size_t i, std::vector<violation>& broken) const {
        const std::string* text = text_of(i, broken);
        if (text && !is_pointer(*text)) {
            broken.push_back(
                {std::string(names[i]), "format", "must be a JSON Pointer: \"\" or \"/name\"", {}});
            return nullptr;
        }
        return text;
    }

    std::size_t at_{npos};
    std::set<std::string, std::less<>> said_{};
    std::array<std::optional<patch_value>, 4> values_{};
};

/// The document that is a list of operations.
class operation_list {
  public:
    bool wants(std::size_t depth) const noexcept {
        return depth == 1 ? is_list_ : (depth == 2 && draft_) || (depth == 3 && object_);
    }
    void open(std::size_t depth, bool object) {
        if (depth == 0) is_list_ = !object;
        if (!wants(depth)) return;
        if (depth == 1) {
            if (object && count_ < max_operations)
                draft_.emplace();
            else
                other();
        } else if (depth == 2) {
            draft_->take({.is = object ? patch_value::kind::object : patch_value::kind::nested});
            object_ = object ? draft_->object() : nullptr;
        } else {
            object_->members.back().second = keep({.is = token::kind::nested});
        }
    }
    void close(std::size_t depth) {
        if (depth == 2) object_ = nullptr;
        if (depth == 1 && draft_) {
            std::vector<violation> broken;
            made_.push_back(draft_->finish(broken));
            draft_.reset();
            refuse(std::move(broken));
        }
    }
    bool name(std::size_t depth, std::string_view name) {
        if (depth == 2) return draft_->begin(name);
        for (const auto& [said, v] : object_->members)
            if (said == name) return false;
        object_->members.emplace_back(name, patch_value{});
        return true;
    }
    void take(std::size_t depth, const token& t) {
        if (depth == 1) other();
        if (depth == 2) draft_->take(keep(t));
        if (depth == 3) object_->members.back().second = keep(t);
    }

    /// The operations, unless something is wrong with them.
    result<std::vector<patch_operation>> finish() {
        if (!is_list_) return fail(std::vector<violation>{{{}, "type", "must be a JSON array", {}}});
        if (count_ > max_operations)
            return fail(std::vector<violation>{
                {{},
                 "length",
                 std::to_string(count_) + " operations; at most " + std::to_string(max_operations) +
                     " are allowed",
                 {{"max", max_operations}, {"actual", count_}}}});
        if (!broken_.empty()) return fail(std::move(broken_));
        return std::move(made_);
    }

  private:
    void other() {
        if (count_ < max_operations)
            refuse({no_object()});
        else
            ++count_;
    }
    void refuse(std::vector<violation> broken) {
        crudite::detail::place(broken, count_++);
        std::ranges::move(broken, std::back_inserter(broken_));
    }

    bool is_list_{};
    std::optional<operation_draft> draft_{};
    patch_value* object_{};
    std::size_t count_{0}; ///< operations that have ended
    std::vector<patch_operation> made_{};
    std::vector<violation> broken_{};
};

} // namespace crudite::json::detail
