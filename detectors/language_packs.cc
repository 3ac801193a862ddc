#include "detectors/language_packs.h"

#include <array>

namespace reeve::detectors {

std::span<const LanguagePack> LanguagePacks() {
  static const std::array kPacks = {
      EnglishPack(),       EnglishTopicPack(),  GermanTopicPack(),     FrenchTopicPack(),
      SpanishTopicPack(),  ItalianTopicPack(),  PortugueseTopicPack(), DutchTopicPack(),
      RussianTopicPack(),  ChineseTopicPack(),  EnglishPersonPack(),   GermanPersonPack(),
      FrenchPersonPack(),  SpanishPersonPack(), ItalianPersonPack(),   EnglishPersonPack(),
      GermanPersonPack(),  FrenchPersonPack(),  SpanishPersonPack(),   ItalianPersonPack(),
      EnglishPersonPack(), GermanPersonPack(),  FrenchPersonPack(),    SpanishPersonPack(),
      ItalianPersonPack(), EnglishPersonPack(), GermanPersonPack(),    FrenchPersonPack(),
      SpanishPersonPack(), ItalianPersonPack(), EnglishPersonPack(),   GermanPersonPack(),
      FrenchPersonPack(),  SpanishPersonPack(), ItalianPersonPack(),   GermanPack(),
      FrenchPack(),        SpanishPack(),       ItalianPack(),         PortuguesePack(),
      DutchPack(),         RussianPack(),       ChinesePack(),         JapanesePack(),
      KoreanPack(),        ArabicPack(),        HindiPack(),           TurkishPack(),
      PolishPack(),        VietnamesePack(),    IndonesianPack(),      ThaiPack(),
      BengaliPack(),       FilipinoPack(),      GreekPack(),
  };
  return kPacks;
}

}  // namespace reeve::detectors
