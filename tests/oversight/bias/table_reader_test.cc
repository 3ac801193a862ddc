#include "oversight/bias/table_reader.h"

#include <catch2/catch.hpp>

namespace reeve::oversight::bias {
namespace {

RowLayout Layout() {
  RowLayout layout;
  layout.attributes = {"sex"};
  layout.outcome = "hired";
  layout.favourable = {"yes"};
  return layout;
}

Result<Population> Read(const std::string& text, const RowLayout& layout,
                        const ReadOptions& options = {}) {
  return ReadCsv(*MakeTextSource(text), layout, options);
}

Result<Population> Read(const std::string& text) { return Read(text, Layout()); }

std::string CodeOf(const Result<Population>& result) {
  return result.ok() ? "ok" : std::string(result.error().code);
}

TEST_CASE("bias csv: columns are found by name, others passed over, and quotes undone") {
  const auto population = Read(
      "\xef\xbb\xbfid,\"sex\",hired\r\n1,\"a, "
      "\"\"b\"\"\",yes\r\n\r\n2,\"two\nlines\",no\r\n3,,yes");
  REQUIRE(population.ok());
  CHECK(population->size() == 3);
  CHECK(population->attributes[0].categories == std::vector<std::string>{"a, \"b\"", "two\nlines"});
  CHECK(population->attributes[0].codes[2] == kUnknownCategory);
  CHECK(population->outcome(0) == Mark::kFavourable);
  CHECK(population->outcome(1) == Mark::kUnfavourable);
}

TEST_CASE("bias csv: a category that says unknown is unknown, in any case") {
  const auto population = Read("sex,hired\nUNKNOWN,yes\nN/A,no\nf,yes\n");
  REQUIRE(population.ok());
  CHECK(population->attributes[0].codes[0] == kUnknownCategory);
  CHECK(population->attributes[0].codes[1] == kUnknownCategory);
  CHECK(population->attributes[0].codes[2] != kUnknownCategory);
}

TEST_CASE("bias csv: the result is the same for any number of threads and any block") {
  std::string text = "sex,hired,score\n";
  for (int i = 0; i < 500; ++i) {
    // Newlines within quotes, so that a thread begins within a field.
    text += i % 7 == 0 ? "\"line\nyes,no\n\"," : i % 3 == 0 ? "f," : "m,";
    text += (i % 2 == 0 ? "yes," : "no,") + std::to_string(i) + "\n";
  }
  RowLayout layout = Layout();
  layout.score = "score";
  const auto one = Read(text, layout, {.threads = 1});
  REQUIRE(one.ok());
  CHECK(one->size() == 500);
  for (const unsigned threads : {2U, 3U, 7U, 16U}) {
    for (const size_t block : {size_t{1}, size_t{13}, size_t{4096}}) {
      const auto many = Read(text, layout, {.threads = threads, .block = block});
      REQUIRE(many.ok());
      CHECK(many->marks == one->marks);
      CHECK(many->scores == one->scores);
      CHECK(many->attributes[0].codes == one->attributes[0].codes);
      CHECK(many->attributes[0].categories == one->attributes[0].categories);
      CHECK(many->outcome_values == one->outcome_values);
    }
  }
}

TEST_CASE("bias csv: fields of every length end where they do, whatever bytes are in them") {
  // Bytes one above and one below a delimiter, and with the high bit, beside each other.
  const std::string letters = "\x0b-+,\xc3\xac:<";
  for (size_t length = 1; length <= 40; ++length) {
    std::string field;
    for (size_t i = 0; field.size() < length; ++i) field += i % 3 == 0 ? "\xc3\xbb" : "\x0b:<";
    const auto population = Read("sex;x;hired\n" + field + ";" + letters + ";yes\nb;;no\n",
                                 Layout(), {.delimiter = ';'});
    REQUIRE(population.ok());
    CHECK(population->attributes[0].categories == std::vector<std::string>{field, "b"});
    CHECK(population->outcome(0) == Mark::kFavourable);
    CHECK(population->outcome(1) == Mark::kUnfavourable);
  }
}

TEST_CASE("bias csv: what is wrong is named with its line and never with the cell") {
  CHECK(CodeOf(Read("")) == "bias.csv_header");
  CHECK(CodeOf(Read("sex,hired\n")) == "bias.no_rows");
  CHECK(CodeOf(Read("sx,hired\na,yes\n")) == "bias.no_such_column");
  CHECK(Read("sx,hired\na,yes\n").error().message.find("did you mean `sx`") != std::string::npos);
  CHECK(CodeOf(Read("sex,sex,hired\na,b,yes\n")) == "bias.csv_header");
  const auto fields = Read("sex,hired\na,yes\nb\n");
  CHECK(CodeOf(fields) == "bias.csv_fields");
  CHECK(fields.error().at == "line 3");
  const auto quote = Read("sex,hired\na,yes\n\"private,no\n");
  CHECK(CodeOf(quote) == "bias.csv_quote");
  CHECK(quote.error().message.find("private") == std::string::npos);
  CHECK(CodeOf(Read("sex,hired\n\"a\"b,yes\n")) == "bias.csv_quote");
  CHECK(CodeOf(Read("sex,hired\n\xff,yes\n")) == "bias.not_utf8");
  const auto unseen = Read("sex,hired\na,ja\nb,nein\n");
  CHECK(CodeOf(unseen) == "bias.favourable_unseen");
  CHECK(unseen.error().message.find("`ja`, `nein`") != std::string::npos);
}

TEST_CASE("bias csv: too many categories and too many outcomes are refused") {
  std::string categories = "sex,hired\n";
  for (int i = 0; i < 251; ++i) categories += "c" + std::to_string(i) + ",yes\n";
  CHECK(CodeOf(Read(categories)) == "bias.too_many_categories");
  CHECK(CodeOf(Read(categories, Layout(), {.threads = 4})) == "bias.too_many_categories");
  std::string outcomes = "sex,hired\n";
  for (int i = 0; i < 17; ++i) outcomes += "a,o" + std::to_string(i) + "\n";
  CHECK(CodeOf(Read(outcomes)) == "bias.outcome_values");
}

TEST_CASE("bias csv: a score is a number or absent; without an outcome the median selects") {
  RowLayout layout = Layout();
  layout.outcome.reset();
  layout.score = "score";
  const auto population = Read("sex,score\na,1\na,2\nb,2\nb,9.5\nb,\n", layout);
  REQUIRE(population.ok());
  CHECK(population->outcome(1) == Mark::kUnfavourable);  // at the median is not above it
  CHECK(population->outcome(3) == Mark::kFavourable);
  CHECK(population->outcome(4) == Mark::kUnknown);
  CHECK(CodeOf(Read("sex,score\na,high\n", layout)) == "bias.score");
  CHECK(CodeOf(Read("sex,score\na,inf\n", layout)) == "bias.score");
}

TEST_CASE("bias csv: a cancelled reading says so, and a file is read like its text") {
  std::stop_source stop;
  stop.request_stop();
  CHECK(CodeOf(Read("sex,hired\na,yes\n", Layout(), {.stop = stop.get_token()})) ==
        "bias.cancelled");
  CHECK(OpenFileSource("/nonexistent/rows.csv").error().code == "file.not_found");
  CHECK(OpenFileSource("/").error().code == "file.io");
}

TEST_CASE("bias json lines: cells are strings, numbers, booleans; null is unknown") {
  RowLayout layout = Layout();
  layout.favourable = {"true"};
  const std::string text =
      "{\"sex\":\"f\",\"hired\":true,\"more\":[1]}\n\n{\"sex\":7,\"hired\":false}\n{\"hired\":"
      "true}";
  const auto population = ReadJsonLines(*MakeTextSource(text), layout);
  REQUIRE(population.ok());
  CHECK(population->size() == 3);
  CHECK(population->attributes[0].categories == std::vector<std::string>{"f", "7"});
  CHECK(population->attributes[0].codes[2] == kUnknownCategory);
  const auto broken = ReadJsonLines(*MakeTextSource("{\"sex\":\"f\"}\nprivate\n"), layout);
  CHECK(CodeOf(broken) == "bias.json_line");
  CHECK(broken.error().at == "line 2");
  CHECK(broken.error().message.find("private") == std::string::npos);
  CHECK(CodeOf(ReadJsonLines(*MakeTextSource("{\"sex\":{}}"), layout)) == "bias.cell_type");
}

}  // namespace
}  // namespace reeve::oversight::bias
