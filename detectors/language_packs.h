// The packs of the languages, one function a file; language_packs.cc puts them together.
// Thread-safety: constant data.
#pragma once

#include "detectors/language_pack.h"

namespace reeve::detectors {

LanguagePack EnglishPack();
LanguagePack EnglishTopicPack();
LanguagePack GermanTopicPack();
LanguagePack FrenchTopicPack();
LanguagePack SpanishTopicPack();
LanguagePack ItalianTopicPack();
LanguagePack PortugueseTopicPack();
LanguagePack DutchTopicPack();
LanguagePack RussianTopicPack();
LanguagePack ChineseTopicPack();
LanguagePack EnglishPersonPack();
LanguagePack GermanPersonPack();
LanguagePack FrenchPersonPack();
LanguagePack SpanishPersonPack();
LanguagePack ItalianPersonPack();
LanguagePack EnglishPersonPack();
LanguagePack GermanPersonPack();
LanguagePack FrenchPersonPack();
LanguagePack SpanishPersonPack();
LanguagePack ItalianPersonPack();
LanguagePack EnglishPersonPack();
LanguagePack GermanPersonPack();
LanguagePack FrenchPersonPack();
LanguagePack SpanishPersonPack();
LanguagePack ItalianPersonPack();
LanguagePack EnglishPersonPack();
LanguagePack GermanPersonPack();
LanguagePack FrenchPersonPack();
LanguagePack SpanishPersonPack();
LanguagePack ItalianPersonPack();
LanguagePack EnglishPersonPack();
LanguagePack GermanPersonPack();
LanguagePack FrenchPersonPack();
LanguagePack SpanishPersonPack();
LanguagePack ItalianPersonPack();
LanguagePack GermanPack();
LanguagePack FrenchPack();
LanguagePack SpanishPack();
LanguagePack ItalianPack();
LanguagePack PortuguesePack();
LanguagePack DutchPack();
LanguagePack RussianPack();
LanguagePack ChinesePack();
LanguagePack JapanesePack();
LanguagePack KoreanPack();
LanguagePack ArabicPack();
LanguagePack HindiPack();
LanguagePack TurkishPack();
LanguagePack PolishPack();
LanguagePack VietnamesePack();
LanguagePack IndonesianPack();
LanguagePack ThaiPack();
LanguagePack BengaliPack();
LanguagePack FilipinoPack();
LanguagePack GreekPack();

}  // namespace reeve::detectors
