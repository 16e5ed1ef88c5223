// Callables that are borrowed, not owned: function_ref for one call (std::function_ref of C++26), borrowed
// for longer.
// SPDX-License-Identifier: MIT
#pragma once

#include <type_traits>
#include <utility>

namespace crudite {

template <class Signature>
class function_ref;

/// Borrows a callable for the length of one call: two words, no allocation. The callable must outlive it.
template <class Result, class... Arguments>
class function_ref<Result(Arguments...)> {
  public:
    template <class Callable>
        requires(!std::is_same_v<std::remove_cvref_t<Callable>, function_ref> &&
                 std::is_object_v<std::remove_reference_t<Callable>> &&
                 std::is_invocable_r_v<Result, Callable&, Arguments...>)
    constexpr function_ref(Callable&& callable) noexcept // NOLINT: implicit, as std::function_ref
        : object_(const_cast<void*>(static_cast<const void*>(__builtin_addressof(callable)))),
          call_([](void* object, Arguments... arguments) -> Result {
              auto& target = *static_cast<std::remove_reference_t<Callable>*>(object);
              if constexpr (std::is_void_v<Result>)
                  static_cast<void>(target(std::forward<Arguments>(arguments)...));
              else
                  return target(std::forward<Arguments>(arguments)...);
          }) {}

    constexpr Result operator()(Arguments... arguments) const {
        return call_(object_, std::forward<Arguments>(arguments)...);
    }

  private:
    void* object_;
    Result (*call_)(void*, Arguments...);
};

template <class Signature>
class borrowed;

/// Borrows a callable for as long as this lives: two words, no allocation; empty if made of nothing. The
/// callable must outlive it, so a temporary does not compile, unless it is a lambda without captures.
template <class Result, class... Arguments>
class borrowed<Result(Arguments...)> {
    using function = Result (*)(Arguments...);

  public:
    constexpr borrowed() noexcept = default;

    template <class Callable>
        requires(
            !std::is_base_of_v<borrowed, Callable> && std::is_invocable_r_v<Result, Callable&, Arguments...>)
    constexpr borrowed(Callable& callable) noexcept { // NOLINT: implicit, as a reference is
        if constexpr (std::is_function_v<Callable>) {
            *this = borrowed(function(callable));
        } else {
            target_.object = __builtin_addressof(callable);
            call_ = [](target to, Arguments... arguments) -> Result {
                auto& object = *const_cast<Callable*>(static_cast<const Callable*>(to.object));
                return object(std::forward<Arguments>(arguments)...);
            };
        }
    }
    constexpr borrowed(function plain) noexcept { // NOLINT: implicit
        target_.plain = plain;
        if (!plain) return;
        call_ = [](target to, Arguments... arguments) -> Result {
            return to.plain(std::forward<Arguments>(arguments)...);
        };
    }
    template <class Callable>
        requires(!std::is_base_of_v<borrowed, Callable> && std::is_convertible_v<const Callable&, function>)
    constexpr borrowed(const Callable&& callable) noexcept : borrowed(function(callable)) {}
    /// A temporary would be gone at the first call.
    template <class Callable>
        requires(!std::is_base_of_v<borrowed, Callable> && !std::is_convertible_v<const Callable&, function>)
    borrowed(const Callable&&) = delete;

    constexpr explicit operator bool() const noexcept { return call_ != nullptr; }
    Result operator()(Arguments... arguments) const {
        return call_(target_, std::forward<Arguments>(arguments)...);
    }
    /// Calls it, and drops what it throws. For observers: what they are told of has happened.
    void tell(Arguments... arguments) const noexcept {
        try {
            static_cast<void>((*this)(std::forward<Arguments>(arguments)...));
        } catch (...) {} // NOLINT(bugprone-empty-catch)
    }

  private:
    union target {
        const void* object = nullptr;
        function plain;
    };
    target target_{};
    Result (*call_)(target, Arguments...) = nullptr;
};

} // namespace crudite
