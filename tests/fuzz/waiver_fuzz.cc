// room: oversight
//
// Arbitrary bytes as the terms of a waiver and as a length of time. Terms that are accepted are the
// same after they were written and read again, and their scope is narrow or says everywhere.
#include <cstdint>
#include <string_view>

#include "base/duration.h"
#include "oversight/waiver.h"

namespace {

using reeve::Result;
namespace json = reeve::json;
namespace oversight = reeve::oversight;

void Require(bool holds, std::string_view what) {
  if (!holds) reeve::Panic(what);
}

bool ReadTerms(const json::Value& value, oversight::Waiver* waiver) {
  json::ObjectReader reader(value, "");
  oversight::ReadWaiverTerms(reader, json::Need::kRequired, waiver);
  return reader.Finish().ok();
}

json::Value TermsOf(const oversight::Waiver& waiver) {
  const json::Object all = oversight::ToJson(waiver);
  json::Object terms;
  for (const json::Member& member : all) {
    if (member.key != "by") terms.Add(member.key, member.value);
  }
  return terms;
}

void CheckTerms(std::string_view input) {
  const Result<json::Value> value = json::Parse(input);
  oversight::Waiver waiver;
  if (!value.ok() || !ReadTerms(*value, &waiver)) return;
  const json::Value terms = TermsOf(waiver);
  const json::Value* scope = terms.Find("scope");
  Require(scope != nullptr && !scope->as_object()->empty(), "an empty scope was accepted");
  oversight::Waiver again;
  Require(ReadTerms(TermsOf(waiver), &again), "terms that were accepted are refused");
  Require(TermsOf(again) == TermsOf(waiver), "terms changed on their way through JSON");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  CheckTerms(input);
  const auto duration = reeve::ParseDuration(input);
  Require(!duration || duration->count() >= 0, "a negative length of time");
  return 0;
}
