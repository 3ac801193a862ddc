// Result<T> and Status: how a function of Reeve says that it failed.
//
// An Error has a stable code (a caller may switch on it, a test may name it) and a message for a
// person: lower case, no final period, the offending input in `backticks`, and what to do about it
// where that is known. Exceptions of libraries stop at the call that can throw and become an Error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace reeve {

struct Error {
  std::string_view code;  // points to a literal: "json.duplicate_key"
  std::string message;
  std::string at = {};  // where in the input: a JSON pointer, or file:line:column; may be empty
};

// Aborts with a reason. For broken invariants of our own, never for bad input.
[[noreturn]] void Panic(std::string_view reason);

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Precondition: ok().
  T& value() & { return Checked(), std::get<0>(state_); }
  const T& value() const& { return Checked(), std::get<0>(state_); }
  T&& value() && { return Checked(), std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // Precondition: !ok().
  Error& error() & { return std::get<1>(state_); }
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  void Checked() const {
    if (!ok()) Panic("value of a failed Result: " + std::get<1>(state_).message);
  }
  std::variant<T, Error> state_;
};

class [[nodiscard]] Status {
 public:
  Status() = default;  // success
  Status(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  // Precondition: !ok().
  Error& error() & { return *error_; }
  const Error& error() const& { return *error_; }
  Error&& error() && { return std::move(*error_); }

 private:
  std::optional<Error> error_;
};

}  // namespace reeve

// Returns the error of `expression` (a Status or a Result) to the caller, if it has one.
#define REEVE_RETURN_IF_ERROR(expression)                         \
  do {                                                            \
    if (auto reeve_status_ = (expression); !reeve_status_.ok()) { \
      return std::move(reeve_status_).error();                    \
    }                                                             \
  } while (false)

#define REEVE_CONCAT_INNER(a, b) a##b
#define REEVE_CONCAT(a, b) REEVE_CONCAT_INNER(a, b)

// REEVE_ASSIGN_OR_RETURN(auto x, F()): x is F's value, or the caller returns F's error.
#define REEVE_ASSIGN_OR_RETURN(target, expression) \
  REEVE_ASSIGN_OR_RETURN_IMPL(REEVE_CONCAT(reeve_result_, __LINE__), target, expression)
#define REEVE_ASSIGN_OR_RETURN_IMPL(name, target, expression) \
  auto name = (expression);                                   \
  if (!name.ok()) return std::move(name).error();             \
  target = std::move(name).value()
