#include <iostream>
#include <map>
#include <memory>

#include "base/json.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/table.h"
#include "detectors/catalogue.h"
#include "detectors/number_format.h"

namespace reeve::cli {
namespace {

using detectors::EntityEntry;

struct Options {
  std::string category;
  std::string country;
  std::string entity;
  std::string format = "text";
};

std::vector<std::string> CategoryNames() {
  std::vector<std::string> names;
  for (size_t i = 0; i < detectors::kCategoryCount; ++i) {
    names.emplace_back(detectors::CategoryName(static_cast<detectors::Category>(i)));
  }
  return names;
}

json::Object EntryJson(const EntityEntry& entry) {
  json::Object object{{"entity", entry.name},
                      {"category", detectors::CategoryName(entry.category)},
                      {"kind", detectors::KindName(entry.kind)}};
  if (!entry.country.empty()) object.Add("country", entry.country);
  object.Add("title", entry.title).Add("source", entry.source);
  return object;
}

int List(const Options& options) {
  std::vector<TableRow> rows = {{"ENTITY", "CATEGORY", "COUNTRY", "TITLE", "SOURCE"}};
  json::Array list;
  for (const EntityEntry* entry : detectors::Catalogue()) {
    const std::string category(detectors::CategoryName(entry->category));
    if (!options.category.empty() && category != options.category) continue;
    if (!options.country.empty() && entry->country != options.country) continue;
    list.push_back(EntryJson(*entry));
    rows.push_back({std::string(entry->name), category, std::string(entry->country),
                    std::string(entry->title), std::string(entry->source)});
  }
  if (options.format == "json") {
    std::cout << json::Pretty(list);
  } else {
    std::cout << TableText(rows);
  }
  return kGood;
}

const detectors::NumberFormat* FormatOf(const EntityEntry& entry) {
  for (const detectors::NumberFormat* format : detectors::NumberFormats()) {
    if (&format->entity == &entry) return format;
  }
  return nullptr;
}

std::string_view StrengthText(detectors::Strength strength) {
  switch (strength) {
    case detectors::Strength::kBare:
      return "bare: only beside one of its words";
    case detectors::Strength::kWeak:
      return "weak: only beside one of its words, or where it is all that the text says";
    case detectors::Strength::kFair:
      return "fair: by itself where its check digit is right";
    case detectors::Strength::kStrong:
      return "strong: by its form alone";
  }
  return "";
}

void ExplainNumber(const detectors::NumberFormat& format, std::vector<TableRow>* rows) {
  rows->push_back({"form", std::string(format.shapes)});
  rows->push_back({"example", std::string(format.example)});
  rows->push_back({"check", format.valid == nullptr ? "the form only"
                            : format.check > 0      ? "check digits"
                                                    : "ranges and dates"});
  rows->push_back({"strength", std::string(StrengthText(format.strength))});
  rows->push_back({"words", std::string(format.words)});
}

int Explain(const Options& options) {
  const EntityEntry* entry = detectors::FindEntity(options.entity);
  if (entry == nullptr) {
    std::vector<std::string> names;
    for (const EntityEntry* known : detectors::Catalogue()) names.emplace_back(known->name);
    return Fail({"detectors.unknown_entity", "no entity is named `" + options.entity + "`" +
                                                 DidYouMeanSuffix(options.entity, names) +
                                                 "; `reeve detectors list` has all"});
  }
  std::vector<TableRow> rows = {{"entity", std::string(entry->name)},
                                {"title", std::string(entry->title)},
                                {"category", std::string(detectors::CategoryName(entry->category))},
                                {"kind", std::string(detectors::KindName(entry->kind))},
                                {"source", std::string(entry->source)}};
  if (!entry->country.empty()) rows.push_back({"country", std::string(entry->country)});
  if (const detectors::NumberFormat* format = FormatOf(*entry)) ExplainNumber(*format, &rows);
  if (options.format == "json") {
    json::Object object;
    for (const TableRow& row : rows) object.Add(row[0], row[1]);
    std::cout << json::Pretty(object);
  } else {
    std::cout << TableText(rows);
  }
  return kGood;
}

}  // namespace

void AddDetectors(Parser& app, Run* run) {
  Parser* detectors = app.AddCommand("detectors", "What can be found, and by what.");
  detectors->RequireCommand();
  auto options = std::make_shared<Options>();

  Parser* list = detectors->AddCommand("list", "Every entity, with its norm.");
  list->AddOption("--category", options->category, "Only of this category")->OneOf(CategoryNames());
  list->AddOption("--country", options->country, "Only of this country (two letters, DE)");
  list->AddOption("--format", options->format, "text or json")->OneOf({"text", "json"});
  list->Footer("Example: reeve detectors list --category pii --country DE");
  list->Callback([=] { *run = [=] { return List(*options); }; });

  Parser* explain = detectors->AddCommand("explain", "How one entity is recognised.");
  explain->AddOption("ENTITY", options->entity, "Its name, for example PL_PESEL")->Required();
  explain->AddOption("--format", options->format, "text or json")->OneOf({"text", "json"});
  explain->Footer("Example: reeve detectors explain PL_PESEL");
  explain->Callback([=] { *run = [=] { return Explain(*options); }; });
}

}  // namespace reeve::cli
