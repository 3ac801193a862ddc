// Decisions that ask external detectors over HTTP: what they find, what a failure comes to, and
// what of both is on record.
#include "api/http_detector.h"
#include "tests/api/detector_web.h"

namespace reeve::api::testing {
namespace {

using httplib::Request;
using httplib::Response;

constexpr char kAda[] = R"([{"entity_type":"PER","start":4,"end":15,"score":0.85},
    {"entity_type":"MAIL","start":18,"end":33,"score":0.6}])";
// What the service finds in it, and an address that the scanner finds too, and longer.
constexpr char kGreeting[] = "I'm Ada Example at nora@example.org";

std::string BundleAt(const std::string& origin, const std::string& terms) {
  return "apiVersion: reeve/v1\nkind: Bundle\ndefault: allow\ndetectors:\n  ner:\n    url: " +
         origin +
         "/analyze\n    contract: presidio\n    timeout: 10s\n    cache: { entries: 0 }\n    "
         "gives:\n"
         "      PER: { entity: NER_PERSON, category: pii }\n"
         "      MAIL: { entity: EMAIL_ADDRESS }\n" +
         terms;
}

constexpr char kRules[] = R"(apiVersion: reeve/v1
kind: Policy
metadata: { id: p, title: Test }
detect: [NER_PERSON, EMAIL_ADDRESS]
rules:
  - id: hide
    scope: { stages: [input] }
    when: findings.exists(f, f.entity == "NER_PERSON")
    effect: redact
    redact: { entities: [NER_PERSON], operator: label }
    reason: Names are taken out.
  - id: watched
    mode: shadow
    scope: { stages: [output] }
    when: findings.size() > 0
    effect: deny
    reason: Watched only.
)";

// An engine whose bundle asks one external detector.
class Asking {
 public:
  explicit Asking(const std::string& origin, const std::string& terms = "")
      : transports_(HttpDetectors({.addresses = {{origin}}})),
        engine_(Must(engine::Engine::Open({.data = folder_.path(),
                                           .origin = engine::testing::kOrigin,
                                           .key = Must(SigningKey::Generate()),
                                           .commitment_key = std::string(32, 'k'),
                                           .clock = &clock_,
                                           .metrics = &metrics_,
                                           .detectors = transports_.get()}))) {
    SetLogLevel(LogLevel::kError);
    const std::vector<oversight::System> systems = {
        engine::testing::MakeSystem("demo", policy::RiskClass::kLimited)};
    Must(engine_->systems().Register(systems, clock_.Now(), Random::System()));
    Must(Activate(origin, terms));
  }

  Status Activate(const std::string& origin, const std::string& terms) {
    const policy::Compilation compiled =
        policy::CompileBundle({{"bundle.yaml", BundleAt(origin, terms)}, {"p.yaml", kRules}},
                              engine::DetectorVocabulary());
    if (compiled.bundle == nullptr) FAIL(policy::Render(compiled.diagnostics));
    return engine_->Activate(compiled.bundle, principal_);
  }

  json::Value Decide(const Changes& changes = {}) {
    Changes all = {{"/content/text", kGreeting}};
    all.insert(all.end(), changes.begin(), changes.end());
    const auto request = engine::ParseRequest(RequestText(all));
    return Json(Must(engine_->Decide(principal_, Must(request))).json);
  }
  json::Value BodyOf(const json::Value& answer) const {
    const auto index = static_cast<uint64_t>(Int(answer, "/record/index"));
    return Json(Must(engine_->ledger().Read(index)).body_text());
  }
  void CheckReplay(const json::Value& answer) const { Must(engine_->Replay(Text(answer, "/id"))); }
  std::string Metrics() const { return metrics_.Render(); }

 private:
  TempDir folder_;
  FakeClock clock_{engine::testing::kStart};
  reeve::Metrics metrics_;
  const engine::Principal principal_{"tester", "default"};
  std::unique_ptr<engine::DetectorTransports> transports_;
  std::unique_ptr<engine::Engine> engine_;
};

void Refuse(const Request&, Response& response) { response.status = 500; }

}  // namespace

TEST_CASE("external decision: what a detector finds is merged, redacted, named and recorded") {
  DetectorWeb web(Saying(kAda));
  Asking asking(web.origin());
  const json::Value answer = asking.Decide();
  CHECK(Text(answer, "/effect") == "redact");
  CHECK(Text(answer, "/content/text") == "I'm <NER_PERSON> at nora@example.org");
  // Its own reading of a part of the address gave way to the scanner's.
  REQUIRE(At(answer, "/findings").as_array()->size() == 2);
  CHECK(Text(answer, "/findings/0/detector") == "ner");
  CHECK(Text(answer, "/findings/0/category") == "pii");
  CHECK(At(answer, "/findings/0/span/code_points") == Json("[4,15]"));
  CHECK(Text(answer, "/findings/1/entity") == "EMAIL_ADDRESS");
  CHECK(At(answer, "/findings/1").Find("detector") == nullptr);
  const json::Value body = asking.BodyOf(answer);
  CHECK(At(body, "/detected_by") == Json(R"([[0,"ner"]])"));
  CHECK(At(body, "/facts/detectors") == Json(R"({"ner":"answered"})"));
  CHECK(At(body, "/spans/0") == Json("[4,15]"));
  CHECK(At(body, "/verdict").Find("failures") == nullptr);
  CHECK(json::Compact(body).find("nora@example.org") == std::string::npos);
  asking.CheckReplay(answer);
}

TEST_CASE("external decision: a failure denies, says so, and is on record") {
  DetectorWeb web(Refuse);
  Asking asking(web.origin());
  const json::Value answer = asking.Decide();
  CHECK(Text(answer, "/effect") == "deny");
  CHECK(At(answer, "/content").as_object()->empty());
  CHECK(Text(answer, "/reasons/0/policy") == "reeve");
  CHECK(Text(answer, "/reasons/0/rule") == "detector");
  CHECK(Text(answer, "/reasons/0/error") == "detector.status");
  CHECK(Text(answer, "/reasons/0/message") ==
        "the external detector `ner` gave no answer (detector.status), and the bundle lets nothing "
        "pass without it");
  const json::Value body = asking.BodyOf(answer);
  CHECK(Text(body, "/effect") == "deny");
  CHECK(At(body, "/facts/detectors") == Json(R"({"ner":"detector.status"})"));
  CHECK(At(body, "/verdict/failures") ==
        Json(R"([{"detector":"ner","error":"detector.status","then":"deny"}])"));
  asking.CheckReplay(answer);
  CHECK(asking.Metrics().find(R"(reeve_detector_failures_total{detector="ner",then="deny"} 1)") !=
        std::string::npos);
}

TEST_CASE("external decision: a failure that the bundle ignores is on record all the same") {
  DetectorWeb web(Refuse);
  Asking asking(web.origin(), "    on_failure: ignore\n");
  const json::Value answer = asking.Decide();
  CHECK(Text(answer, "/effect") == "allow");
  CHECK(Text(answer, "/warnings/0/message") ==
        "the external detector `ner` gave no answer (detector.status), and it was decided without");
  const json::Value body = asking.BodyOf(answer);
  CHECK(At(body, "/verdict/failures") ==
        Json(R"([{"detector":"ner","error":"detector.status","then":"ignore"}])"));
  asking.CheckReplay(answer);
}

TEST_CASE("external decision: only requests in the scope of a rule that needs it leave") {
  DetectorWeb web(Refuse);
  Asking asking(web.origin());
  const json::Value other = asking.Decide({{"/stage", "tool_result"}});
  CHECK(Text(other, "/effect") == "allow");
  CHECK(web.calls == 0);
  CHECK(At(asking.BodyOf(other), "/facts").Find("detectors") == nullptr);
  // A rule in shadow asks, and changes nothing when it is not answered.
  const json::Value shadow = asking.Decide({{"/stage", "output"}});
  CHECK(web.calls == 1);
  CHECK(Text(shadow, "/effect") == "allow");
  CHECK(Text(asking.BodyOf(shadow), "/verdict/failures/0/then") == "ignore");
  asking.CheckReplay(shadow);
}

TEST_CASE("external decision: a bundle that asks where no text may go is not taken") {
  DetectorWeb web(Saying("[]"));
  Asking asking(web.origin());
  const Status refused = asking.Activate("http://127.0.0.1:1", "");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == "detector.not_allowed");
  CHECK(Text(asking.Decide(), "/effect") == "allow");
}

TEST_CASE("external decision: a change of the bundle forgets neither failures nor answers") {
  DetectorWeb web(Refuse);
  Asking asking(web.origin(), "    breaker: { failures: 2 }\n");
  asking.Decide();
  asking.Decide();
  Must(asking.Activate(web.origin(), "    breaker: { failures: 2 }\ntitle: Another\n"));
  CHECK(Text(asking.Decide(), "/reasons/0/error") == "detector.open");
  CHECK(web.calls == 2);
}

}  // namespace reeve::api::testing
