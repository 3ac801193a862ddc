// Addresses of cryptocurrencies whose form can be checked:
//   Base58Check     Bitcoin, Litecoin, Dogecoin, Dash, Zcash, Tron, XRP Ledger (its own alphabet)
//   Bech32(m)       Bitcoin and Litecoin (BIP 173, BIP 350), Cardano (CIP-19), Cosmos
//   hexadecimal     Ethereum and its like; in mixed case with the checksum of EIP-55
//   Base58, blocks  Monero
//   Base32, CRC-16  Stellar (SEP-23)
//
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "detectors/hit.h"

namespace reeve::detectors {

// The shortest address there is.
inline constexpr size_t kMinCryptoAddress = 25;

// text[pos, end) is a whole run of letters and digits, kMinCryptoAddress long at least.
std::optional<Hit> MatchCryptoAddress(std::string_view text, size_t pos, size_t end);

}  // namespace reeve::detectors
