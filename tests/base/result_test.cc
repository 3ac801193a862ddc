#include "base/result.h"

#include <catch2/catch.hpp>
#include <memory>

namespace reeve {
namespace {

Result<int> Half(int n) {
  if (n % 2 != 0) return Error{"test.odd", "`" + std::to_string(n) + "` is odd", "/n"};
  return n / 2;
}

Result<int> Quarter(int n) {
  REEVE_ASSIGN_OR_RETURN(const int half, Half(n));
  REEVE_ASSIGN_OR_RETURN(const int quarter, Half(half));
  return quarter;
}

Status CheckEven(int n, int* calls) {
  REEVE_RETURN_IF_ERROR(Half(n));
  ++*calls;
  return {};
}

Status CheckBoth(int a, int b, int* calls) {
  REEVE_RETURN_IF_ERROR(CheckEven(a, calls));
  REEVE_RETURN_IF_ERROR(CheckEven(b, calls));
  return {};
}

Result<std::unique_ptr<int>> Boxed(int n) {
  REEVE_ASSIGN_OR_RETURN(const int half, Half(n));
  return std::make_unique<int>(half);
}

TEST_CASE("result: a value is handed through") {
  const Result<int> result = Half(8);
  REQUIRE(result.ok());
  REQUIRE(static_cast<bool>(result));
  CHECK(*result == 4);
  CHECK(result.value() == 4);
}

TEST_CASE("result: an error keeps its code, its message and its place") {
  const Result<int> result = Half(7);
  REQUIRE_FALSE(result.ok());
  REQUIRE_FALSE(static_cast<bool>(result));
  CHECK(result.error().code == "test.odd");
  CHECK(result.error().message == "`7` is odd");
  CHECK(result.error().at == "/n");
}

TEST_CASE("result: the first error returns early, with what the callee said") {
  CHECK(*Quarter(12) == 3);
  CHECK(Quarter(6).error().message == "`3` is odd");
  CHECK(Quarter(5).error().message == "`5` is odd");
}

TEST_CASE("result: nothing behind a failed check is done") {
  int calls = 0;
  CHECK(CheckBoth(2, 4, &calls).ok());
  CHECK(calls == 2);
  CHECK_FALSE(CheckBoth(3, 4, &calls).ok());
  CHECK(calls == 2);
  CHECK(CheckBoth(2, 5, &calls).error().code == "test.odd");
  CHECK(calls == 3);
}

TEST_CASE("result: a value that cannot be copied moves out") {
  Result<std::unique_ptr<int>> result = Boxed(10);
  REQUIRE(result.ok());
  const std::unique_ptr<int> box = *std::move(result);
  CHECK(*box == 5);
  CHECK_FALSE(Boxed(9).ok());
}

TEST_CASE("result: a value is changed in place and reached through an arrow") {
  Result<std::string> result = std::string("ree");
  result->append("v");
  *result += 'e';
  CHECK(*result == "reeve");
  CHECK(result->size() == 5);
}

TEST_CASE("result: a Result of the error's own text type is told apart from an error") {
  const Result<std::string> text = std::string("test.odd");
  CHECK(text.ok());
  const Result<std::string> error = Error{"test.odd", "no"};
  CHECK_FALSE(error.ok());
}

TEST_CASE("status: success has no error, failure has one") {
  CHECK(Status().ok());
  const Status failed = Error{"test.failed", "it failed"};
  REQUIRE_FALSE(failed.ok());
  CHECK(failed.error().message == "it failed");
  CHECK(failed.error().at.empty());
}

}  // namespace
}  // namespace reeve
