#include "policy/cel_policy_outcomes.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "base/text.h"
#include "policy/cel/compile.h"
#include "policy/cel/map.h"
#include "policy/cel/parser.h"
#include "policy/cel/render.h"
#include "policy/cel_substitute.h"
#include "policy/yaml_source.h"

namespace reeve::policy {
namespace {

using cel::Expr;
using cel::ExprKind;
using cel::Kind;

constexpr size_t kMaxShown = 200;
constexpr size_t kMaxReason = 1000;  // of a rule
constexpr std::string_view kComputed = "…";

constexpr std::array<std::pair<std::string_view, Effect>, 22> kWords = {{
    {"true", Effect::kAllow},    {"allow", Effect::kAllow},     {"allowed", Effect::kAllow},
    {"permit", Effect::kAllow},  {"permitted", Effect::kAllow}, {"accept", Effect::kAllow},
    {"approve", Effect::kAllow}, {"approved", Effect::kAllow},  {"pass", Effect::kAllow},
    {"ok", Effect::kAllow},      {"false", Effect::kDeny},      {"deny", Effect::kDeny},
    {"denied", Effect::kDeny},   {"block", Effect::kDeny},      {"blocked", Effect::kDeny},
    {"reject", Effect::kDeny},   {"rejected", Effect::kDeny},   {"forbid", Effect::kDeny},
    {"hold", Effect::kHold},     {"review", Effect::kHold},     {"escalate", Effect::kHold},
    {"pending", Effect::kHold},
}};
constexpr std::array<std::string_view, 6> kFields = {"decision", "effect",  "verdict",
                                                     "allow",    "allowed", "permitted"};
// Of which `true` means that it is not allowed.
constexpr std::array<std::string_view, 5> kDenials = {"deny", "denied", "blocked", "banned",
                                                      "rejected"};
constexpr std::array<std::string_view, 3> kReasons = {"reason", "message", "explanation"};

std::string Lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string Joined(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a + b;
  return "(" + a + ") && (" + b + ")";
}

std::string NameOf(const cel::Value& value) {
  if (value.Is(Kind::kString)) return std::string(value.as_text());
  return value.Text(kMaxShown);
}

bool IsDenial(std::string_view field) {
  return std::find(kDenials.begin(), kDenials.end(), field) != kDenials.end();
}

// What a value under `field` means: `{denied: true}` is not `{allowed: true}`.
CelOutputMap MapUnder(std::string_view field, const CelOutputMap& map) {
  CelOutputMap out{map.effects, ""};
  if (map.effects.empty() && IsDenial(field)) {
    out.effects = {{"true", Effect::kDeny}, {"false", Effect::kAllow}};
  }
  return out;
}

// The fields that may say what an output means, the likeliest first.
std::vector<std::string_view> Fields(const CelOutputMap& map) {
  if (!map.field.empty()) return {map.field};
  std::vector<std::string_view> out(kFields.begin(), kFields.end());
  out.insert(out.end(), kDenials.begin(), kDenials.end());
  return out;
}

void AppendText(const Expr& expr, std::string* out) {
  if (expr.kind == ExprKind::kLiteral && expr.literal.Is(Kind::kString)) {
    *out += expr.literal.as_text();
  } else if (expr.kind == ExprKind::kBinary && expr.op == cel::Operator::kAdd) {
    AppendText(*expr.operands[0], out);
    AppendText(*expr.operands[1], out);
  } else if (!out->ends_with(kComputed)) {
    *out += kComputed;
  }
}

std::string Tidy(std::string_view text) { return OneLine(text, kMaxReason); }

// The value of an expression that reads nothing.
class Constant {
 public:
  explicit Constant(const std::string& expression) {
    if (!FreeNames(expression, {}).empty()) return;
    cel::CompileResult compiled = cel::Compile(expression, {});
    if (!compiled.ok()) return;
    program_.emplace(std::move(compiled).program());
    value_ = program_->Evaluate({}, arena_);
    known_ = !value_.is_error();
  }
  bool known() const { return known_; }
  const cel::Value& value() const { return value_; }

 private:
  cel::Arena arena_;
  std::optional<cel::Program> program_;
  cel::Value value_;
  bool known_ = false;
};

class OutcomeFinder {
 public:
  OutcomeFinder(const cel::Environment& environment, const CelOutputMap& map)
      : environment_(environment), map_(map) {}

  std::vector<CelOutcome> Run(const std::string& output) {
    Visit(output, "", "", map_);
    return std::move(found_);
  }

 private:
  void Visit(const std::string& text, const std::string& when, const std::string& reason,
             const CelOutputMap& map) {
    const Constant constant(text);
    if (constant.known()) {
      for (CelOutcome& outcome : OutcomesOf(constant.value(), map)) {
        outcome.when = when;
        if (outcome.reason.empty()) outcome.reason = reason;
        found_.push_back(std::move(outcome));
      }
      return;
    }
    cel::Arena arena;
    std::vector<cel::CompileError> errors;
    const cel::ExprPtr tree = Parse(text, arena, &errors);
    if (!tree) return Add(text, when, reason, std::nullopt);
    if (tree->kind == ExprKind::kTernary) return VisitTernary(*tree, when, reason, map);
    if (tree->kind == ExprKind::kList) {
      for (const cel::ExprPtr& item : tree->operands) {
        Visit(cel::RenderSource(*item), when, reason, map);
      }
      return;
    }
    if (tree->kind == ExprKind::kMap && VisitMap(*tree, when, map)) return;
    VisitComputed(text, when, reason, map);
  }

  void VisitTernary(const Expr& expr, const std::string& when, const std::string& reason,
                    const CelOutputMap& map) {
    const std::string condition = cel::RenderSource(*expr.operands[0]);
    Visit(cel::RenderSource(*expr.operands[1]), Joined(when, condition), reason, map);
    Visit(cel::RenderSource(*expr.operands[2]), Joined(when, "!(" + condition + ")"), reason, map);
  }

  bool VisitMap(const Expr& expr, const std::string& when, const CelOutputMap& map) {
    const auto value_of = [&](std::string_view key) -> const Expr* {
      for (size_t i = 0; i + 1 < expr.operands.size(); i += 2) {
        const Expr& name = *expr.operands[i];
        if (name.kind == ExprKind::kLiteral && name.literal.Is(Kind::kString) &&
            name.literal.as_text() == key) {
          return expr.operands[i + 1].get();
        }
      }
      return nullptr;
    };
    std::string reason;
    for (const std::string_view key : kReasons) {
      const Expr* text = value_of(key);
      if (text != nullptr && reason.empty()) reason = TextOf(cel::RenderSource(*text));
    }
    for (const std::string_view field : Fields(map)) {
      const Expr* value = value_of(field);
      if (value == nullptr) continue;
      Visit(cel::RenderSource(*value), when, reason, MapUnder(field, map));
      return true;
    }
    return false;
  }

  void VisitComputed(const std::string& text, const std::string& when, const std::string& reason,
                     const CelOutputMap& map) {
    const auto any = map.effects.find("*");
    const cel::CompileResult compiled = cel::Compile(text, environment_);
    const bool is_bool = compiled.ok() && compiled.program().type().Is(Kind::kBool);
    if (is_bool && map.Find("true") && map.Find("false")) {
      Add("true", Joined(when, text), reason, map.Find("true"));
      Add("false", Joined(when, "!(" + text + ")"), reason, map.Find("false"));
      return;
    }
    const std::string said = reason.empty() ? TextOf(text) : reason;
    Add(text, when, said,
        any == map.effects.end() ? std::nullopt : std::optional<Effect>(any->second));
  }

  void Add(const std::string& shown, const std::string& when, const std::string& reason,
           std::optional<Effect> effect) {
    found_.push_back({when, effect, false, std::string(Clip(shown, kMaxShown)), reason});
  }

  const cel::Environment& environment_;
  const CelOutputMap& map_;
  std::vector<CelOutcome> found_;
};

CelOutcome OutcomeOfMap(const cel::MapValue& value, const CelOutputMap& map, CelOutcome whole) {
  for (const std::string_view key : kReasons) {
    const cel::Value* text = value.Find(cel::Value::String(key));
    if (text != nullptr && text->Is(Kind::kString) && whole.reason.empty()) {
      whole.reason = Tidy(text->as_text());
    }
  }
  for (const std::string_view field : Fields(map)) {
    const cel::Value* part = value.Find(cel::Value::String(field));
    if (part == nullptr) continue;
    whole.shown = NameOf(*part);
    whole.effect = MapUnder(field, map).Find(whole.shown);
    return whole;
  }
  return whole;
}

}  // namespace

bool HasGoodCharacters(std::string_view text) {
  std::vector<Diagnostic> found;
  Reporter reporter("", text, &found);
  return CheckCharacters(reporter, "a tab");
}

std::string OneLine(std::string_view text, size_t most) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t length = std::max<size_t>(1, Clip(text.substr(at), 4).size());
    // One character: the bytes that continue it begin with the bits 10.
    size_t end = at + 1;
    while (end < at + length && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    const std::string_view character = text.substr(at, end - at);
    at = end;
    if (std::isspace(static_cast<unsigned char>(character[0])) != 0) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if (HasGoodCharacters(character)) {
      out += character;
    }
  }
  out = Clip(out, most);
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

std::optional<Effect> CelOutputMap::Find(std::string_view text) const {
  if (!effects.empty()) {
    auto found = effects.find(text);
    if (found == effects.end()) found = effects.find("*");
    return found == effects.end() ? std::nullopt : std::optional<Effect>(found->second);
  }
  const std::string word = Lower(text);
  for (const auto& [known, effect] : kWords) {
    if (known == word) return effect;
  }
  return std::nullopt;
}

std::string TextOf(const std::string& expression) {
  cel::Arena arena;
  std::vector<cel::CompileError> errors;
  const cel::ExprPtr tree = Parse(expression, arena, &errors);
  if (!tree) return "";
  const Constant constant(expression);
  if (constant.known() && constant.value().Is(Kind::kString)) {
    return Tidy(constant.value().as_text());
  }
  std::string out;
  AppendText(*tree, &out);
  return out == kComputed ? "" : Tidy(out);
}

std::vector<CelOutcome> OutcomesOf(const std::string& output, const cel::Environment& environment,
                                   const CelOutputMap& map) {
  return OutcomeFinder(environment, map).Run(output);
}

std::vector<CelOutcome> OutcomesOf(const cel::Value& value, const CelOutputMap& map) {
  std::vector<CelOutcome> out;
  if (value.Is(Kind::kList)) {
    for (const cel::Value& item : value.as_list()) {
      for (CelOutcome& outcome : OutcomesOf(item, map)) out.push_back(std::move(outcome));
    }
    return out;
  }
  CelOutcome one;
  one.shown = NameOf(value);
  if (value.Is(Kind::kOptional)) {
    if (value.as_optional() != nullptr) return OutcomesOf(*value.as_optional(), map);
    one.is_none = true;
    one.shown = "none";
    const auto none = map.effects.find("none");
    if (none != map.effects.end()) one.effect = none->second;
  } else if (value.Is(Kind::kMap)) {
    one = OutcomeOfMap(value.as_map(), map, std::move(one));
    if (!one.effect && map.effects.contains("*")) one.effect = map.effects.at("*");
  } else {
    one.effect = map.Find(one.shown);
    // A text that is itself the message, where any text means the same.
    if (value.Is(Kind::kString) && !map.effects.empty() && !map.effects.contains(one.shown)) {
      one.reason = Tidy(one.shown);
    }
  }
  out.push_back(std::move(one));
  return out;
}

}  // namespace reeve::policy
