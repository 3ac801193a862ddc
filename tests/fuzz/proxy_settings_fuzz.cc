// room: api
//
// Arbitrary bytes as the settings of a proxy. What is accepted has ids that stand once, models that
// lead to an upstream, chains of fallbacks that end; and no diagnostic says a key.
#include <cstdint>
#include <string>
#include <string_view>

#include "api/proxy/settings.h"
#include "base/encoding.h"
#include "base/sha256.h"

namespace {

namespace proxy = reeve::api::proxy;

// One that the file cannot hold, for it depends on all of it.
std::string KeyFor(std::string_view input) {
  return "sk-" + reeve::HexEncode(reeve::AsBytes(reeve::Sha256(input)));
}

void Require(bool holds, std::string_view what) {
  if (!holds) reeve::Panic(what);
}

void CheckChain(const proxy::ProxySettings& settings, const proxy::Upstream& first) {
  const proxy::Upstream* upstream = &first;
  for (size_t steps = 0; upstream != nullptr; ++steps) {
    Require(steps <= settings.upstreams.size(), "a chain of fallbacks does not end");
    Require(upstream->kind == first.kind, "a fallback of another kind was accepted");
    upstream = settings.FindUpstream(upstream->fallback);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string key = KeyFor(input);
  const proxy::ProxyFile read =
      proxy::ParseProxyFile("proxy.yaml", input, "/nonexistent",
                            [&key](const std::string&) { return std::optional<std::string>(key); });
  Require(reeve::policy::Render(read.diagnostics).find(key) == std::string::npos,
          "a diagnostic says the key");
  if (reeve::policy::HasErrors(read.diagnostics)) return 0;
  for (const proxy::Upstream& upstream : read.settings.upstreams) {
    Require(read.settings.FindUpstream(upstream.id) == &upstream, "an id stands twice");
    Require(upstream.retries <= proxy::kMaxRetries, "too many retries");
    CheckChain(read.settings, upstream);
  }
  for (const proxy::Model& model : read.settings.models) {
    Require(read.settings.FindUpstream(model.upstream) != nullptr, "a model leads nowhere");
  }
  return 0;
}
