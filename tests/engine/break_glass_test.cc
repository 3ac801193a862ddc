// Break-glass from the invocation to the record of each decision that it let pass, and the review.
#include "ledger/rebuild.h"
#include "tests/engine/fixture.h"

namespace reeve::engine::testing {
namespace {

using oversight::ActingPerson;
using oversight::BreakGlass;
using policy::ScopeKey;

const ActingPerson kAda{"Ada Example", "tester", "default"};
const ActingPerson kBen{"Ben Example", "tester", "default"};
constexpr std::chrono::hours kHour{1};

constexpr char kRules[] = R"(
detect: [EMAIL_ADDRESS]
rules:
  - id: large
    when: action.amount > 100.0
    effect: hold
    hold: { roles: [lead] }
    obligations: [ { type: notify, to: treasury } ]
    reason: A person must look.
  - id: word
    when: content.text.contains("xyzzy")
    effect: deny
    waivable: true
    reason: The word is forbidden.
  - id: scoring
    when: action.purpose == "social_scoring"
    effect: deny
    waivable: false
    reason: A prohibited practice.
  - id: address
    when: findings.exists(f, f.entity == "EMAIL_ADDRESS")
    effect: redact
    redact: { entities: [EMAIL_ADDRESS], operator: label }
    waivable: true
    reason: An address was removed.
)";

template <typename T>
std::string Code(const Result<T>& result) {
  return result.ok() ? "" : std::string(result.error().code);
}

// Ada holds the role, Ben does not.
class Emergency {
 public:
  explicit Emergency(std::string_view default_effect = "allow")
      : engine(CompileRules(kRules, default_effect), 16'384, "", {.persons = {"Ada Example"}}) {
    IncidentTerms terms;
    terms.system = "demo";
    terms.categories = {oversight::IncidentCategory::kPropertyOrEnvironment};
    terms.aware = engine.clock().Now();
    incident = Text(json::Value(Must((*engine).incidents().Open(terms, kBen))), "/id");
  }

  BreakGlass Terms(const std::string& system = "demo") const {
    BreakGlass glass;
    glass.incident = incident;
    glass.reason = "the approvers cannot be reached";
    glass.scope.values[static_cast<size_t>(ScopeKey::kSystem)] = {system};
    return glass;
  }
  Result<json::Object> Invoke(const BreakGlass& terms, const ActingPerson& by = kAda,
                              std::chrono::seconds time = kHour) {
    return (*engine).break_glass().Invoke(terms, time, by);
  }
  std::string Invoke() { return Text(json::Value(Must(Invoke(Terms()))), "/id"); }
  json::Value Decide(const Changes& changes) { return engine.Decide(changes); }
  json::Value Large(const std::string& system = "demo") {
    return Decide({{"/action/amount", 900.0}, {"/action/currency", "EUR"}, {"/system", system}});
  }
  json::Value Found(const std::string& id) {
    return Must((*engine).break_glass().Find("default", id));
  }

  TestEngine engine;
  std::string incident;
};

}  // namespace

TEST_CASE("break-glass: a hold in scope passes while it lasts, and each decision names it") {
  Emergency emergency;
  CHECK(Text(emergency.Large(), "/effect") == "hold");
  const std::string id = emergency.Invoke();
  const json::Value answer = emergency.Large();
  CHECK(Text(answer, "/effect") == "allow");
  CHECK(answer.Find("approval") == nullptr);
  CHECK(Text(answer, "/waivers/0/id") == id);
  CHECK(Text(answer, "/waivers/0/rule") == "large");
  CHECK(At(answer, "/waivers/0/break_glass") == json::Value(true));
  CHECK(Text(answer, "/obligations/0/value") == "treasury");
  const json::Value body = emergency.engine.BodyOf(answer);
  CHECK(At(body, "/verdict/waived") ==
        Json(R"([{"policy":"p","rule":"large","waiver":")" + id + R"(","break_glass":true}])"));
  Must((*emergency.engine).Replay(Text(answer, "/id")));
  CHECK(Text(emergency.Large("credit"), "/effect") == "hold");
  CHECK(Int(emergency.Found(id), "/uses/count") == 1);
  emergency.engine.clock().Advance(kHour);
  CHECK(Text(emergency.Large(), "/effect") == "hold");
}

TEST_CASE("break-glass: a hold passes under a default that denies, as an approval would let it") {
  Emergency emergency("deny");
  CHECK(Text(emergency.Large(), "/effect") == "hold");
  emergency.Invoke();
  const json::Value answer = emergency.Large();
  CHECK(Text(answer, "/effect") == "allow");
  Must((*emergency.engine).Replay(Text(answer, "/id")));
  CHECK(Text(emergency.Decide({}), "/effect") == "deny");
}

TEST_CASE("break-glass: a denial passes only where the bundle lets it be waived") {
  Emergency emergency;
  emergency.Invoke();
  CHECK(Text(emergency.Decide({{"/content/text", "xyzzy"}}), "/effect") == "allow");
  const json::Value scoring = emergency.Decide({{"/action/purpose", "social_scoring"},
                                                {"/action/amount", 900.0},
                                                {"/action/currency", "EUR"}});
  CHECK(Text(scoring, "/effect") == "deny");
  CHECK(Text(scoring, "/waivers/0/rule") == "large");
  Must((*emergency.engine).Replay(Text(scoring, "/id")));
  CHECK(Text(emergency.Decide({{"/content/text", "write to a@example.org"}}), "/effect") ==
        "redact");
}

TEST_CASE("break-glass: a system of a prohibited class gets nothing, whenever it became so") {
  Emergency emergency;
  emergency.Invoke();
  CHECK(Text(emergency.Large(), "/effect") == "allow");
  const std::vector<oversight::System> systems = {
      MakeSystem("demo", policy::RiskClass::kProhibited)};
  Must((*emergency.engine)
           .systems()
           .Register(systems, emergency.engine.clock().Now(), Random::System()));
  CHECK(Text(emergency.Large(), "/effect") != "allow");
  CHECK(Code(emergency.Invoke(emergency.Terms())) == "break_glass.prohibited");
}

TEST_CASE("break-glass: who does not hold the role may not, and a scope names what is there") {
  Emergency emergency;
  CHECK(Code(emergency.Invoke(emergency.Terms(), kBen)) == "break_glass.role");
  CHECK(Code(emergency.Invoke(emergency.Terms("dmeo"))) == "break_glass.scope");
  CHECK(Code(emergency.Invoke(emergency.Terms(), kAda, 5 * kHour)) == "break_glass.time");
  CHECK(Code(emergency.Invoke(emergency.Terms(), kAda, std::chrono::seconds(0))) ==
        "break_glass.time");
  BreakGlass terms = emergency.Terms();
  terms.rules = {"p/lagre"};
  CHECK(Code(emergency.Invoke(terms)) == "break_glass.no_rule");
  terms.rules = {"p/scoring"};
  CHECK(Code(emergency.Invoke(terms)) == "break_glass.prohibited");
  terms.rules = {"p/word"};
  Must(emergency.Invoke(terms));
  CHECK(Text(emergency.Large(), "/effect") == "hold");
  CHECK(Text(emergency.Decide({{"/content/text", "xyzzy"}}), "/effect") == "allow");
}

TEST_CASE("break-glass: ended, it lets nothing pass; and it stands after a restart") {
  Emergency emergency;
  const std::string id = emergency.Invoke();
  emergency.engine.Shut();
  emergency.engine.Open();
  Must((*emergency.engine).bundles().Resume());
  CHECK(Text(emergency.Large(), "/effect") == "allow");
  Must((*emergency.engine).break_glass().End(id, "the approvers are back", kBen));
  CHECK(Text(emergency.Large(), "/effect") == "hold");
  CHECK(Text(emergency.Found(id), "/state") == "to_review");
}

TEST_CASE("break-glass: not reviewed in time it suspends who invoked it, until it is") {
  Emergency emergency;
  const std::string id = emergency.Invoke();
  CHECK(At(emergency.Found(id), "/concerned") == Json(R"(["Ben Example","Ada Example"])"));
  BreakGlassCommands& commands = (*emergency.engine).break_glass();
  emergency.engine.clock().Advance(25 * kHour);
  CHECK(Must(commands.NoteOverdue()) == 1);
  CHECK(Must(commands.NoteOverdue()) == 0);
  CHECK(Text(emergency.Found(id), "/state") == "overdue");
  CHECK(Code(emergency.Invoke(emergency.Terms())) == "break_glass.suspended");
  CHECK(emergency.engine.metrics().Render().find("reeve_break_glass{state=\"overdue\"} 1") !=
        std::string::npos);
  CHECK(Code(commands.Review(id, "justified", "it was due", kAda)) == "break_glass.own_review");
  Must(commands.Review(id, "justified", "it was due", kBen));
  emergency.Invoke();
  CHECK(Int(json::Value(Must(commands.List("default", BreakGlassFilter::kActive))), "/total") == 1);
  CHECK(Must(ledger::VerifyProjections(emergency.engine.ledger().store(), AllProjections())).ok());
}

TEST_CASE("break-glass: a grant of the role gives the right within its reach and time") {
  Emergency emergency;
  oversight::Grant grant;
  grant.person = "Ben Example";
  grant.role = "break_glass";
  grant.systems = {"demo"};
  grant.until = emergency.engine.clock().Now() + 24 * kHour;
  grant.reason = "is on duty";
  const json::Value given = Must(emergency.engine->grants().Give(grant, kAda));
  CHECK(Code(emergency.Invoke(emergency.Terms("credit"), kBen)) == "break_glass.role");
  CHECK(Code(emergency.Invoke(emergency.Terms(), kBen)) == "");
  Must(emergency.engine->grants().End(Text(given, "/grant"), "is off duty", kAda));
  CHECK(Code(emergency.Invoke(emergency.Terms(), kBen)) == "break_glass.role");
}

}  // namespace reeve::engine::testing
