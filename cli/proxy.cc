#include "cli/proxy.h"

#include <iostream>
#include <memory>
#include <string>

#include "api/proxy/settings.h"
#include "cli/arguments.h"
#include "cli/table.h"

namespace reeve::cli {
namespace {

struct Options {
  std::string file;
  bool json = false;
};

std::string_view KindName(api::proxy::UpstreamKind kind) {
  return kind == api::proxy::UpstreamKind::kAnthropic ? "anthropic" : "openai";
}

// Where each model leads: never a key, but whether there is one.
std::string RoutesText(const api::proxy::ProxySettings& settings) {
  std::vector<TableRow> rows = {{"MODEL", "UPSTREAM", "KIND", "ASKED AS", "ADDRESS", "KEY"}};
  for (const api::proxy::Model& model : settings.models) {
    const api::proxy::Upstream& upstream = *settings.FindUpstream(model.upstream);
    rows.push_back({model.name, upstream.id, std::string(KindName(upstream.kind)),
                    model.as.empty() ? model.name : model.as, upstream.url,
                    upstream.key.empty() ? "none" : "given"});
  }
  return TableText(rows);
}

json::Object RoutesJson(const api::proxy::ProxySettings& settings) {
  json::Array models;
  for (const api::proxy::Model& model : settings.models) {
    const api::proxy::Upstream& upstream = *settings.FindUpstream(model.upstream);
    models.push_back(json::Object{{"name", model.name},
                                  {"upstream", upstream.id},
                                  {"kind", KindName(upstream.kind)},
                                  {"as", model.as.empty() ? model.name : model.as},
                                  {"url", upstream.url},
                                  {"key", !upstream.key.empty()}});
  }
  return {{"models", std::move(models)}};
}

int Check(const Options& options) {
  const auto settings = api::proxy::ReadProxyFile(options.file);
  if (!settings.ok()) {
    if (settings.error().code != "proxy.settings") return Fail(settings.error());
    std::cerr << settings.error().message;
    return kNotGood;
  }
  std::cout << (options.json ? json::Pretty(RoutesJson(*settings)) + "\n" : RoutesText(*settings));
  return kGood;
}

}  // namespace

void AddProxy(Parser& app, Run* run) {
  Parser* proxy = app.AddCommand("proxy", "Models that are reached through a server.");
  proxy->RequireCommand();
  proxy->Footer("Example: reeve proxy check proxy.yaml");
  const auto options = std::make_shared<Options>();

  Parser* check =
      proxy->AddCommand("check", "Check a file of settings, and show where each model leads.");
  check->AddOption("FILE", options->file, "The file, as for `reeve serve --proxy`")->Required();
  check->AddFlag("--json", options->json, "Print it as JSON");
  check->Footer("Example: reeve proxy check proxy.yaml");
  check->Callback([run, options] { *run = [options] { return Check(*options); }; });
}

}  // namespace reeve::cli
