// The laws of calls that are given up: by the coroutine that awaited them, say.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/transactions.hpp"

#include <crudite/storage/task.hpp>

#include <poll.h>

#include <thread>

namespace contract {

/// A caller that nobody waits for any more, once told so.
class given_up final : public waiting::task {
  public:
    explicit given_up(bool from_the_start) noexcept : cancelled_(from_the_start) {}

    bool wait(std::span<pollfd> sockets, clock::time_point deadline) noexcept override {
        while (!cancelled() && clock::now() < deadline)
            if (::poll(sockets.data(), static_cast<nfds_t>(sockets.size()), 1) > 0) return true;
        return false;
    }
    void sleep(clock::time_point) noexcept override { std::this_thread::yield(); }
    void wake() noexcept override {}
    bool cancelled() const noexcept override { return cancelled_ && patience_ == 0; }
    void ignore_cancellation(bool on) noexcept override { patience_ += on ? 1 : -1; }

    void give_up() noexcept { cancelled_ = true; }

  private:
    bool cancelled_;
    int patience_{0};
};

inline constexpr law cancellation_laws[]{
    {"a call that is given up before it begins is not made",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const specimen made = all.create(named("a")).value();
         {
             given_up caller(true);
             const waiting::task::entered in(&caller);
             CHECK(outcome(all.find(made.id)) == "cancelled");
             CHECK(outcome(all.list()) == "cancelled");
             CHECK(outcome(all.count()) == "cancelled");
             CHECK(outcome(all.create(named("b"))) == "cancelled");
             CHECK(outcome(all.update(made.id, patch<specimen>{}.set<&specimen::size>(9))) == "cancelled");
             CHECK(outcome(all.remove(made.id)) == "cancelled");
             CHECK(outcome(storage.transaction([](storage_ref) { return result<void>(); })) == "cancelled");
         }
         CHECK(all.list().value().items == std::vector{made});
     }},
    {"a transaction that is given up midway is undone, whatever its body says",
     [](storage_ref storage) {
         REQUIRE(add(storage, "before"));
         for (const bool swallowed : {false, true}) {
             given_up caller(false);
             const waiting::task::entered in(&caller);
             const auto done = storage.transaction([&](storage_ref tx) -> result<void> {
                 REQUIRE(add(tx, "a"));
                 caller.give_up();
                 auto next = add(tx, "b");
                 CHECK(outcome(next) == "cancelled");
                 return swallowed ? result<void>() : next;
             });
             CHECK(outcome(done) == "cancelled");
         }
         CHECK(stored_names(storage) == texts{"before"});
         CHECK(outcome(add(storage, "a")) == "ok");
     }},
    {"who must not be given up is not",
     [](storage_ref storage) {
         given_up caller(true);
         const waiting::task::entered in(&caller);
         const waiting::uncancelled patient;
         REQUIRE(add(storage, "a"));
         const auto two = storage.transaction([](storage_ref tx) { return add(tx, "b"); });
         CHECK(outcome(two) == "ok");
         CHECK(stored_names(storage) == texts{"a", "b"});
     }},
};

} // namespace contract
