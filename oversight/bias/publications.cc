#include "oversight/bias/publications.h"

#include <algorithm>

namespace reeve::oversight::bias {
namespace {

Error NotFound(std::string_view id) {
  return {"bias.publication_not_found", "no summary was published as `" + std::string(id) +
                                            "`: `reeve bias published` lists them"};
}

std::string TextOf(const json::Value* value) {
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

Result<Publication> Parse(std::string_view id, std::string_view text) {
  REEVE_ASSIGN_OR_RETURN(json::Value value, json::Parse(text));
  const json::Value* members = value.Find("members");
  if (members == nullptr || members->as_object() == nullptr) {
    return Error{"ledger.damaged", "the publication `" + std::string(id) + "` cannot be read"};
  }
  return Publication{std::string(id), TextOf(value.Find("tenant")),
                     members->Find("withdrawn") != nullptr, *members->as_object()};
}

Status Put(const Publication& publication, ledger::ProjectionWriter& state) {
  REEVE_ASSIGN_OR_RETURN(const std::string text,
                         json::Canonical(json::Object{{"tenant", publication.tenant},
                                                      {"members", publication.members}}));
  state.Put(publication.id, text);
  return {};
}

Status FoldWithdrawal(const ledger::Record& record, const json::Value& body,
                      ledger::ProjectionWriter& state) {
  const std::string id = TextOf(body.Find("publication"));
  REEVE_ASSIGN_OR_RETURN(const auto known, state.Get(id));
  if (!known) return NotFound(id);
  REEVE_ASSIGN_OR_RETURN(Publication publication, Parse(id, *known));
  if (publication.tenant != record.tenant()) return NotFound(id);
  if (publication.withdrawn) {
    return Error{"bias.publication_withdrawn", "the summary `" + id + "` was withdrawn already"};
  }
  publication.members.Set("withdrawn", json::Object{{"by", TextOf(body.Find("by"))},
                                                    {"reason", TextOf(body.Find("reason"))},
                                                    {"time", FormatTimestamp(record.time())}});
  return Put(publication, state);
}

}  // namespace

std::string Publication::Text(std::string_view member) const {
  return TextOf(members.Find(member));
}

Status PublicationProjection::Fold(const ledger::Record& record,
                                   ledger::ProjectionWriter& state) const {
  if (record.kind() != kPublished && record.kind() != kWithdrawn) return {};
  REEVE_ASSIGN_OR_RETURN(const json::Value* body, record.Body());
  if (record.kind() == kWithdrawn) return FoldWithdrawal(record, *body, state);
  Publication publication{std::string(record.id()), std::string(record.tenant()), false,
                          *body->as_object()};
  publication.members.Set("published", FormatTimestamp(record.time()));
  return Put(publication, state);
}

Result<Publication> FindPublication(const ledger::Ledger& ledger, std::string_view id) {
  REEVE_ASSIGN_OR_RETURN(const auto text, ledger.State("bias_publications").Get(id));
  if (!text) return NotFound(id);
  return Parse(id, *text);
}

Result<std::vector<Publication>> AllPublications(const ledger::Ledger& ledger) {
  std::vector<Publication> all;
  Status parsed;
  REEVE_RETURN_IF_ERROR(
      ledger.State("bias_publications").Scan("", [&](std::string_view key, std::string_view value) {
        Result<Publication> one = Parse(key, value);
        if (!one.ok()) {
          parsed = one.error();
          return false;
        }
        all.push_back(*std::move(one));
        return true;
      }));
  REEVE_RETURN_IF_ERROR(parsed);
  std::reverse(all.begin(), all.end());  // ids begin with their time
  return all;
}

}  // namespace reeve::oversight::bias
