#include "embed/reeve.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/file.h"
#include "base/metrics.h"
#include "engine/data_folder.h"
#include "engine/engine.h"
#include "engine/find_decision.h"
#include "oversight/system_file.h"

struct reeve_engine {
  reeve::Metrics metrics;
  reeve::engine::Principal principal;
  std::unique_ptr<reeve::engine::Engine> engine;  // last, for it uses the others
};

namespace reeve::embed {
namespace {

using engine::Engine;

static_assert(static_cast<int>(policy::Effect::kAllow) == REEVE_ALLOW &&
              static_cast<int>(policy::Effect::kRedact) == REEVE_REDACT &&
              static_cast<int>(policy::Effect::kHold) == REEVE_HOLD &&
              static_cast<int>(policy::Effect::kDeny) == REEVE_DENY);

std::string TextOr(const char* text, const char* absent) { return text == nullptr ? absent : text; }

// By malloc, for reeve_free; null where there is no memory.
char* CopyOf(std::string_view text) {
  auto* out = static_cast<char*>(std::malloc(text.size() + 1));
  if (out == nullptr) return nullptr;
  std::memcpy(out, text.data(), text.size());
  out[text.size()] = '\0';
  return out;
}

reeve_status StatusOf(std::string_view code) {
  if (code == "ledger.busy") return REEVE_BUSY;
  for (const std::string_view refused :
       {"engine.unknown_system", "identity.", "ledger.not_found", "decision."}) {
    if (code.starts_with(refused)) return REEVE_REFUSED;
  }
  for (const std::string_view wrong : {"json.", "embed.options", "policy.", "systems."}) {
    if (code.starts_with(wrong)) return REEVE_INVALID;
  }
  return REEVE_FAILED;
}

reeve_status Fail(const Error& error, char** text) {
  json::Object out{{"code", error.code}, {"message", error.message}};
  if (!error.at.empty()) out.Add("at", error.at);
  *text = CopyOf(json::Compact(out));
  return StatusOf(error.code);
}

// Nothing that is thrown leaves a call: C knows no exceptions.
template <typename Call>
reeve_status Guarded(char** text, const Call& call) {
  try {
    return call();
  } catch (...) {
    *text = nullptr;
    return REEVE_FAILED;
  }
}

Result<reeve_options> ReadOptions(const reeve_options* given) {
  reeve_options out{};
  if (given == nullptr || given->size < offsetof(reeve_options, policies)) {
    return Error{"embed.options", "set the options' `size` to sizeof(reeve_options)"};
  }
  std::memcpy(&out, given, std::min(given->size, sizeof out));
  if (out.data == nullptr || *out.data == '\0') {
    return Error{"embed.options", "the option `data` is required: the folder of the log"};
  }
  return out;
}

Status PutPolicies(const reeve_options& options, reeve_engine& to) {
  if (options.policies == nullptr) {
    REEVE_RETURN_IF_ERROR(to.engine->bundles().Resume());
    if (to.engine->active() != nullptr) return {};
    return Error{"embed.options",
                 "the log has no active bundle yet: the option `policies` names one"};
  }
  REEVE_ASSIGN_OR_RETURN(auto sources, policy::LoadFolder(options.policies));
  const policy::Compilation compiled =
      policy::CompileBundle(std::move(sources), engine::DetectorVocabulary());
  if (compiled.bundle == nullptr) {
    return Error{"policy.invalid", policy::Render(compiled.diagnostics)};
  }
  return to.engine->Activate(compiled.bundle, to.principal);
}

Status PutSystems(const reeve_options& options, reeve_engine& to) {
  if (options.systems == nullptr) return {};
  REEVE_ASSIGN_OR_RETURN(const std::string text,
                         ReadFile(options.systems, policy::kMaxDocumentBytes));
  oversight::SystemFile file = oversight::ReadSystemFile(options.systems, text);
  if (policy::HasErrors(file.diagnostics)) {
    return Error{"systems.invalid", policy::Render(file.diagnostics)};
  }
  return to.engine->systems().Register(file.systems, Clock::System().Now(), Random::System());
}

Result<std::unique_ptr<reeve_engine>> Open(const reeve_options* given) {
  REEVE_ASSIGN_OR_RETURN(const reeve_options options, ReadOptions(given));
  REEVE_ASSIGN_OR_RETURN(
      engine::DataFolder folder,
      engine::OpenDataFolder(options.data, TextOr(options.origin, ""), Random::System()));
  auto out = std::make_unique<reeve_engine>();
  out->principal = {TextOr(options.principal, "embedded"), TextOr(options.tenant, "default")};
  REEVE_ASSIGN_OR_RETURN(out->engine, Engine::Open({.data = folder.path,
                                                    .origin = folder.origin,
                                                    .key = std::move(folder.key),
                                                    .commitment_key = folder.commitment_key,
                                                    .redaction_key = folder.redaction_key,
                                                    .vault_key = folder.vault_key,
                                                    .metrics = &out->metrics}));
  REEVE_RETURN_IF_ERROR(PutPolicies(options, *out));
  REEVE_RETURN_IF_ERROR(PutSystems(options, *out));
  return out;
}

reeve_status Decide(reeve_engine& with, std::string_view text, reeve_effect* effect, char** out) {
  const Result<engine::Request> request = engine::ParseRequest(text);
  if (!request.ok()) return Fail(request.error(), out);
  const Result<engine::Answer> answer = with.engine->Decide(with.principal, *request);
  if (!answer.ok()) return Fail(answer.error(), out);
  *out = CopyOf(answer->json);
  if (*out == nullptr) return REEVE_FAILED;
  *effect = static_cast<reeve_effect>(answer->effect);
  return REEVE_OK;
}

reeve_status Receipt(reeve_engine& of, std::string_view decision, char** out) {
  const auto record = engine::FindDecision(of.engine->ledger(), of.principal, decision);
  if (!record.ok()) return Fail(record.error(), out);
  const Result<std::string> receipt = of.engine->ledger().Receipt(record->index());
  if (!receipt.ok()) return Fail(receipt.error(), out);
  *out = CopyOf(*receipt);
  return *out == nullptr ? REEVE_FAILED : REEVE_OK;
}

}  // namespace
}  // namespace reeve::embed

extern "C" {

int reeve_abi_version(void) { return REEVE_ABI_VERSION; }

reeve_status reeve_open(const reeve_options* options, reeve_engine** engine, char** text) {
  *engine = nullptr;
  *text = nullptr;
  return reeve::embed::Guarded(text, [&] {
    auto opened = reeve::embed::Open(options);
    if (!opened.ok()) return reeve::embed::Fail(opened.error(), text);
    *engine = opened->release();
    return REEVE_OK;
  });
}

reeve_status reeve_decide(reeve_engine* engine, const char* request, size_t size,
                          reeve_effect* effect, char** text) {
  *effect = REEVE_DENY;
  *text = nullptr;
  return reeve::embed::Guarded(text, [&] {
    return reeve::embed::Decide(*engine, {request, size}, effect, text);
  });
}

reeve_status reeve_receipt(reeve_engine* engine, const char* decision, char** text) {
  *text = nullptr;
  return reeve::embed::Guarded(text,
                               [&] { return reeve::embed::Receipt(*engine, decision, text); });
}

void reeve_close(reeve_engine* engine) { delete engine; }

void reeve_free(char* text) { std::free(text); }

}  // extern "C"
