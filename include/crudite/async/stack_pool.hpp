// stack_pool: the stacks of fibers, used again and again. An overflow hits a page that cannot be written.
// SPDX-License-Identifier: MIT
#pragma once

#include <boost/context/protected_fixedsize_stack.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace crudite::async::detail {

/// Keeps some stacks that are free; the memory of the others is given back. Thread-safe.
class stack_pool {
  public:
    stack_pool(std::size_t size, std::size_t most_free) : stacks_(size), most_free_(most_free) {
        free_.reserve(most_free); // so that giving one back cannot fail
    }
    stack_pool(const stack_pool&) = delete;
    ~stack_pool() {
        for (boost::context::stack_context& one : free_) stacks_.deallocate(one);
    }

    boost::context::stack_context take() {
        {
            const std::lock_guard guard(mutex_);
            if (!free_.empty()) {
                const auto one = free_.back();
                free_.pop_back();
                return one;
            }
        }
        return stacks_.allocate(); // std::bad_alloc
    }
    void give_back(boost::context::stack_context& one) noexcept {
        {
            const std::lock_guard guard(mutex_);
            if (free_.size() < most_free_) return free_.push_back(one);
        }
        stacks_.deallocate(one);
    }

  private:
    std::mutex mutex_{};
    boost::context::protected_fixedsize_stack stacks_;
    std::size_t most_free_;
    std::vector<boost::context::stack_context> free_{};
};

/// A StackAllocator of Boost.Context with a stack of a pool, which lives as long as any of its stacks. Making
/// it throws std::bad_alloc if there is none; what comes after cannot fail.
class pooled_stack {
  public:
    explicit pooled_stack(std::shared_ptr<stack_pool> from)
        : kept_(std::make_shared<kept>(std::move(from))) {}

    boost::context::stack_context allocate() noexcept { return *std::exchange(kept_->free, {}); }
    void deallocate(boost::context::stack_context& one) noexcept { kept_->from->give_back(one); }

  private:
    struct kept {
        explicit kept(std::shared_ptr<stack_pool> its) : from(std::move(its)), free(from->take()) {}
        kept(const kept&) = delete;
        ~kept() {
            if (free) from->give_back(*free);
        }

        std::shared_ptr<stack_pool> from;
        std::optional<boost::context::stack_context> free; ///< until a fiber has it
    };
    std::shared_ptr<kept> kept_;
};

} // namespace crudite::async::detail
