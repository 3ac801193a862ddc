// The file that says which models are reached where.
#include "api/proxy/settings.h"

#include "base/file.h"
#include "tests/api/proxy/fixture.h"
#include "tests/base/temp_dir.h"

using namespace reeve;
using namespace reeve::api::proxy;
using namespace reeve::api::proxy::testing;

namespace {

constexpr char kHead[] = "apiVersion: reeve/v1\nkind: Proxy\n";

std::optional<std::string> NoKeys(const std::string& name) {
  return name == "A_KEY" ? std::optional<std::string>("sk-of-the-environment") : std::nullopt;
}

ProxyFile Read(const std::string& below, const std::filesystem::path& folder = "/nonexistent") {
  return ParseProxyFile("proxy.yaml", kHead + below, folder, NoKeys);
}

// The codes of all errors, in order of their places.
std::string Codes(const std::string& below) {
  std::string out;
  for (const policy::Diagnostic& diagnostic : Read(below).diagnostics) {
    out += (out.empty() ? "" : " ") + std::to_string(diagnostic.line) + ":" + diagnostic.code;
  }
  return out;
}

constexpr char kModels[] = "models: [ { name: m, upstream: a } ]\n";

}  // namespace

TEST_CASE("proxy settings: everything that is said is read, and the rest is safe") {
  TempDir folder;
  Must(WriteFileDurably(folder.path() / "key", "sk-of-the-file\n", FileMode::kSecret));
  const ProxyFile file = Read(R"(upstreams:
  - { id: a, url: "https://a.example.org/v1/", key_file: key, fallback: b, retries: 0,
      connect_timeout: 2s, timeout: 90s, idle_timeout: 9s }
  - { id: b, url: "http://127.0.0.1:9/v1", key_env: A_KEY }
  - { id: c, url: "http://10.0.0.7/v1", plain: true, kind: anthropic }
models:
  - { name: small, upstream: b, as: llama, price: { input: 0.15, output: 2 } }
  - { name: "gpt-*", upstream: a }
systems:
  - { id: s, on_deny: refusal, on_failure: open, streaming: whole, media: pass, cache: 10m }
)",
                              folder.path());
  INFO(policy::Render(file.diagnostics));
  REQUIRE(file.diagnostics.empty());
  const ProxySettings& read = file.settings;
  CHECK(read.upstreams[0].url == "https://a.example.org/v1");
  CHECK(read.upstreams[0].key == "sk-of-the-file");
  CHECK(read.upstreams[0].retries == 0);
  REQUIRE(read.models[0].price.has_value());
  CHECK(read.models[0].price->input == 150'000);
  CHECK(read.models[0].price->output == 2'000'000);
  CHECK_FALSE(read.models[1].price.has_value());
  CHECK(read.upstreams[0].idle_timeout == std::chrono::seconds(9));
  CHECK(read.upstreams[1].key == "sk-of-the-environment");
  CHECK(read.upstreams[2].kind == UpstreamKind::kAnthropic);
  CHECK(read.FindModel("gpt-4o")->upstream == "a");
  CHECK(read.FindModel("small")->as == "llama");
  CHECK(read.FindModel("smaller") == nullptr);
  CHECK(read.TermsOf("s").on_failure == OnFailure::kOpen);
  CHECK(read.TermsOf("s").cache == std::chrono::minutes(10));
  const SystemTerms other = read.TermsOf("other");
  CHECK(other.on_failure == OnFailure::kClosed);
  CHECK(other.on_deny == OnDeny::kError);
  CHECK(other.streaming == Streaming::kIncremental);
  CHECK_FALSE(other.passes_media);
  CHECK(other.cache.count() == 0);
}

TEST_CASE("proxy settings: a slip is named with its place") {
  const std::string models = kModels;
  const auto upstream = [&](const std::string& terms) {
    return Codes("upstreams: [ { id: a, " + terms + " } ]\n" + models);
  };
  CHECK(upstream("url: https://a.example.org/v1").empty());
  CHECK(upstream("url: ftp://a.example.org") == "3:proxy.url");
  CHECK(upstream("url: \"https://a.example.org/v1?x=1\"") == "3:proxy.url");
  CHECK(upstream("url: http://a.example.org/v1") == "3:proxy.plain");
  CHECK(upstream("url: https://a.example.org, key_env: NONE") == "3:proxy.key");
  CHECK(upstream("url: https://a.example.org, key_file: none") == "3:proxy.key");
  CHECK(upstream("url: https://a.example.org, key_file: x, key_env: A_KEY") == "3:proxy.key");
  CHECK(upstream("url: https://a.example.org, retries: 6") == "3:policy.type");
  CHECK(upstream("url: https://a.example.org, fallback: b") == "3:proxy.upstream");
  CHECK(upstream("url: https://a.example.org, tiemout: 3s") == "3:policy.unknown_key");
  CHECK(upstream("url: https://a.example.org, fallback: a") == "1:proxy.fallback");
  CHECK(Codes("upstreams: [ { id: a, url: https://a.example.org } ]\n" + models +
              "systems: [ { id: s, on_failure: opne } ]\n") == "5:policy.unknown_word");
  CHECK(Codes("upstreams: [ { id: a, url: https://a.example.org } ]\n"
              "models: [ { name: m, upstream: a }, { name: m, upstream: x } ]\n") ==
        "4:proxy.duplicate 4:proxy.upstream");
  const auto price = [](const std::string& terms) {
    return Codes(
        "upstreams: [ { id: a, url: https://a.example.org } ]\n"
        "models: [ { name: m, upstream: a, price: { " +
        terms + " } } ]\n");
  };
  CHECK(price("input: 0.15, output: 2").empty());
  CHECK(price("input: 3").empty());
  CHECK(price("output: 2") == "4:policy.missing_key");
  CHECK(price("input: -1") == "4:policy.type");
  CHECK(price("input: cheap") == "4:policy.type");
  CHECK(price("input: 1, per: token") == "4:policy.unknown_key");
  CHECK(Codes("upstreams: []\nmodels: []\n") == "1:proxy.nothing");
}
