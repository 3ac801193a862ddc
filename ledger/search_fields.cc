#include "ledger/search_fields.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/sha256.h"
#include "ledger/layout.h"

namespace reeve::ledger {
namespace {

constexpr std::string_view kKind = "kind";
constexpr std::string_view kTenant = "tenant";

std::vector<std::string> AllPaths(const std::vector<SearchField>& fields) {
  std::vector<std::string> paths;
  for (const SearchField& field : fields) {
    paths.insert(paths.end(), field.paths.begin(), field.paths.end());
  }
  return paths;
}

// Most records of a log have the kind, the tenant, the effect of others before them.
Term RememberedTermOf(std::string_view field, std::string_view value) {
  constexpr size_t kPlaces = 128;
  constexpr size_t kLongest = 64;
  struct Known {
    std::string field, value;
    Term term = 0;
  };
  if (value.size() > kLongest) return TermOf(field, value);
  static thread_local std::array<Known, kPlaces> known;
  const std::hash<std::string_view> hash;
  Known& place = known[(hash(field) + 31 * hash(value)) % kPlaces];
  if (place.field != field || place.value != value) {
    place = {std::string(field), std::string(value), TermOf(field, value)};
  }
  return place.term;
}

}  // namespace

Term TermOf(std::string_view field, std::string_view value) {
  const Hash hash = Sha256({field, std::string_view("\0", 1), value});
  return *ParseBigEndianKey(AsBytes(hash).substr(0, sizeof(Term)));
}

SearchFields::SearchFields(const std::vector<SearchField>& fields) : paths_(AllPaths(fields)) {
  std::string table;
  for (const SearchField& field : fields) {
    field_of_path_.insert(field_of_path_.end(), field.paths.size(), names_.size());
    names_.push_back(field.name);
    table += field.name + "\n";
    for (const std::string& path : field.paths) table += " " + path + "\n";
  }
  names_.emplace_back(kKind);
  names_.emplace_back(kTenant);
  digest_ = HexEncode(AsBytes(Sha256(table)));
}

bool SearchFields::Has(std::string_view name) const {
  return std::find(names_.begin(), names_.end(), name) != names_.end();
}

template <typename Visit>
void SearchFields::Walk(std::string_view body, const Visit& visit) const {
  if (field_of_path_.empty()) return;
  static thread_local std::vector<json::FoundValue> found;
  found.clear();
  json::CanonicalReader reader(body);
  // A body that is not canonical is found by what stands before that shows.
  const bool whole = reader.Value(&paths_, &found);
  for (const json::FoundValue& each : found) {
    if (!whole && each.text.empty()) continue;
    const std::string& name = names_[field_of_path_[each.path]];
    if (each.text.front() != '"') {
      visit(name, each.text);
    } else if (each.text.find('\\') == std::string_view::npos) {
      visit(name, each.text.substr(1, each.text.size() - 2));
    } else {
      visit(name, std::string_view(json::StringOf(each.text).value_or("")));
    }
  }
}

std::vector<Term> SearchFields::TermsOf(std::string_view kind, std::string_view tenant,
                                        std::string_view body) const {
  std::vector<Term> terms{RememberedTermOf(kKind, kind), RememberedTermOf(kTenant, tenant)};
  Walk(body, [&](std::string_view field, std::string_view value) {
    terms.push_back(RememberedTermOf(field, value));
  });
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

void SearchFields::ForEachValue(const Record& record, const Visitor& visitor) const {
  visitor(kKind, record.kind());
  visitor(kTenant, record.tenant());
  Walk(record.body_text(), visitor);
}

}  // namespace reeve::ledger
