#include "api/problem.h"

#include <array>

namespace reeve::api {
namespace {

struct Row {
  std::string_view code;  // or a prefix of codes that ends in a dot
  int status;
};

// The first row that fits answers.
constexpr auto kRows = std::to_array<Row>({
    {"json.too_large", 413},
    {"json.", 400},
    {"http.unauthorized", 401},
    {"http.not_found", 404},
    {"http.method", 405},
    {"http.too_large", 413},
    {"http.uri_too_long", 414},
    {"http.content_type", 415},
    {"http.", 400},
    {"engine.unknown_system", 403},
    {"engine.no_bundle", 503},
    {"batch.", 400},
    {"ledger.not_found", 404},
    {"ledger.tile", 404},
    {"ledger.not_cosigned", 404},
    {"ledger.out_of_range", 400},
    {"receipt.", 400},
    {"ledger.busy", 503},
    {"ledger.stopped", 503},
    {"ledger.closed", 503},
    {"ledger.stale_epoch", 503},
    {"ledger.unit_too_large", 413},
    {"ledger.record_too_large", 413},
    {"approval.not_found", 404},
    {"approval.own_request", 403},
    {"approval.author", 403},
    {"approval.delegate", 403},
    {"approval.no_right", 403},
    {"approval.not_requester", 403},
    {"approval.", 409},
    {"grant.not_found", 404},
    {"grant.scope", 400},
    {"grant.until", 400},
    {"grant.own", 403},
    {"grant.not_own", 403},
    {"grant.", 409},
    {"training.", 409},
    {"identity.rate", 429},
    {"identity.", 403},
    {"token.not_found", 404},
    {"token.state", 409},
    {"token.taken", 409},
    {"token.duties", 409},
    {"token.too_many", 409},
    {"token.roles", 400},
    {"token.principal", 400},
    {"token.systems", 400},
    {"token.tenants", 400},
    {"token.person", 400},
    {"token.credential", 400},
    {"token.expires", 400},
    {"person.", 400},
    {"replay.", 400},
    {"policy.", 400},
    {"bundle.not_found", 404},
    {"bundle.no_trial", 404},
    {"bundle.trial_share", 400},
    {"bundle.malformed", 400},
    {"bundle.syntax", 400},
    {"bundle.invalid", 400},
    {"bundle.tests_failed", 400},
    {"bundle.blast_radius", 400},
    {"bundle.schedule", 400},
    {"bundle.signature", 400},
    {"bundle.digest", 400},
    {"bundle.too_large", 413},
    {"bundle.unsigned", 403},
    {"bundle.unknown_key", 403},
    {"bundle.revoked_key", 403},
    {"bundle.key_period", 403},
    {"bundle.quorum", 403},
    {"bundle.too_old", 503},
    {"bundle.", 409},
    {"detector.not_allowed", 403},
    {"detector.", 409},
    {"search.", 400},
    {"events.", 400},
    {"cron.", 400},
    {"time.", 400},
    {"outcome.unknown_decision", 404},
    {"bias.not_found", 404},
    {"bias.no_such_form", 404},
    {"bias.publication_not_found", 404},
    {"bias.publication_withdrawn", 410},
    {"bias.monitor_not_found", 404},
    {"bias.monitor_exists", 409},
    {"bias.monitor_not_due", 409},
    {"bias.too_many_monitors", 409},
    {"bias.correction_not_found", 404},
    {"bias.correction_state", 409},
    {"bias.run_not_found", 404},
    {"bias.run_state", 409},
    {"bias.attributes_not_found", 404},
    {"bias.attributes_", 409},
    {"bias.too_many_sets", 409},
    {"bias.too_large", 413},
    {"bias.busy", 503},
    {"bias.closed", 503},
    {"bias.", 400},
    {"halt.not_found", 404},
    {"halt.scope", 400},
    {"halt.tenant", 400},
    {"halt.unknown_system", 400},
    {"halt.", 409},
    {"system.not_found", 404},
    {"system.no_classification", 404},
    {"law.", 400},
    {"system.terms", 400},
    {"system.", 409},
    {"usage.unknown_budget", 404},
    {"waiver.not_found", 404},
    {"waiver.from", 400},
    {"waiver.until", 400},
    {"waiver.scope", 400},
    {"waiver.tenant", 400},
    {"waiver.no_rule", 400},
    {"waiver.", 409},
    {"incident.not_found", 404},
    {"incident.no_report", 404},
    {"incident.unknown_system", 400},
    {"incident.unknown_decision", 400},
    {"incident.aware", 400},
    {"incident.occurred", 400},
    {"incident.category", 400},
    {"incident.nothing", 400},
    {"incident.", 409},
    {"break_glass.not_found", 404},
    {"break_glass.role", 403},
    {"break_glass.suspended", 403},
    {"break_glass.scope", 400},
    {"break_glass.time", 400},
    {"break_glass.no_rule", 400},
    {"break_glass.", 409},
    {"bypass.twice", 400},
    {"override.unknown_decision", 404},
    {"override.", 400},
    {"appeal.not_found", 404},
    {"appeal.unknown_decision", 404},
    {"appeal.outcome", 400},
    {"appeal.", 409},
    {"vault.not_kept", 404},
    {"vault.erased", 410},
    {"vault.none", 503},
    {"vault.store", 503},
    {"subject.name", 400},
    {"subject.nothing_kept", 404},
    {"subject.", 409},
    {"legal_hold.not_found", 404},
    {"legal_hold.scope", 400},
    {"legal_hold.", 409},
    {"retention.", 400},
    {"review.not_found", 404},
    {"review.own_request", 403},
    {"review.no_right", 403},
    {"review.voted", 403},
    {"review.", 409},
    {"oversight.", 409},
    {"server.waiting", 503},
    {"proxy.denied", 403},
    {"proxy.held", 403},
    {"proxy.unknown_model", 404},
    {"proxy.unreadable", 500},
    {"proxy.", 400},
    {"upstream.timeout", 504},
    {"upstream.stopped", 503},
    {"upstream.open", 503},
    {"upstream.", 502},
    {"stream.", 502},
    {"notify.not_found", 404},
    {"notify.callback", 400},
    {"notify.callbacks", 503},
});

std::string_view TitleOf(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 502:
      return "Bad Gateway";
    case 429:
      return "Too Many Requests";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Internal Server Error";
  }
}

bool Fits(const Row& row, std::string_view code) {
  return row.code.ends_with('.') ? code.starts_with(row.code) : code == row.code;
}

}  // namespace

int StatusOf(std::string_view code) {
  for (const Row& row : kRows) {
    if (Fits(row, code)) return row.status;
  }
  return 500;
}

json::Object ProblemJson(const Error& error) {
  const int status = StatusOf(error.code);
  json::Object problem;
  problem.Add("type", "urn:reeve:problem:" + std::string(error.code))
      .Add("title", TitleOf(status))
      .Add("status", status)
      .Add("detail", error.message)
      .Add("code", error.code);
  if (!error.at.empty() && status < 500) problem.Add("field", error.at);
  return problem;
}

}  // namespace reeve::api
