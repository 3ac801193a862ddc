#include "policy/cel/cost.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/cel/reads.h"
#include "policy/cel/regex.h"

namespace reeve::cel {
namespace {

constexpr uint64_t kMost = Cost::kUnbounded;

uint64_t Sum(uint64_t a, uint64_t b) { return std::min(kMost, a + b); }
uint64_t Product(uint64_t a, uint64_t b) { return a != 0 && b > kMost / a ? kMost : a * b; }

Cost operator+(const Cost& a, const Cost& b) { return {Sum(a.min, b.min), Sum(a.max, b.max)}; }

// The steps of making, respectively of reading, that much.
uint64_t Made(uint64_t bytes) { return bytes / kBytesPerStepMade + 1; }
uint64_t Scanned(uint64_t bytes) { return bytes / kBytesPerStepScanned; }

// A value without parts.
constexpr Extent kScalar = {0, 0, 1};
// The text of a number, timestamp or duration.
constexpr uint64_t kLongestNumber = 64;

Extent Larger(const Extent& a, const Extent& b) {
  return {std::max(a.text, b.text), std::max(a.elements, b.elements), std::max(a.values, b.values)};
}

Extent Together(const Extent& a, const Extent& b) {
  return {Sum(a.text, b.text), Sum(a.elements, b.elements), Sum(a.values, b.values)};
}

struct Estimate {
  Cost cost;
  Extent extent;
};

// Functions that read their first argument once and make nothing, or nothing of its size.
constexpr std::array<std::string_view, 8> kReaders = {
    "contains", "startsWith", "endsWith", "size", "timestamp", "duration", "bool", "type"};

bool IsReader(std::string_view name) {
  return std::find(kReaders.begin(), kReaders.end(), name) != kReaders.end();
}

bool HasNoParts(const Type& type) {
  return type.IsNumeric() || type.Is(Kind::kBool) || type.Is(Kind::kNull) ||
         type.Is(Kind::kTimestamp) || type.Is(Kind::kDuration);
}

class Estimator {
 public:
  explicit Estimator(const CostBounds& bounds) : bounds_(bounds) {}

  Estimate Visit(const Expr& expr) {
    ++nodes_;
    Estimate estimate = Plain(expr);
    if (HasNoParts(expr.type)) estimate.extent = kScalar;
    estimate.cost = estimate.cost + Cost{1, 1};
    return estimate;
  }

 private:
  Estimate Plain(const Expr& expr) {
    if (!expr.failure_code.empty() || expr.reference == Reference::kTypeName) return {{}, kScalar};
    if (expr.reference == Reference::kConstant) return {{}, OfLiteral(expr.literal)};
    switch (expr.kind) {
      case ExprKind::kLiteral:
        return {{}, OfLiteral(expr.literal)};
      case ExprKind::kIdent:
        return {{}, Named(expr)};
      case ExprKind::kSelect:
      case ExprKind::kOptionalSelect:
        return Select(expr);
      case ExprKind::kHas:
        return {Visit(*expr.operands[0]).cost, kScalar};
      case ExprKind::kIndex:
      case ExprKind::kOptionalIndex:
        return Index(expr);
      case ExprKind::kUnary:
        return {CostOfAll(expr), kScalar};
      case ExprKind::kBinary:
        return Binary(expr);
      case ExprKind::kLogic:
        return Logic(expr);
      case ExprKind::kTernary:
        return Ternary(expr);
      case ExprKind::kList:
      case ExprKind::kMap:
        return Collection(expr);
      case ExprKind::kComprehension:
        return Comprehension(expr);
      default:
        return Call(expr);
    }
  }

  Cost CostOfAll(const Expr& expr) {
    Cost cost;
    for (const ExprPtr& operand : expr.operands) cost = cost + Visit(*operand).cost;
    return cost;
  }

  static Extent OfLiteral(const Value& value) {
    if (value.Is(Kind::kList)) {
      Extent all{0, value.as_list().size(), 1};
      for (const Value& element : value.as_list()) {
        const Extent one = OfLiteral(element);
        all = {std::max(all.text, one.text), std::max(all.elements, one.elements),
               all.values + one.values};
      }
      return all;
    }
    const bool text = value.Is(Kind::kString) || value.Is(Kind::kBytes);
    return {text ? value.as_text().size() : 0, 0, 1};
  }

  std::optional<Extent> Declared(const Expr& expr) const {
    const std::optional<std::string> path = PathOf(expr);
    const auto found = path ? bounds_.paths.find(*path) : bounds_.paths.end();
    if (found == bounds_.paths.end()) return std::nullopt;
    return found->second;
  }

  Extent Named(const Expr& expr) const {
    if (expr.reference == Reference::kVariable) {
      return Declared(expr).value_or(bounds_.variables);
    }
    for (size_t i = locals_.size(); i-- > 0;) {
      if (locals_[i].first == expr.name) return locals_[i].second;
    }
    return bounds_.variables;
  }

  Estimate Select(const Expr& expr) {
    const Estimate target = Visit(*expr.operands[0]);
    return {target.cost, Declared(expr).value_or(target.extent)};
  }

  Estimate Index(const Expr& expr) {
    const Estimate target = Visit(*expr.operands[0]);
    return {target.cost + Visit(*expr.operands[1]).cost, target.extent};
  }

  Estimate Binary(const Expr& expr) {
    const Estimate left = Visit(*expr.operands[0]);
    const Estimate right = Visit(*expr.operands[1]);
    const Cost operands = left.cost + right.cost;
    switch (expr.op) {
      case Operator::kAdd:
        return Added(operands, left.extent, right.extent);
      case Operator::kEqual:
      case Operator::kNotEqual:
        return {operands + Cost{0, Compared(left.extent, right.extent)}, kScalar};
      case Operator::kIn: {
        if (expr.operands[1]->type.Is(Kind::kTextSet)) {
          return {operands + Cost{0, Scanned(left.extent.text)}, kScalar};
        }
        const uint64_t each = Sum(1, Compared(left.extent, right.extent));
        return {operands + Cost{0, Product(right.extent.elements, each)}, kScalar};
      }
      default:
        return {operands + Cost{0, Scanned(left.extent.text)}, kScalar};
    }
  }

  // Of text, bytes and lists; numbers have no parts and cost nothing.
  static Estimate Added(const Cost& operands, const Extent& left, const Extent& right) {
    const Extent sum = Together(left, right);
    const uint64_t bytes = std::max(sum.text, Product(sum.elements, sizeof(Value)));
    return {operands + Cost{0, Made(bytes)}, sum};
  }

  static uint64_t Compared(const Extent& a, const Extent& b) {
    const uint64_t values = std::min(a.values, b.values);
    return Product(values, Sum(1, Scanned(std::max(a.text, b.text))));
  }

  Estimate Logic(const Expr& expr) {
    Cost cost = Visit(*expr.operands[0]).cost;
    for (size_t i = 1; i < expr.operands.size(); ++i) {
      cost = cost + Cost{0, Visit(*expr.operands[i]).cost.max};
    }
    return {cost, kScalar};
  }

  Estimate Ternary(const Expr& expr) {
    const Estimate condition = Visit(*expr.operands[0]);
    const Estimate then = Visit(*expr.operands[1]);
    const Estimate otherwise = Visit(*expr.operands[2]);
    const Cost either = {std::min(then.cost.min, otherwise.cost.min),
                         std::max(then.cost.max, otherwise.cost.max)};
    return {condition.cost + either, Larger(then.extent, otherwise.extent)};
  }

  Estimate Collection(const Expr& expr) {
    Estimate all{{}, {0, expr.operands.size(), 1}};
    for (const ExprPtr& operand : expr.operands) {
      const Estimate one = Visit(*operand);
      all.cost = all.cost + one.cost;
      all.extent = {std::max(all.extent.text, one.extent.text),
                    std::max(all.extent.elements, one.extent.elements),
                    Sum(all.extent.values, one.extent.values)};
    }
    const uint64_t made = Made(expr.operands.size() * sizeof(Value));
    all.cost = all.cost + Cost{made, made};
    return all;
  }

  Estimate Call(const Expr& expr) {
    Cost cost;
    Extent joint = {0, 0, 1};
    for (const ExprPtr& operand : expr.operands) {
      const Estimate one = Visit(*operand);
      cost = cost + one.cost;
      joint = Larger(joint, one.extent);
    }
    const Extent text = {std::max(joint.text, kLongestNumber), joint.elements, joint.values};
    if (expr.name == "matches") {
      return {cost + Matching(*expr.operands.back(), joint.text, false), kScalar};
    }
    if (expr.name.starts_with("get") && expr.operands.size() == 1) return {cost, kScalar};
    if (IsReader(expr.name)) return {cost + Cost{0, Scanned(joint.text)}, kScalar};
    if (IsConversion(expr.name)) return {cost + Cost{0, Made(text.text)}, text};
    if (expr.name.starts_with("regex.") && expr.operands.size() > 1) {
      cost = cost + Matching(*expr.operands[1], joint.text, expr.name != "regex.extract");
    }
    // What a function of a library makes is bounded by what a clause may make.
    return {cost + Cost{0, Sum(Made(kMaxMade), Product(joint.values, Made(text.text)))},
            {kMaxMade, kMaxMade / sizeof(Value), kMaxMade / sizeof(Value)}};
  }

  // Of searching that much text for the pattern, again and again if there are many matches.
  static Cost Matching(const Expr& pattern, uint64_t text, bool many) {
    const bool constant = pattern.kind == ExprKind::kLiteral && pattern.literal.Is(Kind::kString);
    if (!constant) return Searched(text, kMaxPatternInstructions, many, kStepsPerComputedPattern);
    const auto regex = Regex::Compile(pattern.literal.as_text());
    return regex.ok() ? Searched(text, (*regex)->instructions(), many, 0) : Cost{};
  }

  static Cost Searched(uint64_t text, size_t instructions, bool many, uint64_t compiled) {
    const size_t first = Regex::SearchSteps(text, instructions);
    if (first == Regex::kTooManySteps) return {compiled, kMost};
    const uint64_t more =
        many ? Product(text + 1, Regex::NextSearchSteps(text, instructions) + 1) : 0;
    return {compiled, Sum(Sum(compiled, first), more)};
  }

  static bool IsConversion(std::string_view name) {
    return name == "int" || name == "uint" || name == "double" || name == "string" ||
           name == "bytes" || name == "dyn" || name == "lowerAscii" || name == "upperAscii";
  }

  // Of that many maps together.
  static Extent Entries(uint64_t maps, const Extent& map) {
    return {map.text, Product(maps, map.elements), Sum(1, Product(maps, map.values))};
  }

  Estimate Comprehension(const Expr& expr) {
    const Estimate range = Visit(*expr.operands[0]);
    const bool once = expr.macro >= Macro::kOptMap;
    const uint64_t elements = once ? 1 : range.extent.elements;
    for (const std::string& name : {expr.name, expr.second_name}) {
      locals_.emplace_back(name, range.extent);
    }
    const uint64_t before = nodes_;
    Cost body{1, 1};
    Estimate last;
    for (size_t i = 1; i < expr.operands.size(); ++i) {
      last = Visit(*expr.operands[i]);
      body = body + last.cost;
    }
    locals_.resize(locals_.size() - 2);
    // An element is charged for the nodes of the body, evaluated or not.
    body.max = Sum(body.max, nodes_ - before);
    Cost cost = range.cost + Cost{0, Product(elements, body.max)};
    if (expr.type.Is(Kind::kBool)) return {cost, kScalar};
    if (once) return {cost + Cost{0, 2}, last.extent};
    // The list is made of the range, and once more of what is kept; an entry of a map is two
    // values.
    cost = cost + Cost{1, Product(4, Made(Product(elements, sizeof(Value))))};
    if (expr.macro == Macro::kFilter) return {cost, range.extent};
    if (expr.macro == Macro::kSortBy) {
      const uint64_t comparisons = Product(elements, 32);
      const uint64_t each = Sum(1, Scanned(last.extent.text));
      return {cost + Cost{0, Product(comparisons, each)}, range.extent};
    }
    if (expr.macro == Macro::kTransformMapEntry) return {cost, Entries(elements, last.extent)};
    return {cost,
            {last.extent.text, std::max(elements, last.extent.elements),
             Sum(1, Product(elements, last.extent.values))}};
  }

  const CostBounds& bounds_;
  uint64_t nodes_ = 0;  // visited
  std::vector<std::pair<std::string, Extent>> locals_;
};

}  // namespace

Cost EstimateCost(const Expr& expr, const CostBounds& bounds) {
  return Estimator(bounds).Visit(expr).cost;
}

Cost EstimateCost(const Program& program, const CostBounds& bounds) {
  return EstimateCost(program.tree(), bounds);
}

}  // namespace reeve::cel
