#include "base/pkcs11_key.h"

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/aes_gcm.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/mutex.h"

namespace reeve {
namespace {

// The curve's name as a PrintableString, which is how tokens want CKA_EC_PARAMS
// (PKCS#11 3.0, 2.3.5).
constexpr std::string_view kEd25519Params(
    "\x13\x0c"
    "edwards25519",
    14);
// A public point is an OCTET STRING around the 32 bytes of RFC 8032.
constexpr std::string_view kPointHeader("\x04\x20", 2);
constexpr size_t kMaxPinBytes = 256;
constexpr size_t kMaxPointBytes = 128;
constexpr CK_ULONG kMaxSlots = 256;

Error Failed(const char* doing, CK_RV code) {
  return {"token.failed", std::string("the token does not ") + doing + " (PKCS#11 error 0x" +
                              HexEncode(std::string{static_cast<char>(code >> 8 & 0xFF),
                                                    static_cast<char>(code & 0xFF)}) +
                              ")"};
}

CK_ATTRIBUTE Attribute(CK_ATTRIBUTE_TYPE type, const void* value, size_t size) {
  return {type, const_cast<void*>(value), static_cast<CK_ULONG>(size)};
}
CK_ATTRIBUTE Attribute(CK_ATTRIBUTE_TYPE type, std::string_view text) {
  return Attribute(type, text.data(), text.size());
}

// Padded with blanks to its 32 bytes.
std::string LabelOf(const CK_TOKEN_INFO& token) {
  std::string label(reinterpret_cast<const char*>(token.label), sizeof token.label);
  label.resize(label.find_last_not_of(' ') + 1);
  return label;
}

Result<CK_FUNCTION_LIST*> LoadModule(const std::string& path) {
  // Never closed: other keys may use it, and modules do not like to be loaded again.
  void* const library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* const why = ::dlerror();  // NOLINT(concurrency-mt-unsafe): a thread has its own
    return Error{"token.module", "`" + path + "` does not load: " + (why == nullptr ? "" : why)};
  }
  const auto get = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
  CK_FUNCTION_LIST* module = nullptr;
  if (get == nullptr || get(&module) != CKR_OK) {
    return Error{"token.module", "`" + path + "` is no PKCS#11 module"};
  }
  CK_C_INITIALIZE_ARGS arguments{};
  arguments.flags = CKF_OS_LOCKING_OK;
  const CK_RV begun = module->C_Initialize(&arguments);
  if (begun != CKR_OK && begun != CKR_CRYPTOKI_ALREADY_INITIALIZED) {
    return Failed("begin", begun);
  }
  return module;
}

// A session with one token, logged in.
class Session {
 public:
  static Result<std::unique_ptr<Session>> Open(const Pkcs11Uri& uri, std::string_view pin,
                                               bool to_write) {
    REEVE_ASSIGN_OR_RETURN(CK_FUNCTION_LIST* const module, LoadModule(uri.module_path));
    REEVE_ASSIGN_OR_RETURN(const CK_SLOT_ID slot, FindToken(*module, uri.token));
    CK_SESSION_HANDLE handle = 0;
    const CK_FLAGS flags = CKF_SERIAL_SESSION | (to_write ? CKF_RW_SESSION : 0);
    const CK_RV opened = module->C_OpenSession(slot, flags, nullptr, nullptr, &handle);
    if (opened != CKR_OK) return Failed("open a session", opened);
    std::unique_ptr<Session> session(new Session(module, handle));
    REEVE_RETURN_IF_ERROR(session->LogIn(pin));
    return session;
  }
  ~Session() { module_.C_CloseSession(handle_); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Of that class and label; at most two are looked for.
  Result<std::vector<CK_OBJECT_HANDLE>> Find(CK_OBJECT_CLASS kind, const std::string& label) const {
    CK_ATTRIBUTE wanted[] = {Attribute(CKA_CLASS, &kind, sizeof kind), Attribute(CKA_LABEL, label)};
    if (const CK_RV begun = module_.C_FindObjectsInit(handle_, wanted, 2); begun != CKR_OK) {
      return Failed("look for a key", begun);
    }
    std::vector<CK_OBJECT_HANDLE> found(2);
    CK_ULONG count = 0;
    const CK_RV looked = module_.C_FindObjects(handle_, found.data(), 2, &count);
    module_.C_FindObjectsFinal(handle_);
    if (looked != CKR_OK) return Failed("look for a key", looked);
    found.resize(count);
    return found;
  }

  Result<std::string> PublicKey(const std::string& label) const {
    REEVE_ASSIGN_OR_RETURN(const auto keys, Find(CKO_PUBLIC_KEY, label));
    std::string point(kMaxPointBytes, '\0');
    CK_ATTRIBUTE wanted = Attribute(CKA_EC_POINT, point);
    if (keys.size() != 1 ||
        module_.C_GetAttributeValue(handle_, keys.front(), &wanted, 1) != CKR_OK) {
      return Error{"token.key", "the token does not have one public key `" + label + "`"};
    }
    std::string_view bytes = std::string_view(point).substr(0, wanted.ulValueLen);
    if (bytes.starts_with(kPointHeader)) bytes.remove_prefix(kPointHeader.size());
    if (bytes.size() == kEd25519PublicKeySize) return std::string(bytes);
    return Error{"token.key", "the key `" + label + "` is no Ed25519 key"};
  }

  Result<CK_OBJECT_HANDLE> PrivateKey(const std::string& label) const {
    REEVE_ASSIGN_OR_RETURN(const auto keys, Find(CKO_PRIVATE_KEY, label));
    if (keys.size() == 1) return keys.front();
    return Error{"token.key", "the token has " +
                                  std::string(keys.empty() ? "no" : "more than one") +
                                  " private key `" + label + "`"};
  }

  Status MakePair(const std::string& label) const {
    const CK_BBOOL yes = CK_TRUE;
    const CK_BBOOL no = CK_FALSE;
    const auto flag = [](CK_ATTRIBUTE_TYPE type, const CK_BBOOL& value) {
      return Attribute(type, &value, sizeof value);
    };
    CK_ATTRIBUTE open[] = {Attribute(CKA_EC_PARAMS, kEd25519Params), flag(CKA_TOKEN, yes),
                           flag(CKA_VERIFY, yes), Attribute(CKA_LABEL, label)};
    CK_ATTRIBUTE secret[] = {flag(CKA_TOKEN, yes),     flag(CKA_PRIVATE, yes),
                             flag(CKA_SENSITIVE, yes), flag(CKA_EXTRACTABLE, no),
                             flag(CKA_SIGN, yes),      Attribute(CKA_LABEL, label)};
    CK_MECHANISM mechanism = {CKM_EC_EDWARDS_KEY_PAIR_GEN, nullptr, 0};
    CK_OBJECT_HANDLE handles[2];
    const CK_RV made = module_.C_GenerateKeyPair(handle_, &mechanism, open, std::size(open), secret,
                                                 std::size(secret), &handles[0], &handles[1]);
    return made == CKR_OK ? Status() : Status(Failed("make an Ed25519 key", made));
  }

  CK_RV Sign(CK_OBJECT_HANDLE key, std::string_view message, std::string* signature) const {
    CK_MECHANISM mechanism = {CKM_EDDSA, nullptr, 0};
    const CK_RV begun = module_.C_SignInit(handle_, &mechanism, key);
    if (begun != CKR_OK) return begun;
    signature->assign(kEd25519SignatureSize, '\0');
    CK_ULONG size = signature->size();
    return module_.C_Sign(handle_, reinterpret_cast<CK_BYTE*>(const_cast<char*>(message.data())),
                          message.size(), reinterpret_cast<CK_BYTE*>(signature->data()), &size);
  }

 private:
  Session(CK_FUNCTION_LIST* module, CK_SESSION_HANDLE handle) : module_(*module), handle_(handle) {}

  static Result<CK_SLOT_ID> FindToken(const CK_FUNCTION_LIST& module, const std::string& label) {
    std::vector<CK_SLOT_ID> slots(kMaxSlots);
    CK_ULONG count = kMaxSlots;
    const CK_RV listed = module.C_GetSlotList(CK_TRUE, slots.data(), &count);
    if (listed != CKR_OK) return Failed("list its slots", listed);
    for (CK_ULONG i = 0; i < count; ++i) {
      CK_TOKEN_INFO token{};
      if (module.C_GetTokenInfo(slots[i], &token) == CKR_OK && LabelOf(token) == label) {
        return slots[i];
      }
    }
    return Error{"token.absent", "there is no token `" + label + "`: is it plugged in?"};
  }

  Status LogIn(std::string_view pin) const {
    const CK_RV done =
        module_.C_Login(handle_, CKU_USER,
                        reinterpret_cast<CK_UTF8CHAR*>(const_cast<char*>(pin.data())), pin.size());
    if (done == CKR_OK || done == CKR_USER_ALREADY_LOGGED_IN) return {};
    if (done == CKR_PIN_LOCKED) return Error{"token.pin", "the token is locked after wrong PINs"};
    return Error{"token.pin", "the token does not take the PIN"};
  }

  CK_FUNCTION_LIST& module_;
  const CK_SESSION_HANDLE handle_;
};

Result<std::string> PinOf(const Pkcs11Uri& uri, std::string_view given) {
  if (!given.empty()) return std::string(given);
  if (uri.pin_source.empty()) {
    return Error{"token.pin",
                 "the token needs a PIN: give it as the passphrase, or name its file "
                 "as pin-source in the address"};
  }
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(uri.pin_source, kMaxPinBytes));
  return text.substr(0, text.find('\n'));
}

// The PIN stays in memory, for a session that is lost is opened again.
class TokenSigner final : public RemoteSigner {
 public:
  TokenSigner(Pkcs11Uri uri, std::string pin, std::string public_key)
      : uri_(std::move(uri)), pin_(std::move(pin)), public_key_(std::move(public_key)) {}
  ~TokenSigner() override { WipeSecret(&pin_); }
  TokenSigner(const TokenSigner&) = delete;
  TokenSigner& operator=(const TokenSigner&) = delete;

  Result<std::string> Sign(std::string_view message) const override {
    const MutexLock lock(mutex_);
    std::string signature;
    CK_RV signed_with = CKR_SESSION_HANDLE_INVALID;
    if (session_ != nullptr) signed_with = session_->Sign(key_, message, &signature);
    if (signed_with != CKR_OK) {
      REEVE_RETURN_IF_ERROR(Connect());
      signed_with = session_->Sign(key_, message, &signature);
    }
    if (signed_with != CKR_OK) return Failed("sign", signed_with);
    if (VerifyEd25519(public_key_, message, signature)) return signature;
    return Error{"token.failed", "the token gave a signature that does not verify"};
  }

 private:
  Status Connect() const REEVE_REQUIRES(mutex_) {
    session_.reset();
    REEVE_ASSIGN_OR_RETURN(auto session, Session::Open(uri_, pin_, false));
    REEVE_ASSIGN_OR_RETURN(key_, session->PrivateKey(uri_.object));
    session_ = std::move(session);
    return {};
  }

  const Pkcs11Uri uri_;
  std::string pin_;
  const std::string public_key_;
  mutable Mutex mutex_;
  mutable std::unique_ptr<Session> session_ REEVE_GUARDED_BY(mutex_);
  mutable CK_OBJECT_HANDLE key_ REEVE_GUARDED_BY(mutex_) = 0;
};

}  // namespace

Result<SigningKey> OpenPkcs11Key(const Pkcs11Uri& uri, std::string_view pin) {
  REEVE_ASSIGN_OR_RETURN(std::string secret, PinOf(uri, pin));
  std::string public_key;
  {
    REEVE_ASSIGN_OR_RETURN(const auto session, Session::Open(uri, secret, false));
    REEVE_ASSIGN_OR_RETURN(public_key, session->PublicKey(uri.object));
    // Told now, not at the first record.
    REEVE_RETURN_IF_ERROR(session->PrivateKey(uri.object));
  }
  return SigningKey::Kept(std::make_unique<TokenSigner>(uri, std::move(secret), public_key),
                          public_key);
}

Result<SigningKey> MakePkcs11Key(const Pkcs11Uri& uri, std::string_view pin) {
  REEVE_ASSIGN_OR_RETURN(const std::string secret, PinOf(uri, pin));
  {
    REEVE_ASSIGN_OR_RETURN(const auto session, Session::Open(uri, secret, true));
    REEVE_ASSIGN_OR_RETURN(const auto there, session->Find(CKO_PRIVATE_KEY, uri.object));
    if (!there.empty()) {
      return Error{"token.exists",
                   "the token has a key `" + uri.object + "`; a key is never overwritten"};
    }
    REEVE_RETURN_IF_ERROR(session->MakePair(uri.object));
  }
  return OpenPkcs11Key(uri, secret);
}

}  // namespace reeve
