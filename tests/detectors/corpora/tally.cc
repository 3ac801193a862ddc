#include "tests/detectors/corpora/tally.h"

#include <array>
#include <cstdio>
#include <sstream>
#include <vector>

namespace reeve::detectors {
namespace {

// Figures are written with four digits, so a smaller step is no drop.
constexpr double kStep = 0.00006;

double Share(size_t part, size_t other) {
  return static_cast<double>(part) / static_cast<double>(part + other);
}

std::string Figure(const std::optional<double>& figure) {
  if (!figure) return "-";
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.4f", *figure);
  return text.data();
}

std::vector<std::string> Cells(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, '\t');) cells.push_back(cell);
  return cells;
}

bool Fell(const std::string& before, const std::optional<double>& now) {
  if (before == "-") return false;
  return !now || *now < std::strtod(before.c_str(), nullptr) - kStep;
}

}  // namespace

std::optional<double> Tally::Recall() const {
  if (found + missed == 0) return std::nullopt;
  return Share(found, missed);
}

std::optional<double> Tally::Precision() const {
  if (found + missed == 0) {
    if (wrong + clean == 0) return std::nullopt;
    return Share(clean, wrong);
  }
  if (!judged || found + wrong == 0) return std::nullopt;
  return Share(found, wrong);
}

std::optional<double> Tally::F2() const {
  const std::optional<double> precision = Precision();
  const std::optional<double> recall = Recall();
  if (!precision || !recall) return std::nullopt;
  const double below = 4 * *precision + *recall;
  return below == 0 ? 0 : 5 * *precision * *recall / below;
}

void Table::Holds(const std::string& set, const std::string& row, bool found,
                  std::string_view text) {
  ++(found ? sets_[set][row].found : sets_[set][row].missed);
  if (!found) miss_(set, row, "missed", text);
}

void Table::HoldsNothing(const std::string& set, const std::string& row, bool clean,
                         std::string_view text) {
  ++(clean ? sets_[set][row].clean : sets_[set][row].wrong);
  Judges(set, row);
  if (!clean) miss_(set, row, "wrong", text);
}

void Table::Judges(const std::string& set, const std::string& row) {
  sets_[set][row].judged = true;
}

void Table::Wrong(const std::string& set, const std::string& row, std::string_view text) {
  ++sets_[set][row].wrong;
  Judges(set, row);
  miss_(set, row, "wrong", text);
}

std::string Table::Text() const {
  std::string text = "set\trow\tcases\tprecision\trecall\tF2\n";
  for (const auto& [set, rows] : sets_) {
    for (const auto& [row, tally] : rows) {
      text += set + "\t" + row + "\t";
      text += std::to_string(tally.found + tally.missed + tally.wrong + tally.clean) + "\t";
      text += Figure(tally.Precision()) + "\t" + Figure(tally.Recall()) + "\t";
      text += Figure(tally.F2()) + "\n";
    }
  }
  return text;
}

Result<std::string> Table::Drops(std::string_view committed) const {
  std::string drops;
  std::istringstream lines{std::string(committed)};
  std::string line;
  std::getline(lines, line);  // the head
  while (std::getline(lines, line) && !line.empty()) {
    const std::vector<std::string> cells = Cells(line);
    if (cells.size() != 6) return Error{"corpora.table", "the table has a line of other shape"};
    const auto set = sets_.find(cells[0]);
    if (set == sets_.end()) continue;  // not measured now
    const auto row = set->second.find(cells[1]);
    const Tally tally = row == set->second.end() ? Tally{} : row->second;
    if (Fell(cells[3], tally.Precision()) || Fell(cells[4], tally.Recall())) {
      drops += line + "\tnow " + Figure(tally.Precision()) + "\t" + Figure(tally.Recall()) + "\n";
    }
  }
  return drops;
}

}  // namespace reeve::detectors
