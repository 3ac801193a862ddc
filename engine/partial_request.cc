#include "engine/partial_request.h"

#include <utility>

namespace reeve::engine {
namespace {

void SetDefault(json::Object* object, std::string_view key, json::Value value) {
  if (object->Find(key) == nullptr) object->Set(key, std::move(value));
}

// Takes `system` out of the request where it is an object, and leaves its id there.
Result<oversight::System> TakeSystem(json::Object* request) {
  json::Value* given = request->Find("system");
  json::Object system;
  if (given != nullptr && given->as_object() != nullptr) system = *given->as_object();
  if (given != nullptr && given->as_string() != nullptr) system.Set("id", *given);
  if (given != nullptr && given->as_string() == nullptr && given->as_object() == nullptr) {
    return Error{"json.type", "must be an id or an object, not " + std::string(given->KindName()),
                 "/system"};
  }
  SetDefault(&system, "id", "test-system");
  SetDefault(&system, "name", "Test system");
  SetDefault(&system, "owner", "test");
  SetDefault(&system, "purpose", "test");
  SetDefault(&system, "risk_class", "limited");
  request->Set("system", *system.Find("id"));
  return oversight::SystemFromJson(std::move(system), "/system");
}

Result<Request> CompleteRequest(json::Object request) {
  SetDefault(&request, "interaction", "test");
  SetDefault(&request, "stage", "input");
  SetDefault(&request, "actor", json::Object());
  if (json::Object* actor = request.Find("actor")->as_object()) SetDefault(actor, "id", "tester");
  SetDefault(&request, "action", json::Object());
  if (json::Object* action = request.Find("action")->as_object()) {
    SetDefault(action, "kind", "chat");
  }
  SetDefault(&request, "content", json::Object{{"text", ""}});
  return ReadRequest(std::move(request), "");
}

}  // namespace

Result<PartialRequest> ReadPartialRequest(json::Object given) {
  REEVE_ASSIGN_OR_RETURN(oversight::System system, TakeSystem(&given));
  REEVE_ASSIGN_OR_RETURN(Request request, CompleteRequest(std::move(given)));
  return PartialRequest{std::move(request), std::move(system)};
}

}  // namespace reeve::engine
