#include "cli/token_text.h"

#include "cli/members.h"
#include "cli/table.h"
#include "cli/time_text.h"

namespace reeve::cli {
namespace {

// "secret", "certificate uri:spiffe://example.org/credit"
std::string CredentialText(const json::Value& token) {
  std::string out = TextAt(token, "/credential/kind");
  const std::string issuer = TextAt(token, "/credential/issuer");
  const std::string value = TextAt(token, "/credential/value");
  if (!issuer.empty()) out += " " + issuer;
  if (!value.empty()) out += " " + value;
  return out;
}

std::string Used(const json::Value& token) {
  const std::string used = TextAt(token, "/used");
  return used.empty() ? "never" : MinuteOf(used);
}

std::string Holder(const json::Value& token) {
  const std::string person = TextAt(token, "/person");
  return person.empty() ? ListAt(token, "/systems") : person;
}

}  // namespace

std::string TokenListText(const json::Value& list) {
  const json::Array& tokens = *list.Find("tokens")->as_array();
  if (tokens.empty()) return "no such token\n";
  std::vector<TableRow> rows = {
      {"ID", "PRINCIPAL", "ROLES", "PERSON OR SYSTEMS", "EXPIRES (UTC)", "LAST USE", "STATE"}};
  rows.reserve(tokens.size() + 1);
  for (const json::Value& token : tokens) {
    rows.push_back({TextAt(token, "/id"), TextAt(token, "/principal"), ListAt(token, "/roles"),
                    Holder(token), MinuteOf(TextAt(token, "/expires")), Used(token),
                    TextAt(token, "/state")});
  }
  return TableText(rows);
}

std::string TokenText(const json::Value& token) {
  std::vector<TableRow> rows = {{"token", TextAt(token, "/id")},
                                {"state", TextAt(token, "/state")},
                                {"principal", TextAt(token, "/principal")},
                                {"roles", ListAt(token, "/roles")},
                                {"credential", CredentialText(token)},
                                {"tenants", ListAt(token, "/tenants")}};
  const auto add = [&](const char* name, const std::string& text) {
    if (!text.empty()) rows.push_back({name, text});
  };
  add("systems", ListAt(token, "/systems"));
  add("person", TextAt(token, "/person"));
  add("note", TextAt(token, "/note"));
  add("made by", TextAt(token, "/by"));
  add("made", MinuteOf(TextAt(token, "/created")) + " UTC");
  add("expires", MinuteOf(TextAt(token, "/expires")) + " UTC");
  add("last use", Used(token));
  if (token.Find("revoked") != nullptr) {
    add("revoked by", TextAt(token, "/revoked/by"));
    add("because", TextAt(token, "/revoked/reason"));
  }
  std::string out = TableText(rows);
  const std::string secret = TextAt(token, "/secret");
  if (!secret.empty()) out += "\nIts secret, shown this once:\n\n  " + secret + "\n";
  return out;
}

std::string PrincipalText(const json::Value& principal) {
  std::vector<TableRow> rows = {{"principal", TextAt(principal, "/principal")},
                                {"roles", ListAt(principal, "/roles")},
                                {"tenant", TextAt(principal, "/tenant")},
                                {"tenants", ListAt(principal, "/tenants")}};
  const std::string systems = ListAt(principal, "/systems");
  if (!systems.empty()) rows.push_back({"systems", systems});
  for (const char* key : {"person", "token", "expires"}) {
    const std::string text = TextAt(principal, "/" + std::string(key));
    if (!text.empty()) rows.push_back({key, text});
  }
  return TableText(rows);
}

}  // namespace reeve::cli
