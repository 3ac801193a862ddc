// Policies that extend another: what they inherit, what they tighten, and how their rules count.
#include <algorithm>

#include "base/json.h"
#include "tests/policy/fixture.h"

namespace reeve::policy {
namespace {

const char* const kBase =
    "scope: { stages: [tool_call], tenants: [acme, globex] }\n"
    "attributes: { region: { type: string, record: value } }\n"
    "parameters:\n"
    "  limit: { type: double, default: 500.0, min: 0, stricter: lower }\n"
    "rules:\n"
    "  - id: above-limit\n"
    "    when: action.amount > parameters.limit\n"
    "    effect: hold\n"
    "    hold: { roles: [cfo, team_lead], quorum: 1 }\n"
    "    reason: Above the limit.\n"
    "  - id: regions\n"
    "    when: has(context.region) && context.region == 'KP'\n"
    "    effect: deny\n"
    "    reason: Not there.\n";

Compilation Compile(const std::string& below, std::string_view bundle = kBundleYaml) {
  return CompileBundle({{"a.yaml", PolicyText("extends: p\n" + below, "p-acme")},
                        {"bundle.yaml", std::string(bundle)},
                        {"p.yaml", PolicyText(kBase)}},
                       KnownWords());
}

std::shared_ptr<const Bundle> MustExtend(const std::string& below,
                                         std::string_view bundle = kBundleYaml) {
  Compilation compilation = Compile(below, bundle);
  INFO(Render(compilation.diagnostics));
  REQUIRE(compilation.bundle != nullptr);
  CHECK(compilation.diagnostics.empty());
  return compilation.bundle;
}

Facts Refund(double amount, std::string_view tenant = "acme") {
  Facts facts;
  facts.stage = Stage::kToolCall;
  facts.tenant = tenant;
  facts.action.kind = "refund";
  facts.action.amount = amount;
  return facts;
}

std::vector<std::string> Names(const Verdict& verdict) {
  std::vector<std::string> names;
  for (const Hit& hit : verdict.hits) names.push_back(hit.rule->policy + "/" + hit.rule->id);
  return names;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("extends: a tightened parameter counts in the extension's scope and nowhere else") {
  const auto bundle = MustExtend("scope: { tenants: [acme] }\ntighten: { limit: 200.0 }\n");
  CHECK(Names(Ask(*bundle, Refund(300))) == Texts{"p-acme/above-limit"});
  CHECK(Ask(*bundle, Refund(300, "globex")).effect == Effect::kAllow);
  CHECK(Names(Ask(*bundle, Refund(600))) == Texts{"p-acme/above-limit", "p/above-limit"});
  CHECK(Names(Ask(*bundle, Refund(600, "globex"))) == Texts{"p/above-limit"});
  const Rule& rule = *bundle->FindRule("p-acme", "above-limit");
  CHECK(rule.tightens == "p/above-limit");
  CHECK(rule.of_extension);
  CHECK(rule.file == "a.yaml");
  CHECK(rule.line == 6);
}

TEST_CASE("extends: the bundle document sets what must be tightened") {
  const std::string bundle = std::string(kBundleYaml) + "parameters: { p: { limit: 100.0 } }\n";
  CHECK(Render(Compile("tighten: { limit: 200.0 }\n", bundle).diagnostics)
            .find("it must be at most 100.0") != std::string::npos);
  CHECK(Compile("tighten: { limit: 100.0 }\n", bundle).bundle != nullptr);
}

TEST_CASE("extends: an extension uses the base's attributes and parameters as it tightens them") {
  const auto bundle = MustExtend(
      "tighten: { limit: 200.0 }\n"
      "rules:\n"
      "  - id: europe\n"
      "    when: context.?region.orValue('') != 'EU' && action.amount > parameters.limit\n"
      "    effect: deny\n"
      "    reason: Only there.\n");
  CHECK(Names(Ask(*bundle, Refund(300))) == Texts{"p-acme/europe", "p-acme/above-limit"});
  CHECK(bundle->policies()[0].parameters.at(0).value == ParameterValue(200.0));
  CHECK(bundle->policies()[1].parameters.at(0).value == ParameterValue(500.0));
}

TEST_CASE("extends: a rule with the id of a base's rule takes its scope, and stands beside it") {
  const auto bundle = MustExtend(
      "scope: { tenants: [acme] }\n"
      "tighten: { limit: 200.0 }\n"
      "rules:\n"
      "  - id: above-limit\n"
      "    when: action.amount > parameters.limit || action.purpose == 'gift'\n"
      "    effect: deny\n"
      "    reason: Not here.\n");
  CHECK(Names(Ask(*bundle, Refund(300))) == Texts{"p-acme/above-limit"});
  CHECK(Names(Ask(*bundle, Refund(600))) == Texts{"p-acme/above-limit", "p/above-limit"});
  CHECK(Ask(*bundle, Refund(600)).effect == Effect::kDeny);
  CHECK(bundle->rules().size() == 3);
}

TEST_CASE("extends: a rule of an extension lets nothing pass that the default denies") {
  const std::string deny = "apiVersion: reeve/v1\nkind: Bundle\ndefault: deny\n";
  const std::string rules =
      "rules:\n"
      "  - id: notes\n"
      "    when: action.amount < 10.0\n"
      "    effect: hold\n"
      "    hold: { roles: [team_lead] }\n"
      "    reason: Small.\n";
  const Verdict denied = Ask(*MustExtend(rules, deny), Refund(5));
  CHECK(denied.effect == Effect::kDeny);
  CHECK(denied.from_default);
  const Verdict held = Ask(*MustExtend(rules), Refund(5));
  CHECK(held.effect == Effect::kHold);
  CHECK_FALSE(held.from_default);
}

TEST_CASE("extends: a hold of an extension takes approvers away and adds none") {
  std::vector<std::shared_ptr<const Bundle>> kept;  // whose roles the holds view
  const auto hold = [&kept](const std::string& terms) {
    const auto& bundle =
        kept.emplace_back(MustExtend("rules:\n"
                                     "  - id: large\n"
                                     "    when: action.amount > 800.0\n"
                                     "    effect: hold\n"
                                     "    hold: " +
                                     terms + "\n    reason: Large.\n"));
    return Ask(*bundle, Refund(900)).hold.value();
  };
  using Views = std::vector<std::string_view>;
  CHECK(hold("{ roles: [cfo, ceo], quorum: 2, deadline: 1h }").roles == Views{"cfo"});
  CHECK(hold("{ roles: [cfo, ceo], quorum: 2, deadline: 1h }").quorum == 2);
  CHECK(hold("{ roles: [cfo], on_timeout: allow }").on_timeout == OnTimeout::kDeny);
  const HoldRequirement escalated =
      hold("{ roles: [cfo], escalation: { after: 2h, roles: [team_lead, ceo] } }");
  CHECK(escalated.roles == Views{"cfo"});
  REQUIRE(escalated.escalation);
  CHECK(escalated.escalation->roles == Views{"team_lead"});
  CHECK(escalated.escalation->after == std::chrono::hours(2));
}

TEST_CASE("extends: where nobody could approve by both holds, the request is denied") {
  const Compilation compilation = Compile(
      "rules:\n"
      "  - id: large\n"
      "    when: action.amount > 800.0\n"
      "    effect: hold\n"
      "    hold: { roles: [ceo] }\n"
      "    reason: Large.\n");
  REQUIRE(compilation.bundle != nullptr);
  CHECK(Render(compilation.diagnostics).find("[policy.hold_roles]") != std::string::npos);
  const Verdict verdict = Ask(*compilation.bundle, Refund(900));
  CHECK(verdict.effect == Effect::kDeny);
  CHECK(verdict.hold.value().roles.empty());
}

TEST_CASE("extends: a test of an extension sees the base's rules, and no others") {
  const auto bundle = MustExtend("tighten: { limit: 200.0 }\n");
  Scratch scratch;
  CHECK(Names(DecideAlone(*bundle, 0, Refund(600), scratch)) ==
        Texts{"p-acme/above-limit", "p/above-limit"});
  CHECK(Names(DecideAlone(*bundle, 1, Refund(600), scratch)) == Texts{"p/above-limit"});
}

TEST_CASE("extends: an extension of an extension tightens both, up to the documented depth") {
  const auto file = [](const std::string& id, const std::string& base, const std::string& limit) {
    return SourceFile{id + ".yaml",
                      PolicyText("extends: " + base + "\ntighten: { limit: " + limit + " }\n", id)};
  };
  std::vector<SourceFile> files = {{"bundle.yaml", kBundleYaml},
                                   {"p.yaml", PolicyText(kBase)},
                                   file("d1", "p", "400.0"),
                                   file("d2", "d1", "300.0"),
                                   file("d3", "d2", "200.0")};
  const Compilation three = CompileBundle(files, KnownWords());
  INFO(Render(three.diagnostics));
  REQUIRE(three.bundle != nullptr);
  CHECK(Names(Ask(*three.bundle, Refund(350))) == Texts{"d2/above-limit", "d3/above-limit"});
  CHECK(three.bundle->FindRule("d3", "above-limit")->tightens == "d2/above-limit");
  CHECK(BundleFromBytes(three.bundle->canonical_bytes()).value()->digest() ==
        three.bundle->digest());

  files.push_back(file("d4", "d3", "100.0"));
  CHECK(Render(CompileBundle(files, KnownWords()).diagnostics) ==
        "d4.yaml:4:10: error: `d4` extends `d3`, which extends `d2`, which extends `d1`, which "
        "extends `p`: that is more than 3 deep; extend a policy that is nearer to the first "
        "[policy.extends]\n     4 | extends: d3\n       |          ^~\n");
  files.back() = file("d1", "d3", "100.0");
  files.erase(files.begin() + 2);
  const std::string cycle = Render(CompileBundle(files, KnownWords()).diagnostics);
  CHECK(cycle.find("a policy cannot extend itself: `d1` extends `d3`, which extends `d2`, which "
                   "extends `d1`; leave out one `extends`") != std::string::npos);
}

// Random bases and extensions over random facts: with the extension, no verdict is weaker.
namespace {

class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed * 2654435761u + 88172645463325252u) {}
  size_t Below(size_t count) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<size_t>(state_ % count);
  }
  bool Coin() { return Below(2) == 0; }
  std::string Pick(const std::vector<std::string>& of) { return of[Below(of.size())]; }

 private:
  uint64_t state_;
};

std::string Condition(Dice& dice) {
  const auto atom = [&dice] {
    return dice.Pick({"action.amount > 200.0", "action.amount > parameters.limit", "true",
                      "action.amount <= 700.0", "context.region == 'EU'",
                      "action.kind in ['refund', 'order']", "findings.exists(f, f.score > 0.5)",
                      "!(action.amount > 400.0)", "system.id == 's'"});
  };
  std::string out = atom();
  for (size_t more = dice.Below(3); more > 0; --more) {
    out = "(" + out + ")" + dice.Pick({" && ", " || "}) + atom();
  }
  return "\"" + out + "\"";
}

std::string Terms(Dice& dice, const std::string& effect) {
  if (effect == "redact") {
    return "    redact: { entities: [" + dice.Pick({"CREDIT_CARD", "EMAIL_ADDRESS", "pii"}) +
           "], operator: " +
           dice.Pick({"mask", "label", "token", "hash", "encrypt", "encrypt, restore: output",
                      "'mask', keep_last: 2", "remove"}) +
           " }\n";
  }
  if (effect != "hold") return "";
  const std::vector<std::string> roles = {"[a]", "[b]", "[a, b]", "[a, c]", "[b, c]"};
  std::string out =
      "    hold: { roles: " + dice.Pick(roles) + ", quorum: " + dice.Pick({"1", "2"}) +
      ", deadline: " + dice.Pick({"2h", "8h"}) + ", on_timeout: " + dice.Pick({"allow", "deny"});
  if (dice.Coin()) {
    out += ", escalation: { after: " + dice.Pick({"1h", "90m"}) + ", roles: " + dice.Pick(roles) +
           " }";
  }
  return out + " }\n";
}

std::string Rules(Dice& dice, const std::vector<std::string>& ids,
                  const std::vector<std::string>& effects) {
  std::string out = "rules:\n";
  for (const std::string& id : ids) {
    const std::string effect = dice.Pick(effects);
    out += "  - id: " + id + "\n";
    if (dice.Below(3) == 0)
      out += "    scope: { actions: [" + dice.Pick({"refund", "order"}) + "] }\n";
    out += "    when: " + Condition(dice) + "\n    effect: " + effect + "\n" + Terms(dice, effect) +
           "    reason: Because.\n";
    if (dice.Below(6) == 0) out += "    mode: shadow\n";
  }
  return out;
}

std::vector<SourceFile> RandomBase(Dice& dice) {
  const std::string words =
      "attributes: { region: { type: string, record: value } }\n"
      "detect: [CREDIT_CARD, pii]\n"
      "parameters: { limit: { type: double, default: 500.0, stricter: lower } }\n";
  const std::vector<std::string> all = {"allow", "redact", "hold", "deny"};
  return {{"bundle.yaml",
           "apiVersion: reeve/v1\nkind: Bundle\ndefault: " + dice.Pick({"allow", "deny"}) + "\n"},
          {"other.yaml", PolicyText(words + Rules(dice, {"x"}, all), "other")},
          {"p.yaml", PolicyText(words + Rules(dice, {"x", "y", "z"}, all))}};
}

// Approvers at a time; nobody past the deadline.
std::vector<std::string_view> ApproversAt(const HoldRequirement& hold, std::chrono::seconds time) {
  std::vector<std::string_view> roles = hold.roles;
  if (time >= hold.deadline) return {};
  if (hold.escalation && time >= hold.escalation->after) {
    roles.insert(roles.end(), hold.escalation->roles.begin(), hold.escalation->roles.end());
  }
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  return roles;
}

void CheckNotWeaker(const Verdict& without, const Verdict& with) {
  CHECK(with.effect >= without.effect);
  for (const EntityRedaction& redaction : without.redactions) {
    const auto kept = std::find_if(
        with.redactions.begin(), with.redactions.end(), [&redaction](const EntityRedaction& other) {
          return other.entity == redaction.entity && RedactsAtLeast(other.method, redaction.method);
        });
    CHECK(kept != with.redactions.end());
  }
  for (const Obligation* obligation : without.obligations) {
    const auto same = [&](const Obligation* other) { return *other == *obligation; };
    CHECK(std::any_of(with.obligations.begin(), with.obligations.end(), same));
  }
  if (!without.hold) return;
  REQUIRE(with.hold);
  CHECK(with.hold->quorum >= without.hold->quorum);
  if (with.hold->on_timeout == OnTimeout::kAllow) {
    CHECK(with.hold->deadline >= without.hold->deadline);
  } else {
    CHECK(with.hold->deadline <= without.hold->deadline);
  }
  CHECK(with.hold->on_timeout >= without.hold->on_timeout);
  for (int minutes = 0; minutes <= 600; minutes += 30) {
    const bool released = without.hold->on_timeout == OnTimeout::kAllow &&
                          std::chrono::minutes(minutes) >= without.hold->deadline;
    if (released) break;
    const auto before = ApproversAt(*without.hold, std::chrono::minutes(minutes));
    const auto now = ApproversAt(*with.hold, std::chrono::minutes(minutes));
    CHECK(std::includes(before.begin(), before.end(), now.begin(), now.end()));
  }
}

}  // namespace

TEST_CASE("extends: with a random extension that compiles, no verdict is ever weaker") {
  size_t compiled = 0;
  size_t stricter = 0;
  for (uint64_t seed = 1; seed <= 1500; ++seed) {
    Dice dice(seed);
    std::vector<SourceFile> files = RandomBase(dice);
    const Compilation without = CompileBundle(files, KnownWords());
    INFO(Render(without.diagnostics));
    REQUIRE(without.bundle != nullptr);
    const std::string tighten = dice.Coin() ? "tighten: { limit: 300.0 }\n" : "";
    files.push_back({"q.yaml", PolicyText("extends: p\n" + tighten +
                                              Rules(dice, {dice.Pick({"x", "v"}), "w"},
                                                    {"redact", "hold", "deny"}),
                                          "q")});
    const Compilation with = CompileBundle(files, KnownWords());
    if (with.bundle == nullptr) continue;
    ++compiled;
    INFO(files.back().text);
    for (int i = 0; i < 12; ++i) {
      Facts facts = Refund(static_cast<double>(dice.Below(10)) * 100 + 50);
      facts.action.kind = dice.Coin() ? "refund" : "order";
      facts.system.id = dice.Coin() ? "s" : "t";
      if (dice.Coin()) facts.findings.push_back({"CREDIT_CARD", "payment", "checksum", 0.9, ""});
      json::Object context;
      if (dice.Coin()) context.Add("region", dice.Pick({"EU", "UK"}));
      facts.context = &context;
      const Verdict before = Ask(*without.bundle, facts);
      const Verdict after = Ask(*with.bundle, facts);
      CheckNotWeaker(before, after);
      stricter += after.effect > before.effect ? 1 : 0;
    }
  }
  CHECK(compiled > 700);
  CHECK(stricter > 300);
}

}  // namespace reeve::policy
