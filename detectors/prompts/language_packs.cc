#include <array>

#include "detectors/prompts/packs.h"

namespace reeve::detectors {

std::span<const LanguagePack> LanguagePacks() {
  static const std::array kPacks = {
      EnglishPack(),    GermanPack(),     FrenchPack(),  SpanishPack(), ItalianPack(),
      PortuguesePack(), DutchPack(),      RussianPack(), ChinesePack(), JapanesePack(),
      KoreanPack(),     ArabicPack(),     HindiPack(),   TurkishPack(), PolishPack(),
      VietnamesePack(), IndonesianPack(), ThaiPack(),    BengaliPack(), FilipinoPack(),
      GreekPack(),
  };
  return kPacks;
}

}  // namespace reeve::detectors
