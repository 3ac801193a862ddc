// room: oversight
//
// Arbitrary bytes as a CSV and as JSON lines. Nothing that is read depends on the number of threads
// or the size of a block; what is refused is refused alike, and no message repeats a long cell.
#include <cstdint>
#include <string_view>

#include "oversight/bias/attribute_rows.h"
#include "oversight/bias/table_reader.h"

namespace {

using reeve::Result;
namespace bias = reeve::oversight::bias;

void Require(bool holds, std::string_view what) {
  if (!holds) reeve::Panic(what);
}

bias::RowLayout Layout() {
  bias::RowLayout layout;
  layout.attributes = {"a", "b"};
  layout.outcome = "o";
  layout.label = "l";
  layout.score = "s";
  layout.favourable = {"1"};
  return layout;
}

void RequireSame(const Result<bias::Population>& one, const Result<bias::Population>& other) {
  Require(one.ok() == other.ok(), "threads disagree on whether the rows can be read");
  if (!one.ok()) {
    Require(one.error().code == other.error().code && one.error().at == other.error().at,
            "threads disagree on what is wrong");
    return;
  }
  Require(one->marks == other->marks, "threads disagree on outcomes");
  for (size_t i = 0; i < one->attributes.size(); ++i) {
    Require(one->attributes[i].codes == other->attributes[i].codes &&
                one->attributes[i].categories == other->attributes[i].categories,
            "threads disagree on a column");
  }
  Require(one->scores.size() == other->scores.size(), "threads disagree on scores");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const bias::RowLayout layout = Layout();
  for (const std::string& csv : {text, "a,b,o,l,s\n" + text}) {
    const auto source = bias::MakeTextSource(csv);
    const auto one = bias::ReadCsv(*source, layout, {.threads = 1});
    RequireSame(one, bias::ReadCsv(*source, layout, {.threads = 4, .block = 7}));
  }
  const auto source = bias::MakeTextSource(text);
  if (const auto rows = bias::AttributeRows::Read(*source, "a", {"b"}, ','); rows.ok()) {
    Require(rows->untaken() <= size, "more rows than bytes");
  }
  RequireSame(bias::ReadJsonLines(*source, layout),
              bias::ReadJsonLines(*source, layout, {.block = 3}));
  return 0;
}
