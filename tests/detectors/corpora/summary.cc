#include "tests/detectors/corpora/summary.h"

#include <array>
#include <cstdio>
#include <map>

namespace reeve::detectors {
namespace {

constexpr double kFormatRecall = 0.95;

const Tally* Row(const Table& table, std::string_view set, std::string_view row) {
  const auto rows = table.sets().find(std::string(set));
  if (rows == table.sets().end()) return nullptr;
  const auto tally = rows->second.find(std::string(row));
  return tally == rows->second.end() ? nullptr : &tally->second;
}

std::optional<double> Recall(const Table& table, std::string_view set, std::string_view row) {
  const Tally* tally = Row(table, set, row);
  return tally == nullptr ? std::nullopt : tally->Recall();
}

// Of the cases that hold nothing, the share in which something is told all the same.
std::optional<double> Flagged(const Table& table, std::string_view set, std::string_view row) {
  const Tally* tally = Row(table, set, row);
  if (tally == nullptr || tally->wrong + tally->clean == 0) return std::nullopt;
  return static_cast<double>(tally->wrong) / static_cast<double>(tally->wrong + tally->clean);
}

std::optional<double> Found(const Table& table, std::string_view set, std::string_view row) {
  const Tally* tally = Row(table, set, row);
  if (tally == nullptr) return std::nullopt;
  return static_cast<double>(tally->found);
}

constexpr std::array kWanted = {
    Wanted{"presidio_research, 8 pattern entities: F2", 0.93, true,
           [](const Table& table) {
             const Tally* tally = Row(table, "presidio_research all", "all");
             return tally == nullptr ? std::nullopt : tally->F2();
           }},
    Wanted{"presidio_research: card recall", 0.99, true,
           [](const Table& table) { return Recall(table, "presidio_research", "CREDIT_CARD"); }},
    Wanted{"presidio_recognizers: exact spans, of all cases", 0.97, true,
           [](const Table& table) { return Recall(table, kSummed, kPresidioSpans); }},
    Wanted{"stdnum formats that Presidio has: recall", 0.97, true,
           [](const Table& table) { return Recall(table, kSummed, kPresidioNumbers); }},
    Wanted{"stdnum formats that Presidio has: invalid accepted, of those with a check digit", 0.02,
           false, [](const Table& table) { return Flagged(table, kSummed, kPresidioInvalid); }},
    Wanted{"stdnum breadth: formats with recall >= 0.95 in every text", 150, true,
           [](const Table& table) { return Found(table, "stdnum breadth", "formats"); }},
    Wanted{"stdnum breadth: countries of those formats", 60, true,
           [](const Table& table) { return Found(table, "stdnum breadth", "countries"); }},
    Wanted{"phones, national form with context", 0.90, true,
           [](const Table& table) { return Recall(table, "phones", "NATIONAL"); }},
    Wanted{"hard negatives flagged, everything on", 0.03, false,
           [](const Table& table) { return Flagged(table, "hard_negatives all", "all"); }},
    Wanted{"obfuscated PII", 0.80, true,
           [](const Table& table) { return Recall(table, "obfuscated_pii all", "all"); }},
    Wanted{"gitleaks true", 0.98, true,
           [](const Table& table) { return Recall(table, "gitleaks_rules all", "true"); }},
    Wanted{"gitleaks false", 0.02, false,
           [](const Table& table) { return Flagged(table, "gitleaks_rules all", "false"); }},
    Wanted{"in-the-wild jailbreaks", 0.85, true,
           [](const Table& table) { return Recall(table, "prompts jailbreak", "inthewild"); }},
    Wanted{"NotInject flagged", 0.03, false,
           [](const Table& table) { return Flagged(table, "prompts benign_hard", "notinject"); }},
    Wanted{"XSTest (safe) flagged", 0.01, false,
           [](const Table& table) { return Flagged(table, "prompts benign_hard", "xstest"); }},
    Wanted{
        "obfuscated injection, relative to the plain text", 0.80, true,
        [](const Table& table) { return Recall(table, "obfuscated_injection all", "injection"); }},
    Wanted{"streaming, any cut: identical", 1, true,
           [](const Table& table) { return Recall(table, "stream_chunks", "same"); }},
};

// A format is good when its recall is in every text that it stands in; a country, when one of its
// formats is.
void CountBreadth(Table* table) {
  std::map<std::string, bool> formats;
  for (const auto& [set, rows] : table->sets()) {
    if (!set.starts_with("stdnum ")) continue;
    for (const auto& [row, tally] : rows) {
      if (!tally.Recall()) continue;
      bool& good = formats.try_emplace(row, true).first->second;
      good = good && *tally.Recall() >= kFormatRecall;
    }
  }
  std::map<std::string, bool> countries;
  for (const auto& [format, good] : formats) {
    table->Holds("stdnum breadth", "formats", good, format);
    if (format.size() < 4 || format[2] != '_' || format.starts_with("EU_")) continue;
    bool& any = countries[format.substr(0, 2)];
    any = any || good;
  }
  for (const auto& [country, good] : countries) {
    table->Holds("stdnum breadth", "countries", good, country);
  }
}

std::string Figure(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), value > 1 ? "%.0f" : "%.4f", value);
  return text.data();
}

}  // namespace

Summary::Summary(Table* table) {
  CountBreadth(table);
  for (const Wanted& wanted : kWanted) lines_.push_back({&wanted, wanted.seen(*table)});
}

bool Summary::Holds(const Line& line) {
  return line.wanted->at_least ? *line.seen >= line.wanted->bound
                               : *line.seen <= line.wanted->bound;
}

std::string Summary::Text(const Line& line) {
  std::string text(line.wanted->measure);
  text += line.wanted->at_least ? "\t>= " : "\t<= ";
  text += Figure(line.wanted->bound) + "\t";
  text +=
      line.seen ? Figure(*line.seen) + (Holds(line) ? "\tyes\n" : "\tno\n") : "-\tnot measured\n";
  return text;
}

std::string Summary::Text() const {
  std::string text = "measure\twanted\tseen\tholds\n";
  for (const Line& line : lines_) text += Text(line);
  return text;
}

std::string Summary::Failures() const {
  std::string text;
  for (const Line& line : lines_) {
    if (line.seen && !Holds(line)) text += Text(line);
  }
  return text;
}

}  // namespace reeve::detectors
