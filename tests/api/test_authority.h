// An authority for tests: certificates for servers and for callers, drawn anew.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "base/file.h"

namespace reeve::api::testing {

class TestAuthority {
 public:
  explicit TestAuthority(const std::string& name = "Test Authority")
      : key_(NewKey()), certificate_(X509_new(), &X509_free) {
    Fill(certificate_.get(), key_.get(), name, 1);
    Extend(certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
    X509_set_issuer_name(certificate_.get(), X509_get_subject_name(certificate_.get()));
    REQUIRE(X509_sign(certificate_.get(), key_.get(), EVP_sha256()) > 0);
  }

  void WriteTo(const std::filesystem::path& file) const { WriteCertificate(certificate_, file); }

  // `names` as OpenSSL writes them, "DNS:localhost,IP:127.0.0.1"; into FILE.pem and FILE.key.
  void Issue(const std::filesystem::path& file, const std::string& common_name,
             const std::string& names, int64_t seconds = 3'600) {
    const Key key = NewKey();
    const Certificate certificate(X509_new(), &X509_free);
    Fill(certificate.get(), key.get(), common_name, ++serial_);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), static_cast<long>(seconds));
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate_.get()));
    if (!names.empty()) Extend(certificate.get(), NID_subject_alt_name, names);
    REQUIRE(X509_sign(certificate.get(), key_.get(), EVP_sha256()) > 0);
    WriteCertificate(certificate, file.string() + ".pem");
    const Buffer buffer(BIO_new(BIO_s_mem()), &BIO_free_all);
    REQUIRE(PEM_write_bio_PrivateKey(buffer.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                     nullptr) == 1);
    Write(buffer, file.string() + ".key");
  }

 private:
  using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
  using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
  using Buffer = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

  static Key NewKey() { return {EVP_EC_gen("P-256"), &EVP_PKEY_free}; }

  static void Fill(X509* certificate, EVP_PKEY* key, const std::string& name, long serial) {
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -7'200);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3'600);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  }
  static void Extend(X509* certificate, int kind, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
    REQUIRE(extension != nullptr);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }
  static void WriteCertificate(const Certificate& certificate, const std::filesystem::path& file) {
    const Buffer buffer(BIO_new(BIO_s_mem()), &BIO_free_all);
    REQUIRE(PEM_write_bio_X509(buffer.get(), certificate.get()) == 1);
    Write(buffer, file);
  }
  static void Write(const Buffer& buffer, const std::filesystem::path& file) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(buffer.get(), &bytes);
    REQUIRE(WriteFileDurably(file, std::string(bytes, static_cast<size_t>(size)), FileMode::kSecret)
                .ok());
  }

  Key key_;
  Certificate certificate_;
  long serial_ = 1;
};

}  // namespace reeve::api::testing
