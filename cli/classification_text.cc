#include "cli/classification_text.h"

#include <algorithm>
#include <vector>

#include "cli/members.h"

namespace reeve::cli {
namespace {

namespace law = oversight::law;

constexpr size_t kWidth = 100;

// The text in lines of at most kWidth bytes, each behind `indent`.
std::string Wrapped(std::string_view text, const std::string& indent) {
  std::string out;
  std::string line = indent;
  while (!text.empty()) {
    const size_t blank = text.find(' ');
    const std::string_view word = text.substr(0, blank);
    if (line.size() > indent.size() && line.size() + 1 + word.size() > kWidth) {
      out += line + "\n";
      line = indent;
    }
    if (line.size() > indent.size()) line += " ";
    line += word;
    text = blank == std::string_view::npos ? std::string_view() : text.substr(blank + 1);
  }
  return out + line + "\n";
}

std::string From(const std::optional<law::Date>& date, bool coming) {
  if (!date) return "";
  return (coming ? "coming, from " : "from ") + law::FormatDate(*date);
}

std::string Head(const law::Classification& c) {
  std::string out = c.class_id;
  if (c.applies_from) {
    out += "  (" + From(c.applies_from, c.as_of && *c.as_of < *c.applies_from) + ")";
  }
  out += "\n" + Wrapped(c.class_text, "  ");
  for (const std::string& reason : c.reasons) out += Wrapped("- " + reason, "  ");
  return out;
}

std::string Rules(const law::Classification& c) {
  if (c.rules.empty()) return "";
  std::string out = "\nWhy\n";
  for (const law::FiredRule& rule : c.rules) {
    out += "  " + rule.id + ": " + (rule.outcome.empty() ? "yes" : rule.outcome) + ", by " +
           rule.by + "; " + Joined(rule.articles);
    if (rule.coming) out += "; " + From(rule.applies_from, true);
    out += "\n" + Wrapped(rule.text, "      ");
    if (!rule.unless.empty()) out += Wrapped("Unless: " + Joined(rule.unless), "      ");
    if (!rule.note.empty()) out += Wrapped("Note: " + rule.note, "      ");
  }
  return out;
}

std::string Transparency(const law::Classification& c) {
  if (c.transparency.empty()) return "";
  std::string out = "\nTransparency\n";
  for (const law::TransparencyDuty& duty : c.transparency) {
    out += "  " + duty.id + "  " + duty.role + ", " + From(duty.from, duty.coming) + "; " +
           Joined(duty.articles) + "\n" + Wrapped(duty.text, "      ");
  }
  return out;
}

std::string ObligationText(const law::Obligation& duty) {
  std::string out = "  " + duty.id + "  " + From(duty.from, duty.coming) + "; " +
                    Joined(duty.articles) + (duty.kind == "duty" ? "" : " (" + duty.kind + ")") +
                    "\n" + Wrapped(duty.text, "      ");
  if (!duty.evidence.empty()) {
    out += Wrapped("Reeve holds: " + Joined(duty.evidence), "      ");
  }
  if (!duty.open.empty()) out += Wrapped("Open: " + duty.open, "      ");
  return out;
}

std::string Obligations(const law::Classification& c) {
  std::vector<std::string> roles;
  for (const law::HeldRole& held : c.roles) {
    if (std::find(roles.begin(), roles.end(), held.role) == roles.end()) {
      roles.push_back(held.role);
    }
  }
  std::string out;
  for (const std::string& role : roles) {
    std::string duties;
    for (const law::Obligation& duty : c.obligations) {
      if (std::find(duty.roles.begin(), duty.roles.end(), role) != duty.roles.end()) {
        duties += ObligationText(duty);
      }
    }
    if (!duties.empty()) out.append("\nDuties of the ").append(role).append("\n").append(duties);
  }
  if (!c.possible_obligations.empty()) {
    std::vector<std::string> ids;
    for (const law::Obligation& duty : c.possible_obligations) ids.push_back(duty.id);
    out += "\nDuties that open questions may add\n" + Wrapped(Joined(ids), "  ");
  }
  return out;
}

std::string Questions(const law::Classification& c) {
  if (c.open_questions.empty()) return "";
  std::string out = "\nOpen questions\n";
  for (const law::OpenQuestion& question : c.open_questions) {
    out += "  " + question.id + "\n" + Wrapped(question.text, "      ") +
           Wrapped("May change " + Joined(question.changes), "      ");
  }
  return out;
}

}  // namespace

std::string ClassificationText(const law::Classification& c) {
  std::string out = Head(c) + Rules(c) + Transparency(c) + Obligations(c) + Questions(c) + "\n";
  for (const law::Exposure& penalty : c.penalties) {
    out += Wrapped("Fines, " + Joined(penalty.articles) + ": " + penalty.text, "");
  }
  for (const auto& [id, value] : c.axes) out.append(id).append(": ").append(value).append("\n");
  if (!c.presumed.empty()) {
    out += Wrapped("Not stated, and taken for yes: " + Joined(c.presumed), "");
  }
  out += "\n" + c.table + ", version " + c.version +
         (c.as_of ? ", as of " + law::FormatDate(*c.as_of) : "") + "\n" + Wrapped(c.notice, "");
  return out;
}

}  // namespace reeve::cli
