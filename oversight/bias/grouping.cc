#include "oversight/bias/grouping.h"

#include <algorithm>
#include <map>
#include <thread>

namespace reeve::oversight::bias {
namespace {

constexpr size_t kMarks = 9;
constexpr size_t kRowsForThreads = 100'000;  // fewer are counted before a thread has started

// The cell of a row: its codes as the digits of a number. The last cell is for the unknown.
class Cells {
 public:
  Cells(const Population& population, const std::vector<size_t>& attributes) {
    for (const size_t i : attributes) {
      const Column& column = population.attributes[i];
      codes_.push_back(column.codes.data());
      sizes_.push_back(column.categories.size());
      count_ = count_ > kMaxGroups ? count_ : count_ * column.categories.size();
    }
  }
  size_t count() const { return count_; }
  size_t Of(size_t row) const {
    size_t cell = 0;
    for (size_t i = 0; i < codes_.size(); ++i) {
      const uint8_t code = codes_[i][row];
      if (code == kUnknownCategory) return count_;
      cell = cell * sizes_[i] + code;
    }
    return cell;
  }
  std::vector<size_t> CodesOf(size_t cell) const {
    std::vector<size_t> codes(sizes_.size());
    for (size_t i = sizes_.size(); i-- > 0;) {
      codes[i] = cell % sizes_[i];
      cell /= sizes_[i];
    }
    return codes;
  }

 private:
  std::vector<const uint8_t*> codes_;
  std::vector<size_t> sizes_;
  size_t count_ = 1;
};

void AddMark(uint8_t mark, uint64_t count, Tally* tally) {
  const auto outcome = static_cast<Mark>(mark / 3);
  const auto label = static_cast<Mark>(mark % 3);
  if (outcome == Mark::kUnknown) return;
  tally->n += count;
  const bool selected = outcome == Mark::kFavourable;
  if (selected) tally->selected += count;
  if (label == Mark::kUnknown) return;
  const bool qualified = label == Mark::kFavourable;
  uint64_t& cell =
      selected ? (qualified ? tally->tp : tally->fp) : (qualified ? tally->fn : tally->tn);
  cell += count;
}

// counts[cell * kMarks + mark]
std::vector<uint64_t> CountCells(const Population& population, const Cells& cells) {
  const size_t rows = population.size();
  const size_t threads =
      rows < kRowsForThreads ? 1 : std::clamp(std::thread::hardware_concurrency(), 1U, 16U);
  std::vector<std::vector<uint64_t>> parts(threads);
  const auto count = [&](size_t part) {
    std::vector<uint64_t> counts((cells.count() + 1) * kMarks);
    const size_t end = rows * (part + 1) / threads;
    for (size_t row = rows * part / threads; row < end; ++row) {
      ++counts[cells.Of(row) * kMarks + population.marks[row]];
    }
    parts[part] = std::move(counts);
  };
  {
    std::vector<std::jthread> others;
    for (size_t part = 1; part < threads; ++part) others.emplace_back(count, part);
    count(0);
  }
  for (size_t part = 1; part < threads; ++part) {
    for (size_t i = 0; i < parts[0].size(); ++i) parts[0][i] += parts[part][i];
  }
  return std::move(parts[0]);
}

Tally TallyOfCell(const std::vector<uint64_t>& counts, size_t cell) {
  Tally tally;
  for (uint8_t mark = 0; mark < kMarks; ++mark) {
    AddMark(mark, counts[cell * kMarks + mark], &tally);
  }
  return tally;
}

std::vector<std::string> NamesOf(const Population& population,
                                 const std::vector<size_t>& attributes,
                                 const std::vector<size_t>& codes) {
  std::vector<std::string> names;
  for (size_t i = 0; i < attributes.size(); ++i) {
    names.push_back(population.attributes[attributes[i]].categories[codes[i]]);
  }
  return names;
}

}  // namespace

std::vector<std::vector<size_t>> TablesOf(size_t attributes, unsigned depth) {
  std::vector<std::vector<size_t>> tables = {{}};
  size_t begin = 0;
  for (unsigned size = 1; size <= depth; ++size) {
    const size_t end = tables.size();
    for (size_t i = begin; i < end; ++i) {
      for (size_t next = tables[i].empty() ? 0 : tables[i].back() + 1; next < attributes; ++next) {
        std::vector<size_t> longer = tables[i];
        longer.push_back(next);
        tables.push_back(std::move(longer));
      }
    }
    begin = end;
  }
  tables.erase(tables.begin());
  return tables;
}

Result<GroupTable> CountGroups(const Population& population,
                               const std::vector<size_t>& attributes) {
  const Cells cells(population, attributes);
  GroupTable table;
  for (const size_t i : attributes) table.attributes.push_back(population.attributes[i].name);
  if (cells.count() > kMaxGroups) {
    std::string names;
    for (const std::string& name : table.attributes) names += (names.empty() ? "" : " x ") + name;
    return Error{"bias.too_many_groups",
                 names + " has more than " + std::to_string(kMaxGroups) +
                     " groups: lower the depth, or put categories together"};
  }
  const std::vector<uint64_t> counts = CountCells(population, cells);
  for (size_t cell = 0; cell < cells.count(); ++cell) {
    const Tally tally = TallyOfCell(counts, cell);
    if (tally.n == 0) continue;
    table.all += tally;
    table.groups.emplace_back();
    table.groups.back().names = NamesOf(population, attributes, cells.CodesOf(cell));
    table.groups.back().tally = tally;
  }
  table.unknown = TallyOfCell(counts, cells.count()).n;
  std::sort(table.groups.begin(), table.groups.end(),
            [](const Group& a, const Group& b) { return a.names < b.names; });
  for (Group& group : table.groups) {
    group.share = static_cast<double>(group.tally.n) / static_cast<double>(table.all.n);
  }
  return table;
}

std::vector<uint32_t> GroupOfRows(const Population& population,
                                  const std::vector<size_t>& attributes, const GroupTable& table) {
  const Cells cells(population, attributes);
  std::map<std::vector<std::string>, uint32_t> by_name;
  for (uint32_t i = 0; i < table.groups.size(); ++i) by_name[table.groups[i].names] = i;
  std::vector<uint32_t> group_of_cell(cells.count() + 1, UINT32_MAX);
  for (size_t cell = 0; cell < cells.count(); ++cell) {
    const auto found = by_name.find(NamesOf(population, attributes, cells.CodesOf(cell)));
    if (found != by_name.end()) group_of_cell[cell] = found->second;
  }
  std::vector<uint32_t> group_of(population.size());
  for (size_t row = 0; row < population.size(); ++row) group_of[row] = group_of_cell[cells.Of(row)];
  return group_of;
}

std::vector<std::vector<Tally>> CountByStratum(const Population& population,
                                               const std::vector<uint32_t>& group_of,
                                               size_t groups) {
  const Column& stratum = *population.stratum;
  std::vector<std::vector<Tally>> tallies(stratum.categories.size(), std::vector<Tally>(groups));
  for (size_t row = 0; row < population.size(); ++row) {
    if (group_of[row] >= groups || stratum.codes[row] == kUnknownCategory) continue;
    AddMark(population.marks[row], 1, &tallies[stratum.codes[row]][group_of[row]]);
  }
  return tallies;
}

}  // namespace reeve::oversight::bias
