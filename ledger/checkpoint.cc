#include "ledger/checkpoint.h"

#include "base/encoding.h"
#include "base/quoted.h"
#include "ledger/decimal.h"

namespace reeve::ledger {
namespace {

Error Bad(std::string why) { return {"ledger.checkpoint", std::move(why)}; }

// Takes one line off the front; nothing when there is no newline.
bool TakeLine(std::string_view* text, std::string_view* line) {
  const size_t end = text->find('\n');
  if (end == std::string_view::npos) return false;
  *line = text->substr(0, end);
  text->remove_prefix(end + 1);
  return true;
}

}  // namespace

std::string Checkpoint::Text() const {
  return origin + "\n" + std::to_string(size) + "\n" + Base64Encode(AsBytes(root)) + "\n";
}

Result<Checkpoint> Checkpoint::ParseText(std::string_view text, ExtensionLines extensions) {
  std::string_view origin, size, root;
  if (!TakeLine(&text, &origin) || !TakeLine(&text, &size) || !TakeLine(&text, &root)) {
    return Bad("a checkpoint has three lines: origin, size, root");
  }
  if (!text.empty() && extensions == ExtensionLines::kRefused) {
    return Bad("a checkpoint with extension lines");
  }
  Checkpoint checkpoint;
  checkpoint.origin = origin;
  if (origin.empty()) return Bad("the origin is empty");
  if (!ParseDecimal(size, &checkpoint.size)) {
    return Bad(Quoted(size) + " is not a size");
  }
  const Result<std::string> bytes = Base64Decode(root);
  if (!bytes.ok() || bytes->size() != checkpoint.root.size()) {
    return Bad(Quoted(root) + " is not a root hash");
  }
  checkpoint.root = HashFromBytes(*bytes);
  return checkpoint;
}

Result<std::string> SignCheckpoint(const Checkpoint& checkpoint, const VerifierKey& signer,
                                   const SigningKey& key) {
  return SignNote(checkpoint.Text(), signer, key);
}

Result<Checkpoint> OpenCheckpoint(std::string_view note, const VerifierKey& key) {
  REEVE_ASSIGN_OR_RETURN(const OpenedNote opened, OpenNote(note, {&key, 1}));
  REEVE_ASSIGN_OR_RETURN(Checkpoint checkpoint, Checkpoint::ParseText(opened.note.text));
  if (checkpoint.origin != key.name) {
    return Bad("the origin " + Quoted(checkpoint.origin) + " is not the key's name `" + key.name +
               "`");
  }
  return checkpoint;
}

}  // namespace reeve::ledger
