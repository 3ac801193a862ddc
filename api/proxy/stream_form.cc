#include "api/proxy/stream_form.h"

namespace reeve::api::proxy {

Result<size_t> StreamedTexts::PlaceOf(const std::string& name) {
  const auto known = places_.find(name);
  if (known != places_.end()) return known->second;
  REEVE_ASSIGN_OR_RETURN(const size_t place, output_->AddText());
  places_.emplace(name, place);
  return place;
}

Result<std::string> StreamedTexts::Push(const std::string& name, std::string_view piece) {
  REEVE_ASSIGN_OR_RETURN(const size_t place, PlaceOf(name));
  REEVE_ASSIGN_OR_RETURN(std::string out, output_->Push(place, piece));
  if (output_->effect() != policy::Effect::kDeny) return out;
  return Error{"proxy.denied", "the rules deny what has come"};
}

std::optional<std::string> StreamedTexts::End(const std::string& name) {
  const auto known = places_.find(name);
  std::string out = known == places_.end() ? std::string() : output_->End(known->second);
  return output_->leaves_now() ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<std::map<std::string, std::string>> StreamedTexts::Unrecorded() const {
  const policy::Effect effect = output_->effect();
  if (effect == policy::Effect::kDeny || effect == policy::Effect::kHold) return std::nullopt;
  std::map<std::string, std::string> out;
  for (const auto& [name, place] : places_) {
    if (place < output_->unrecorded().size()) out[name] = output_->unrecorded()[place];
  }
  return out;
}

Result<StreamedTexts::Conclusion> StreamedTexts::Finish() {
  is_finished_ = true;
  REEVE_ASSIGN_OR_RETURN(const auto concluded, output_->Finish());
  Conclusion out;
  REEVE_ASSIGN_OR_RETURN(out.answer, json::Parse(concluded.answer.json));
  out.effect = concluded.answer.effect;
  for (const auto& [name, place] : places_) out.rest[name] = concluded.rest[place];
  return out;
}

}  // namespace reeve::api::proxy
