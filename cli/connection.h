// How a command reaches a running server, and in whose name.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "api/client.h"
#include "base/result.h"

namespace reeve::cli {

class Parser;

struct Connection {
  std::string url = "http://127.0.0.1:8484";
  std::string data = "./data";
  std::string token_file;
  std::string ca_file;
  std::string person;
};

// --url, --data, --token-file, --server-ca; with `acts`, --as too.
void AddConnectionOptions(Parser& command, Connection& connection, bool acts);

// Reads the token: REEVE_TOKEN, or the file, or DATA/token. client.token
Result<api::ClientOptions> Connect(const Connection& connection);

// Asks, and gives the answer's body to `show`. A refusal is printed with its code and gives
// kNotGood, a server out of reach kFailed.
int Ask(const Result<api::ServerAnswer>& answer,
        const std::function<void(const json::Value&)>& show);

}  // namespace reeve::cli
