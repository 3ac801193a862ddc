// External detectors over HTTP. Texts go to no address but those that whoever runs the server has
// named, whatever a bundle asks for; a token belongs to an address, and goes nowhere else.
// docs/detectors/external.md.
//
// Thread-safety: any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/detector_transport.h"

namespace reeve::api {

// Where texts may go.
struct DetectorAddress {
  std::string origin;           // "https://ner.example.org", "http://127.0.0.1:5002"
  std::string token_file = {};  // its first line is sent as a bearer token; read before each call
};

// "ORIGIN" or "ORIGIN=TOKEN_FILE". detector.url
Result<DetectorAddress> ParseDetectorAddress(const std::string& text);

struct HttpDetectorOptions {
  std::vector<DetectorAddress> addresses = {};
  std::string ca_file = {};  // PEM; empty: the system's authorities
};

// A call ends with detector.timeout, detector.unreachable, detector.certificate, detector.status
// (any but 200: a redirect is none), detector.too_large, detector.malformed, detector.token.
std::unique_ptr<engine::DetectorTransports> HttpDetectors(HttpDetectorOptions options);

}  // namespace reeve::api
