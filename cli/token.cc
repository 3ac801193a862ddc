#include <filesystem>
#include <iostream>
#include <memory>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/members.h"
#include "cli/remote_command.h"
#include "cli/time_text.h"
#include "cli/token_text.h"

namespace reeve::cli {
namespace {

struct Options {
  Connection connection;
  std::string principal;
  std::vector<std::string> roles;
  std::vector<std::string> systems;
  std::vector<std::string> tenants;
  std::string person;
  std::string certificate;
  std::string jwt_issuer;
  std::string jwt_subject;
  std::string expires = "90d";
  std::string note;
  std::string secret_file;
  std::string id;
  std::string reason;
  std::string state = "active";
  bool json = false;
};

json::Array Texts(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

void Print(const Options& options, const json::Value& token) {
  std::cout << (options.json ? json::Pretty(token) + "\n" : TokenText(token));
}

json::Object Terms(const Options& options) {
  json::Object body{{"principal", options.principal},
                    {"roles", Texts(options.roles)},
                    {"expires", TypedTime(options.expires)}};
  if (!options.systems.empty()) body.Add("systems", Texts(options.systems));
  if (!options.tenants.empty()) body.Add("tenants", Texts(options.tenants));
  if (!options.person.empty()) body.Add("person", options.person);
  if (!options.note.empty()) body.Add("note", options.note);
  if (!options.certificate.empty()) {
    body.Add("credential", json::Object{{"kind", "certificate"}, {"value", options.certificate}});
  }
  if (!options.jwt_subject.empty()) {
    body.Add("credential",
             json::Object{
                 {"kind", "jwt"}, {"issuer", options.jwt_issuer}, {"value", options.jwt_subject}});
  }
  return body;
}

// The secret goes to the file that was named, and then nowhere else.
Status KeepSecret(const Options& options, json::Value* token) {
  const std::string secret = TextAt(*token, "/secret");
  if (options.secret_file.empty() || secret.empty()) return {};
  REEVE_RETURN_IF_ERROR(WriteFileDurably(options.secret_file, secret + "\n", FileMode::kSecret));
  json::Object shown;
  for (const json::Member& member : *token->as_object()) {
    if (member.key != "secret") shown.Add(member.key, member.value);
  }
  *token = std::move(shown);
  return {};
}

int New(const Options& options) {
  if (!options.secret_file.empty() && std::filesystem::exists(options.secret_file)) {
    return Fail({"file.exists", "`" + options.secret_file + "` is there already: name a new file"});
  }
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  Status kept;
  const int code =
      Ask(api::Post(*client, "/v1/tokens", Terms(options)), [&](const json::Value& answer) {
        json::Value token = answer;
        kept = KeepSecret(options, &token);
        Print(options, token);
      });
  return kept.ok() ? code : Fail(kept.error());
}

int List(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  const std::string query = options.state == "all" ? "" : "?state=" + options.state;
  return Ask(api::Get(*client, "/v1/tokens" + query), [&](const json::Value& list) {
    std::cout << (options.json ? json::Pretty(list) + "\n" : TokenListText(list));
  });
}

int Show(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, "/v1/tokens/" + options.id),
             [&](const json::Value& token) { Print(options, token); });
}

int Revoke(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Post(*client, "/v1/tokens/" + options.id + "/revoke",
                       json::Object{{"reason", options.reason}}),
             [&](const json::Value& token) { Print(options, token); });
}

int Whoami(const Options& options) {
  const auto client = Connect(options.connection);
  if (!client.ok()) return Fail(client.error());
  return Ask(api::Get(*client, "/v1/principal"), [&](const json::Value& principal) {
    std::cout << (options.json ? json::Pretty(principal) + "\n" : PrincipalText(principal));
  });
}

using Action = int (*)(const Options&);

using Command = RemoteCommand<Options>;

void AddList(Parser& app, const char* name, std::vector<std::string>& into, const char* text) {
  app.AddOption(name, into, text)->Repeated();
}

void AddNew(Parser& token, Run* run) {
  const Command made = AddRemote<Options>(
      token, "new", "Make a token; its secret is shown once.",
      "Example: reeve token new credit-frontend --role service --system demo-credit\n"
      "         reeve token new ada --role risk_officer --person 'Ada Example' --expires 30d",
      New, true, run);
  Options& options = *made.options;
  made.app
      ->AddOption("PRINCIPAL", options.principal,
                  "Under which name records have its acts: a-z, "
                  "0-9, '-', '_', '.'")
      ->Required();
  made.app
      ->AddOption("--role", options.roles,
                  "service, risk_officer, approver, auditor or administrator; may be given again")
      ->Required()
      ->Repeated();
  AddList(*made.app, "--system", options.systems,
          "Id of a system that a service speaks for, or * for every one; may be given again");
  AddList(*made.app, "--tenant", options.tenants,
          "Tenant; yours where it is left out; may be given again");
  made.app->AddOption("--person", options.person, "Who holds it: of every role but service");
  Option* certificate =
      made.app->AddOption("--certificate", options.certificate,
                          "In place of a secret: a name in client certificates, such as "
                          "uri:spiffe://example.org/credit or dns:credit.example.org");
  Option* issuer = made.app->AddOption("--jwt-issuer", options.jwt_issuer,
                                       "In place of a secret: who issues signed tokens");
  Option* subject =
      made.app->AddOption("--jwt-subject", options.jwt_subject, "and the subject that they are of");
  issuer->Needs(subject)->Excludes(certificate);
  subject->Needs(issuer)->Excludes(certificate);
  made.app
      ->AddOption("--expires", options.expires,
                  "When it ends: 2026-12-31 (its first moment, UTC), or 90d; at most 366d")
      ->ShowDefault();
  made.app->AddOption("--note", options.note, "What it is for");
  made.app->AddOption("--secret-file", options.secret_file,
                      "New file for the secret, mode 0600, in place of showing it");
}

}  // namespace

void AddToken(Parser& app, Run* run) {
  Parser* token = app.AddCommand("token", "Who may call the server: make, list, revoke.");
  token->RequireCommand();
  token->Footer("Example: reeve token list");
  AddNew(*token, run);

  const Command list =
      AddRemote<Options>(*token, "list", "The tokens, with their last use.",
                         "Example: reeve token list --state all", List, false, run);
  list.app->AddOption("--state", list.options->state, "active, expired, revoked or all")
      ->ShowDefault()
      ->OneOf({"active", "expired", "revoked", "all"});

  const Command show = AddRemote<Options>(*token, "show", "One token.",
                                          "Example: reeve token show t-01KB1M0T7V3F8Z9N4Q2XCR5EJD",
                                          Show, false, run);
  show.app->AddOption("ID", show.options->id, "The token's id, t-...")->Required();

  const Command revoke = AddRemote<Options>(
      *token, "revoke", "End a token now.",
      "Example: reeve token revoke t-01KB1M0T7V3F8Z9N4Q2XCR5EJD --reason 'It leaked'", Revoke, true,
      run);
  revoke.app->AddOption("ID", revoke.options->id, "The token's id, t-...")->Required();
  revoke.app
      ->AddOption("--reason", revoke.options->reason, "Why, in a sentence; it stands in the record")
      ->Required();

  AddRemote<Options>(*token, "whoami", "Who the server takes you for.",
                     "Example: reeve token whoami", Whoami, false, run);
}

}  // namespace reeve::cli
