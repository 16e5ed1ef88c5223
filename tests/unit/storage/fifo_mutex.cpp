// fifo_mutex: order, deadlines, and knowing its holder.
// SPDX-License-Identifier: MIT
#include <crudite/storage/fifo_mutex.hpp>

#include "catch.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

using crudite::fifo_mutex;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr auto whenever = steady_clock::time_point::max();

/// Takes the lock in a thread of its own, with a deadline that is over, and says whether it got it.
bool free_for_others(fifo_mutex& lock) {
    bool taken = false;
    std::thread([&] {
        taken = lock.try_lock_until(steady_clock::time_point{});
        if (taken) lock.unlock();
    }).join();
    return taken;
}

} // namespace

TEST_CASE("a free lock is taken even when the deadline is over") {
    fifo_mutex lock;
    REQUIRE(lock.try_lock_until(steady_clock::time_point{}));
    CHECK_FALSE(free_for_others(lock));
    lock.unlock();
    CHECK(free_for_others(lock));
}

TEST_CASE("the holder, and nobody else, is told that it holds the lock") {
    fifo_mutex lock;
    CHECK_FALSE(lock.held_by_caller());
    REQUIRE(lock.try_lock_until({}));
    CHECK(lock.held_by_caller());
    bool elsewhere = true;
    std::thread([&] { elsewhere = lock.held_by_caller(); }).join();
    CHECK_FALSE(elsewhere);
    lock.unlock();
    CHECK_FALSE(lock.held_by_caller());
}

TEST_CASE("a wait ends at its deadline, not before, and leaves no trace") {
    fifo_mutex lock;
    REQUIRE(lock.try_lock_until({}));
    bool got = true;
    steady_clock::duration waited{};
    std::thread([&] {
        const auto start = steady_clock::now();
        got = lock.try_lock_until(start + 20ms);
        waited = steady_clock::now() - start;
    }).join();
    CHECK_FALSE(got);
    CHECK(waited >= 20ms);
    lock.unlock();
    CHECK(free_for_others(lock));
}

TEST_CASE("works with std::unique_lock") {
    fifo_mutex lock;
    {
        const std::unique_lock guard(lock, steady_clock::now() + 1h);
        CHECK(guard.owns_lock());
        CHECK_FALSE(free_for_others(lock));
    }
    CHECK(free_for_others(lock));
}

TEST_CASE("each of many threads gets its turn, one at a time", "[concurrency]") {
    fifo_mutex lock;
    long sum = 0; // guarded by the lock alone: the thread sanitizer sees a hole
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 2000; ++i) {
                const std::unique_lock turn(lock, whenever);
                ++sum;
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(sum == 8 * 2000);
}

TEST_CASE("waiters that give up in the middle of the queue do not lose the others", "[concurrency]") {
    fifo_mutex lock;
    long sum = 0;
    std::atomic<long> taken{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 1000; ++i) {
                // Every second thread hardly waits at all.
                const auto deadline =
                    steady_clock::now() + (t % 2 == 0 ? 60s : std::chrono::microseconds(i % 50));
                if (!lock.try_lock_until(deadline)) continue;
                ++sum;
                ++taken;
                lock.unlock();
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(sum == taken);
    CHECK(taken >= 4 * 1000);
    CHECK(free_for_others(lock));
}

TEST_CASE("threads get the lock in the order in which they asked", "[concurrency]") {
    fifo_mutex lock;
    std::vector<int> order;
    std::vector<std::thread> threads;
    REQUIRE(lock.try_lock_until({}));
    for (int t = 0; t < 6; ++t) {
        threads.emplace_back([&, t] {
            const std::unique_lock turn(lock, whenever);
            order.push_back(t);
        });
        while (lock.waiting() != threads.size()) std::this_thread::yield();
    }
    lock.unlock();
    for (std::thread& thread : threads) thread.join();
    CHECK(order == std::vector{0, 1, 2, 3, 4, 5});
    CHECK(lock.waiting() == 0);
}

TEST_CASE("who gives the lock away cannot take it back before the one that waits", "[concurrency]") {
    fifo_mutex lock;
    std::atomic<bool> stay{true};
    REQUIRE(lock.try_lock_until({}));
    std::thread other([&] {
        const std::unique_lock turn(lock, whenever);
        while (stay) std::this_thread::yield();
    });
    while (lock.waiting() != 1) std::this_thread::yield();
    lock.unlock();
    CHECK_FALSE(lock.try_lock_until(steady_clock::time_point{}));
    stay = false;
    other.join();
    CHECK(free_for_others(lock));
}
