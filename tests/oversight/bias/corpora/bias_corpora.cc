// bias_corpora DIR
//
// Computes every value of reference_metrics.json and published_values.csv in DIR from the data
// beside them and compares: published values to the tolerance that stands there, reference values
// to one part in 10^12. Prints what differs or is missing. Exit code: 0, 1 when something does, 2
// for wrong usage or unreadable files.
#include <cmath>
#include <cstdio>

#include "base/file.h"
#include "oversight/bias/csv_record.h"
#include "tests/oversight/bias/corpora/published_values.h"

namespace {

using namespace reeve;
using namespace reeve::oversight::bias;

constexpr double kRelative = 1e-12;

std::optional<double> NumberOf(const json::Value& value) {
  if (value.as_int() != nullptr) return static_cast<double>(*value.as_int());
  if (value.as_double() != nullptr) return *value.as_double();
  return std::nullopt;
}

class Comparing {
 public:
  void Compare(const std::string& at, const json::Value& wanted, const json::Value* ours) {
    if (ours == nullptr) return Differs(at, json::Compact(wanted), "nothing");
    if (wanted.as_object() != nullptr) {
      for (const json::Member& member : *wanted.as_object()) {
        Compare(at + "/" + member.key, member.value, ours->Find(member.key));
      }
      return;
    }
    if (wanted.as_array() != nullptr) {
      const json::Array* list = ours->as_array();
      for (size_t i = 0; i < wanted.as_array()->size(); ++i) {
        const bool there = list != nullptr && i < list->size();
        Compare(at + "/" + std::to_string(i), (*wanted.as_array())[i],
                there ? &(*list)[i] : nullptr);
      }
      return;
    }
    ++compared_;
    const auto a = NumberOf(wanted);
    const auto b = NumberOf(*ours);
    const bool equal = a && b ? Near(*a, *b, kRelative * std::max(1e-3, std::abs(*a)))
                              : json::Compact(wanted) == json::Compact(*ours);
    if (!equal) Differs(at, json::Compact(wanted), json::Compact(*ours));
  }

  void ComparePublished(const std::string& folder) {
    PublishedValues values = PublishedBy(folder);
    std::map<std::string, size_t> seen;
    const auto text = ReadFile(folder + "/published_values.csv");
    if (!text.ok()) Die(text.error().message);
    CsvRecord record(',');
    bool header = true;
    for (std::string_view rest = *text; !rest.empty(); rest.remove_prefix(record.length())) {
      if (record.Read(rest, true) != CsvOutcome::kRecord || header) {
        header = false;
        continue;
      }
      const std::string quantity(record.fields()[0]);
      const double published = std::stod(std::string(record.fields()[2]));
      const double tolerance = std::stod(std::string(record.fields()[3]));
      const std::vector<double>& ours = values[quantity];
      const size_t which = seen[quantity]++;
      ++compared_;
      if (which >= ours.size()) {
        Differs(quantity, std::to_string(published), "nothing");
      } else if (!Near(published, ours[which], tolerance)) {
        Differs(quantity, std::to_string(published), std::to_string(ours[which]));
      }
    }
  }

  int Done() const {
    std::printf("%zu values compared, %zu differ\n", compared_, differing_);
    return differing_ == 0 ? 0 : 1;
  }

 private:
  static bool Near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }
  void Differs(const std::string& at, const std::string& wanted, const std::string& ours) {
    ++differing_;
    std::printf("%s: %s wanted, %s computed\n", at.c_str(), wanted.c_str(), ours.c_str());
  }

  size_t compared_ = 0;
  size_t differing_ = 0;
};

}  // namespace

int main(int count, char** words) {
  if (count != 2) {
    std::fprintf(stderr, "usage: bias_corpora DIR\nexample: bias_corpora corpora/bias\n");
    return 2;
  }
  const std::string folder = words[1];
  const auto text = ReadFile(folder + "/reference_metrics.json");
  if (!text.ok()) Die(text.error().message);
  const auto reference = json::Parse(*text);
  if (!reference.ok()) Die(reference.error().message);
  const json::Value ours = ReferenceValues(folder, *reference);
  Comparing comparing;
  comparing.Compare("", *reference, &ours);
  comparing.ComparePublished(folder);
  return comparing.Done();
}
