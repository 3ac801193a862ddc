// A bundle file on a web server as a source, with its detached signatures beside it (URL.sig).
//
// Each look is a conditional request (RFC 9110 section 13: If-None-Match by ETag, else
// If-Modified-Since), so an unchanged bundle costs an answer without a body. The certificate must
// be good for the host; a redirect is followed within the same scheme, host and port alone, and the
// token never goes elsewhere. docs/sources.md has the limits.
//
// Thread-safety: one thread at a time; a requested stop ends a look that is under way.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/result.h"
#include "engine/bundle_source.h"

namespace reeve::api {

struct HttpSourceOptions {
  std::string url = {};
  std::string token_file = {};   // read at every look, so that a token may be renewed; or empty
  std::string ca_file = {};      // PEM; empty: the system's authorities
  bool allow_plain = false;      // http:// to another host than this one
  bool with_signatures = false;  // ask for URL.sig too; an answer 404 means that there are none
  size_t max_bytes = policy::kMaxBundleFileBytes;
  std::chrono::milliseconds connect{5'000};
  std::chrono::milliseconds gap{10'000};     // the longest wait for the next bytes
  std::chrono::milliseconds whole{120'000};  // of one answer
};

// A look ends with source.unreachable, source.certificate, source.ca, source.timeout, source.cut,
// source.status, source.redirect, source.too_large, source.token.
// Errors here: source.url, source.plain_http (over the network, without allow_plain), source.ca
Result<std::unique_ptr<engine::BundleSource>> HttpSource(HttpSourceOptions options);

}  // namespace reeve::api
