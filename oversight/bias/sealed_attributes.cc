#include "oversight/bias/sealed_attributes.h"

#include <system_error>

#include "base/aes_gcm.h"
#include "base/file.h"
#include "base/hkdf.h"
#include "ledger/subject_keys.h"

namespace reeve::oversight::bias {
namespace {

constexpr std::string_view kMagic = "reeve-attributes-1\n";
constexpr std::string_view kPurpose = "reeve bias attributes 1";
constexpr size_t kWrappedBytes = kGcmKeyBytes + kGcmTagBytes;
constexpr size_t kHeadBytes = kMagic.size() + kGcmNonceBytes + kWrappedBytes + kGcmNonceBytes;

std::string Bound(std::string_view part, const std::string& id) {
  return std::string(kMagic) + std::string(part) + id;
}

Error Damaged(const std::string& id) {
  return {
      "bias.attributes_damaged",
      "the attributes `" + id +
          "` were changed where they lie, or sealed under another vault.key: upload them again"};
}

Error FolderError(std::string_view doing, const std::filesystem::path& folder) {
  return {"file.io", "cannot " + std::string(doing) + " the folder `" + folder.string() + "`",
          folder.string()};
}

}  // namespace

SealedAttributes::SealedAttributes(std::filesystem::path folder, std::string_view master,
                                   const Random& random)
    : folder_(std::move(folder)),
      master_(Hkdf(master, "", kPurpose, kGcmKeyBytes)),
      random_(random) {}

SealedAttributes::~SealedAttributes() { WipeSecret(&master_); }

Status SealedAttributes::Keep(const std::string& id, std::string_view bytes) const {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (!error) std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, error);
  if (error) return FolderError("make", folder_);
  std::string key = RandomBytes(random_, kGcmKeyBytes);
  const std::string wrap_nonce = RandomBytes(random_, kGcmNonceBytes);
  const std::string nonce = RandomBytes(random_, kGcmNonceBytes);
  std::string file(kMagic);
  file.append(wrap_nonce).append(GcmSeal(master_, wrap_nonce, Bound("key ", id), key));
  file.append(nonce).append(GcmSeal(key, nonce, Bound("rows ", id), bytes));
  WipeSecret(&key);
  return WriteFileDurably(folder_ / id, file, FileMode::kSecret);
}

Result<std::string> SealedAttributes::Read(const std::string& id) const {
  const Result<std::string> file =
      ReadFile(folder_ / id, kMaxAttributeBytes + kHeadBytes + kGcmTagBytes);
  if (!file.ok() && file.error().code == "file.not_found") {
    return Error{"bias.attributes_gone",
                 "the attributes `" + id + "` are not there any more: upload them again"};
  }
  if (!file.ok()) return file.error();
  if (file->size() < kHeadBytes || !file->starts_with(kMagic)) return Damaged(id);
  std::string_view rest = std::string_view(*file).substr(kMagic.size());
  const auto take = [&rest](size_t size) {
    const std::string_view taken = rest.substr(0, size);
    rest.remove_prefix(size);
    return taken;
  };
  const std::string_view wrap_nonce = take(kGcmNonceBytes);
  const std::string_view wrapped = take(kWrappedBytes);
  const std::string_view nonce = take(kGcmNonceBytes);
  std::optional<std::string> key = GcmOpen(master_, wrap_nonce, Bound("key ", id), wrapped);
  if (!key) return Damaged(id);
  std::optional<std::string> bytes = GcmOpen(*key, nonce, Bound("rows ", id), rest);
  WipeSecret(&*key);
  if (!bytes) return Damaged(id);
  return *std::move(bytes);
}

Status SealedAttributes::Shred(const std::string& id) const {
  return ledger::ShredFile(folder_ / id);
}

Result<std::vector<std::string>> SealedAttributes::Ids() const {
  std::vector<std::string> ids;
  std::error_code error;
  if (!std::filesystem::exists(folder_, error)) return ids;
  std::filesystem::directory_iterator it(folder_, error);
  for (; !error && it != std::filesystem::directory_iterator(); it.increment(error)) {
    ids.push_back(it->path().filename().string());
  }
  if (error) return FolderError("list", folder_);
  return ids;
}

}  // namespace reeve::oversight::bias
