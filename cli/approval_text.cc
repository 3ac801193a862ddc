#include "cli/approval_text.h"

#include "cli/connection.h"
#include "cli/members.h"
#include "cli/table.h"
#include "cli/time_text.h"

namespace reeve::cli {
namespace {

std::string NumberAt(const json::Value& value, std::string_view key) {
  const json::Value* found = value.Find(key);
  return found == nullptr ? "0" : json::Compact(*found);
}

// "refund 900 EUR"
std::string MatterText(const json::Value& approval) {
  std::string out = TextAt(approval, "/action");
  if (approval.Find("amount") != nullptr) {
    out += " " + NumberAt(approval, "amount") + " " + TextAt(approval, "/currency");
  }
  return out;
}

// "1 of 2": of a blind one how many have voted.
std::string CountText(const json::Value& approval) {
  const bool shown = approval.Find("approvals") != nullptr;
  return NumberAt(approval, shown ? "approvals" : "votes_cast") + " of " +
         NumberAt(approval, "quorum") + (shown ? "" : " cast");
}

std::string DueText(const json::Value& approval, Timestamp now) {
  const std::string deadline = TextAt(approval, "/deadline");
  const std::string left = TimeLeft(deadline, now);
  return MinuteOf(deadline) + " UTC" + (left.empty() ? "" : ", in " + left);
}

void AddVotes(const json::Value& approval, std::vector<TableRow>* rows) {
  const json::Value* votes = approval.Find("votes");
  if (votes == nullptr) {
    rows->push_back({"votes", CountText(approval) + "; shown once all are"});
    return;
  }
  for (const json::Value& vote : *votes->as_array()) {
    const std::string conditions = ListAt(vote, "/conditions");
    rows->push_back({TextAt(vote, "/vote") == "approve" ? "approved" : "rejected",
                     MinuteOf(TextAt(vote, "/time")) + " UTC by " + TextAt(vote, "/by") + ", " +
                         TextAt(vote, "/role") + " (" + TextAt(vote, "/grant") +
                         "): " + TextAt(vote, "/reason") +
                         (conditions.empty() ? "" : "; on condition: " + conditions)});
  }
}

std::string ReachText(const json::Value& grant) {
  std::string out;
  const auto add = [&](const char* name, const std::string& text) {
    if (!text.empty()) out += (out.empty() ? "" : "; ") + std::string(name) + text;
  };
  if (grant.Find("up_to") != nullptr) {
    add("up to ", NumberAt(grant, "up_to") + " " + TextAt(grant, "/currency"));
  }
  add("actions ", ListAt(grant, "/actions"));
  add("systems ", ListAt(grant, "/systems"));
  add("classes ", ListAt(grant, "/risk_classes"));
  add("trained in ", TextAt(grant, "/competence"));
  return out.empty() ? "everything" : out;
}

}  // namespace

std::string ApprovalListText(const json::Value& list, Timestamp now) {
  const json::Array& approvals = *list.Find("approvals")->as_array();
  if (approvals.empty()) return "no such approval\n";
  std::vector<TableRow> rows = {
      {"ID", "SYSTEM", "WHAT", "PRIORITY", "ROLES", "APPROVED", "LEFT", "STATE"}};
  for (const json::Value& approval : approvals) {
    const bool open = TextAt(approval, "/state") == "open";
    rows.push_back({TextAt(approval, "/id"), TextAt(approval, "/system"), MatterText(approval),
                    TextAt(approval, "/severity"), ListAt(approval, "/roles"), CountText(approval),
                    open ? TimeLeft(TextAt(approval, "/deadline"), now) : "",
                    TextAt(approval, "/state")});
  }
  std::string out = TableText(rows);
  const std::string next = TextAt(list, "/next");
  if (!next.empty()) out += "there are more: --after '" + next + "'\n";
  return out;
}

std::string ApprovalText(const json::Value& approval, Timestamp now) {
  std::vector<TableRow> rows = {
      {"approval", TextAt(approval, "/id")},       {"state", TextAt(approval, "/state")},
      {"system", TextAt(approval, "/system")},     {"what", MatterText(approval)},
      {"priority", TextAt(approval, "/severity")}, {"held by", ListAt(approval, "/rules")},
      {"roles", ListAt(approval, "/roles")},       {"approvals", CountText(approval)},
      {"deadline", DueText(approval, now)},        {"decision", TextAt(approval, "/decision")},
      {"bundle", TextAt(approval, "/bundle")},     {"shown", TextAt(approval, "/shown")}};
  if (approval.Find("escalation") != nullptr) {
    rows.push_back({"escalation", MinuteOf(TextAt(approval, "/escalation/at")) + " UTC also " +
                                      ListAt(approval, "/escalation/roles")});
  }
  AddVotes(approval, &rows);
  if (approval.Find("valid") != nullptr) {
    rows.push_back({"valid until", MinuteOf(TextAt(approval, "/valid/until")) + " UTC"});
  }
  if (NumberAt(approval, "used") != "0") {
    rows.push_back({"used", NumberAt(approval, "used") + " time(s), the last by " +
                                TextAt(approval, "/last_use")});
  }
  const std::string closer = TextAt(approval, "/closed/by");
  if (!closer.empty())
    rows.push_back({"withdrawn", closer + ": " + TextAt(approval, "/closed/reason")});
  return TableText(rows);
}

std::string GrantListText(const json::Value& list) {
  const json::Array& grants = *list.Find("grants")->as_array();
  if (grants.empty()) return "no such grant\n";
  std::vector<TableRow> rows = {{"ID", "PERSON", "ROLE", "UNIT", "REACH", "UNTIL (UTC)", "STATE"}};
  for (const json::Value& grant : grants) {
    const std::string delegated =
        TextAt(grant, "/of").empty() ? "" : ", for " + TextAt(grant, "/by");
    rows.push_back({TextAt(grant, "/grant"), TextAt(grant, "/person"), TextAt(grant, "/role"),
                    TextAt(grant, "/unit"), ReachText(grant), MinuteOf(TextAt(grant, "/until")),
                    TextAt(grant, "/state") + delegated});
  }
  return TableText(rows);
}

std::string GrantText(const json::Value& grant) {
  std::vector<TableRow> rows = {{"grant", TextAt(grant, "/grant")},
                                {"state", TextAt(grant, "/state")},
                                {"person", TextAt(grant, "/person")},
                                {"role", TextAt(grant, "/role")},
                                {"reach", ReachText(grant)},
                                {"from", MinuteOf(TextAt(grant, "/from")) + " UTC"},
                                {"until", MinuteOf(TextAt(grant, "/until")) + " UTC"},
                                {TextAt(grant, "/of").empty() ? "given by" : "passed on by",
                                 TextAt(grant, "/by") + ": " + TextAt(grant, "/reason")}};
  if (!TextAt(grant, "/of").empty()) rows.push_back({"part of", TextAt(grant, "/of")});
  if (grant.Find("ended") != nullptr) {
    rows.push_back({"ended", MinuteOf(TextAt(grant, "/ended/time")) + " UTC by " +
                                 TextAt(grant, "/ended/by") + ": " +
                                 TextAt(grant, "/ended/reason")});
  }
  return TableText(rows);
}

std::string TrainingListText(const json::Value& list) {
  const json::Array& trainings = *list.Find("trainings")->as_array();
  if (trainings.empty()) return "no such training\n";
  std::vector<TableRow> rows = {{"ID", "PERSON", "TRAINING", "UNTIL (UTC)", "STATE", "EVIDENCE"}};
  for (const json::Value& training : trainings) {
    rows.push_back({TextAt(training, "/training"), TextAt(training, "/person"),
                    TextAt(training, "/name"), MinuteOf(TextAt(training, "/until")),
                    TextAt(training, "/state"), TextAt(training, "/evidence")});
  }
  return TableText(rows);
}

}  // namespace reeve::cli
