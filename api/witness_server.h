// The HTTP of a witness (C2SP tlog-witness): POST /add-checkpoint, and nothing else. It asks for no
// credentials: what counts is the log's signature on what is submitted.
//
// Thread-safety: Stop may be called from any thread; everything else from one.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "ledger/witness.h"

namespace reeve::api {

inline constexpr int kDefaultWitnessPort = 8485;

struct WitnessServerOptions {
  std::string host = "127.0.0.1";
  int port = kDefaultWitnessPort;  // 0: any free one
};

class WitnessServer {
 public:
  // The witness must outlive the server. server.port
  static Result<std::unique_ptr<WitnessServer>> Start(const WitnessServerOptions& options,
                                                      ledger::Witness& witness);
  ~WitnessServer();

  int port() const;
  void Stop();

 private:
  struct Impl;
  explicit WitnessServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace reeve::api
