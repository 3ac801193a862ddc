#include "cli/connection.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "base/file.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/members.h"

namespace reeve::cli {
namespace {

constexpr size_t kMaxTokenFileBytes = 4096;

}  // namespace

void AddConnectionOptions(Parser& command, Connection& connection, bool acts) {
  command.AddOption("--url", connection.url, "Address of the running server")
      ->Environment("REEVE_URL")
      ->ShowDefault();
  command
      .AddOption("--data", connection.data,
                 "The server's data folder, for the token, unless REEVE_TOKEN holds it")
      ->Environment("REEVE_DATA")
      ->ShowDefault();
  command.AddOption("--token-file", connection.token_file, "File with the API token instead");
  command
      .AddOption("--server-ca", connection.ca_file,
                 "Authorities for the server's certificate (PEM), where it speaks TLS")
      ->Environment("REEVE_SERVER_CA");
  if (!acts) return;
  command
      .AddOption("--as", connection.person,
                 "The person who does this, as the record names them; with a token of one's own it "
                 "may be left out")
      ->Environment("REEVE_PERSON");
}

Result<api::ClientOptions> Connect(const Connection& connection) {
  std::string token;
  const char* given = std::getenv("REEVE_TOKEN");  // NOLINT(concurrency-mt-unsafe): one thread
  if (given != nullptr && connection.token_file.empty()) {
    token = given;
  } else {
    const std::string file = connection.token_file.empty()
                                 ? (std::filesystem::path(connection.data) / "token").string()
                                 : connection.token_file;
    const Result<std::string> text = ReadFile(file, kMaxTokenFileBytes);
    if (!text.ok()) {
      return Error{"client.token", "cannot read the API token from `" + file +
                                       "`: name the server's folder with --data, or set "
                                       "REEVE_TOKEN"};
    }
    token = text->substr(0, text->find('\n'));
  }
  return api::ClientOptions{connection.url, std::move(token), connection.person,
                            connection.ca_file};
}

int Ask(const Result<api::ServerAnswer>& answer,
        const std::function<void(const json::Value&)>& show) {
  if (!answer.ok()) return Fail(answer.error());
  if (answer->ok()) {
    show(answer->body);
    return kGood;
  }
  std::cerr << "reeve: error: " << TextAt(answer->body, "/detail") << " ["
            << TextAt(answer->body, "/code") << "]\n";
  return kNotGood;
}

}  // namespace reeve::cli
