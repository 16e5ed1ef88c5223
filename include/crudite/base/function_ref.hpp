// function_ref: a callable that is borrowed for one call, not owned (std::function_ref of C++26).
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

} // namespace crudite
