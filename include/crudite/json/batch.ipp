// The bodies of batch.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/json/batch.hpp>
#include <crudite/json/item_errors.hpp>
#include <crudite/json/parse.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace crudite::json::detail {

/// The document around the items. What an item is, is up to `Items`:
/// void begin(), bool name(std::string_view), void take(const token&), void end(), for one that is an object;
/// void other(const token&), for one that is not.
template <class Items>
class item_list {
  public:
    item_list(Items& items, std::size_t max) : items_(items), max_(max) {}

    bool wants(std::size_t depth) const noexcept {
        return depth == 1 ? is_object_ : inside_ && (depth == 2 || (depth == 3 && is_item_object_));
    }
    void open(std::size_t depth, bool object) {
        if (depth == 0) is_object_ = object;
        if (depth == 1 && is_object_ && at_items_) inside_ = is_list_ = !object;
        if (!inside_) return;
        if (depth == 2) {
            is_item_object_ = object && count_ < max_;
            if (is_item_object_)
                items_.begin();
            else
                other({.is = token::kind::nested});
        }
        if (depth == 3 && is_item_object_) items_.take({.is = token::kind::nested});
    }
    void close(std::size_t depth) {
        if (depth == 1) inside_ = false;
        if (depth == 2 && inside_ && std::exchange(is_item_object_, false)) {
            items_.end();
            ++count_;
        }
    }
    bool name(std::size_t depth, std::string_view name) {
        if (depth == 3) return items_.name(name);
        at_items_ = name == "items";
        return names_.emplace(name).second;
    }
    void take(std::size_t depth, const token& t) {
        if (depth == 2) other(t);
        if (depth == 3) items_.take(t);
    }

    std::size_t count() const noexcept { return count_; }

    /// What is wrong around the items.
    result<void> finish() const {
        if (!is_object_) return fail(std::vector<violation>{no_object()});
        std::vector<violation> broken;
        for (const std::string& name : names_)
            if (name != "items" && broken.size() < max_violations)
                broken.push_back({presentable(name), "unknown", "is not a member of this object", {}});
        if (!names_.contains("items"))
            broken.push_back({"items", "required", "must be given", {}});
        else if (!is_list_)
            broken.push_back({"items", "type", "must be a JSON array", {}});
        else if (count_ == 0 || count_ > max_)
            broken.push_back(
                {"items",
                 "length",
                 std::to_string(count_) + " items; 1 to " + std::to_string(max_) + " are allowed",
                 {{"min", 1}, {"max", max_}, {"actual", count_}}});
        if (!broken.empty()) return fail(std::move(broken));
        return {};
    }

  private:
    void other(const token& t) {
        if (count_++ < max_) items_.other(t);
    }

    Items& items_;
    std::size_t max_;
    std::set<std::string, std::less<>> names_{};
    std::size_t count_{0}; ///< items that have ended
    bool is_object_{};
    bool at_items_{}; ///< the member that was begun last is "items"
    bool is_list_{};
    bool inside_{}; ///< the list
    bool is_item_object_{};
};

/// Items that fill entities.
class entity_items {
  public:
    entity_items(const table_view& table, function_ref<void*()> next, const taking& how)
        : table_(table), next_(next), how_(how) {}

    void begin() {
        claimed_ = {};
        taking how = how_;
        if (how_.partial) how.claimed = &claimed_;
        members_.emplace(table_, next_(), how);
    }
    bool name(std::string_view name) { return members_->begin(name); }
    void take(const token& t) { members_->take(t); }
    void end() {
        if (auto set = members_->finish())
            made_.push_back({*set, claimed_});
        else
            refuse(std::move(set.error()));
    }
    void other(const token&) { refuse(fail(std::vector<violation>{no_object()}).error()); }

    crudite::detail::item_errors& errors() noexcept { return errors_; }
    std::vector<batch_item>& made() noexcept { return made_; }

  private:
    void refuse(error cause) {
        errors_.add(made_.size(), std::move(cause));
        made_.emplace_back();
    }

    const table_view& table_;
    function_ref<void*()> next_;
    taking how_;
    column_set claimed_{};
    std::optional<assignment> members_{};
    crudite::detail::item_errors errors_{};
    std::vector<batch_item> made_{};
};

/// Items that are keys.
class key_items {
  public:
    key_items(const column& key, void* room) : key_(key), room_(room) {}

    void begin() {}
    bool name(std::string_view) const { return true; }
    void take(const token&) {}
    void end() { other({.is = token::kind::nested}); }
    void other(const token& t) {
        const fitting how = t.is == token::kind::null ? fitting{fit::type} : store_token(key_, t, room_);
        scratch temporaries;
        if (how.how != fit::ok) {
            violation broken = misfit(key_, how.how);
            broken.field.clear();
            if (how.misspelt) broken.code = "format";
            errors_.add(made_.size(), fail(std::vector{std::move(broken)}).error());
        }
        made_.emplace_back(key_.load(room_, temporaries));
    }

    crudite::detail::item_errors& errors() noexcept { return errors_; }
    std::vector<owned_value>& made() noexcept { return made_; }

  private:
    const column& key_;
    void* room_;
    crudite::detail::item_errors errors_{};
    std::vector<owned_value> made_{};
};

/// What the items made of the body; errc::invalid with what is wrong around them, else with all that is wrong
/// with them.
template <class Items>
auto read_items(std::string_view body, Items items, std::size_t max)
    -> result<std::remove_cvref_t<decltype(items.made())>> {
    item_list<Items> document(items, max);
    if (auto done = read(body, document); !done) return fail(std::move(done.error()));
    if (auto around = document.finish(); !around) return fail(std::move(around.error()));
    if (!items.errors().empty()) return std::move(items.errors()).joined(document.count());
    return std::move(items.made());
}

result<std::vector<batch_item>> decode_items(
    std::string_view body, const table_view& table, function_ref<void*()> next, const taking& how,
    std::size_t max) {
    return read_items(body, entity_items(table, next, how), max);
}

result<std::vector<owned_value>> decode_keys(
    std::string_view body, const table_view& table, void* room, std::size_t max) {
    return read_items(body, key_items(table.key_column(), room), max);
}

} // namespace crudite::json::detail
