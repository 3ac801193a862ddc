#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

#include "base/file.h"
#include "base/key_file.h"
#include "base/pkcs11_key.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/lsan_interface.h>
#define REEVE_LEAKS_ARE_FOUND
#endif
#endif

namespace reeve {
namespace {

namespace fs = std::filesystem;

constexpr char kModule[] = "/usr/lib/softhsm/libsofthsm2.so";
constexpr char kPin[] = "4711-example";

std::string ErrorOf(std::string_view uri) {
  const auto parsed = Pkcs11Uri::Parse(uri);
  return parsed.ok() ? "" : parsed.error().message;
}
template <typename T>
std::string CodeOf(const Result<T>& result) {
  return result.ok() ? "" : std::string(result.error().code);
}

// A token of SoftHSM in a folder of its own, for the whole program: a module reads its settings
// once a process.
class Token {
 public:
  static const Token& Instance() {
    static const Token token;
    return token;
  }
  Pkcs11Uri Key(const std::string& label) const {
    return {"reeve-test", label, kModule, pin_file_};
  }

 private:
  Token() {
    char pattern[] = "/tmp/reeve-token-XXXXXX";
    const fs::path folder = ::mkdtemp(pattern);
    fs::create_directories(folder / "tokens");
    REQUIRE(WriteFileDurably(folder / "conf",
                             "directories.tokendir = " + (folder / "tokens").string() +
                                 "\nobjectstore.backend = file\nlog.level = ERROR\n",
                             FileMode::kPublic)
                .ok());
    ::setenv("SOFTHSM2_CONF", (folder / "conf").c_str(), 1);
    const std::string make = std::string("softhsm2-util --init-token --free --label reeve-test") +
                             " --so-pin 12345678 --pin " + kPin + " > /dev/null";
    REQUIRE(std::system(make.c_str()) == 0);
    pin_file_ = folder / "pin";
    REQUIRE(WriteFileDurably(pin_file_, std::string(kPin) + "\n", FileMode::kSecret).ok());
  }
  std::string pin_file_;
};

// C_SignInit of SoftHSM 2.6.1 never frees the curve's name; where leaks are looked for, those of
// this thread are not ours while it lives.
struct SoftHsmLeaks {
#ifdef REEVE_LEAKS_ARE_FOUND
  SoftHsmLeaks() { __lsan_disable(); }
  ~SoftHsmLeaks() { __lsan_enable(); }
#else
  SoftHsmLeaks() {}   // not defaulted, or it would be
  ~SoftHsmLeaks() {}  // an unused variable
#endif
};

bool HasSoftHsm() {
  if (fs::exists(kModule)) return true;
  WARN("skipped: softhsm2 is not installed");
  return false;
}

}  // namespace

TEST_CASE("pkcs11 uri: it is read, and written as it was read") {
  const auto uri = Pkcs11Uri::Parse(
      "pkcs11:token=My%20Token;object=log-key?module-path=/usr/lib/m.so&pin-source=file:/run/"
      "pin\n");
  REQUIRE(uri.ok());
  CHECK(*uri == Pkcs11Uri{"My Token", "log-key", "/usr/lib/m.so", "/run/pin"});
  CHECK(uri->Text() ==
        "pkcs11:token=My%20Token;object=log-key?module-path=/usr/lib/m.so&pin-source=/run/pin");
  CHECK(*Pkcs11Uri::Parse(uri->Text()) == *uri);
}

TEST_CASE("pkcs11 uri: what is wrong is named, and a PIN in it is refused") {
  CHECK(ErrorOf("file:x").find("pkcs11:") != std::string::npos);
  CHECK(ErrorOf("pkcs11:object=k?module-path=/m").find("`token` is missing") == 0);
  CHECK(ErrorOf("pkcs11:token=t?module-path=/m").find("`object` is missing") == 0);
  CHECK(ErrorOf("pkcs11:token=t;object=k").find("`module-path` is missing") == 0);
  CHECK(ErrorOf("pkcs11:token=t;token=u;object=k?module-path=/m").find("twice") !=
        std::string::npos);
  CHECK(ErrorOf("pkcs11:token=%4;object=k?module-path=/m").find("escaped") != std::string::npos);
  CHECK(ErrorOf("pkcs11:token=%00;object=k?module-path=/m").find("escaped") != std::string::npos);
  CHECK(ErrorOf("pkcs11:tokem=t;object=k?module-path=/m").find("`tokem`") == 0);
  CHECK(ErrorOf("pkcs11:token=a b;object=k?module-path=/m").find("%20") != std::string::npos);
  const std::string with_pin = ErrorOf("pkcs11:token=t;object=k?module-path=/m&pin-value=987654");
  CHECK(with_pin.find("name its file") != std::string::npos);
  CHECK(with_pin.find("987654") == std::string::npos);
}

TEST_CASE("pkcs11 key: a key made in a token signs, and is found again by its file") {
  if (!HasSoftHsm()) return;
  const SoftHsmLeaks leaks;
  const Pkcs11Uri uri = Token::Instance().Key("signs");
  const Result<SigningKey> made = MakePkcs11Key(uri);
  REQUIRE(made.ok());
  const Result<std::string> signature = made->Sign("roll");
  REQUIRE(signature.ok());
  CHECK(VerifyEd25519(made->public_key(), "roll", *signature));

  const Result<SigningKey> again = ReadKeyFile(uri.Text() + "\n");
  REQUIRE(again.ok());
  CHECK(again->public_key() == made->public_key());
  CHECK(*again->Sign("roll") == *signature);  // Ed25519 is deterministic (RFC 8032)
  CHECK(CodeOf(again->ToPem()) == "key.kept");
  CHECK(CodeOf(again->ToPem("a passphrase")) == "key.kept");
}

TEST_CASE("pkcs11 key: threads sign with one key, and two keys differ") {
  if (!HasSoftHsm()) return;
  const SoftHsmLeaks leaks;
  const Result<SigningKey> key = MakePkcs11Key(Token::Instance().Key("threads"));
  const Result<SigningKey> other = MakePkcs11Key(Token::Instance().Key("other"));
  REQUIRE(key.ok());
  REQUIRE(other.ok());
  CHECK(key->public_key() != other->public_key());
  std::vector<char> good(8, 0);
  {
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < good.size(); ++i) {
      threads.emplace_back([&key, &good, i] {
        const SoftHsmLeaks leaks_of_this_thread;
        bool all = true;
        for (int n = 0; n < 20; ++n) {
          const std::string message = std::to_string(i) + "/" + std::to_string(n);
          const auto signature = key->Sign(message);
          all = all && signature.ok() && VerifyEd25519(key->public_key(), message, *signature);
        }
        good[i] = all ? 1 : 0;
      });
    }
  }
  CHECK(good == std::vector<char>(8, 1));
}

TEST_CASE("pkcs11 key: what is missing or wrong is named, and no key is overwritten") {
  if (!HasSoftHsm()) return;
  const SoftHsmLeaks leaks;
  const Pkcs11Uri uri = Token::Instance().Key("named");
  REQUIRE(MakePkcs11Key(uri).ok());
  CHECK(CodeOf(MakePkcs11Key(uri)) == "token.exists");
  CHECK(CodeOf(OpenPkcs11Key(Token::Instance().Key("nobody"))) == "token.key");
  Pkcs11Uri elsewhere = uri;
  elsewhere.token = "no such token";
  CHECK(CodeOf(OpenPkcs11Key(elsewhere)) == "token.absent");
  Pkcs11Uri other_module = uri;
  other_module.module_path = "/nonexistent/module.so";
  CHECK(CodeOf(OpenPkcs11Key(other_module)) == "token.module");
  Pkcs11Uri without_pin = uri;
  without_pin.pin_source.clear();
  CHECK(CodeOf(OpenPkcs11Key(without_pin)) == "token.pin");
  CHECK(OpenPkcs11Key(without_pin, kPin).ok());
}

}  // namespace reeve
