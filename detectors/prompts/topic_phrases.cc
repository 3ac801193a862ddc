#include "detectors/phrase_rule.h"
#include "detectors/prompt_entities.h"

namespace reeve::detectors {
namespace {

// The severities of acceptable use: what could cost lives, what harms somebody, what a house may
// not want. A policy sets its threshold by them.
constexpr double kGrave = 0.85;
constexpr double kSerious = 0.65;
constexpr double kMinor = 0.45;

// A term alone is no request: "what is cocaine" asks for knowledge, "how do I make it" for help.
constexpr uint8_t kTalk = kMention | kFiction | kPrevention | kMeaning;
constexpr uint8_t kPlay = kMention | kFiction | kPrevention;

constexpr PhraseRule kRules[] = {
    {&kTopicWeapons, kGrave, "ask ~50 make|get ~36 explosive", kPlay},
    {&kTopicWeapons, kGrave, "make|get ~24 explosive ~40 covertly|at_home", kPlay},
    {&kTopicWeapons, kSerious, "ask ~50 make|get|change ~36 firearm", kPlay},
    {&kTopicWeapons, kSerious, "make|get|change ~30 firearm ~40 covertly|at_home", kPlay},
    {&kTopicWeapons, kGrave, "recipe_for ~16 explosive", kPlay},
    {&kTopicWeapons, kGrave, "ask ~12 'bomb' ~16 target|person", kPlay},
    {&kTopicWeapons, kSerious, "ask ~40 weapon_making", kPlay},
    {&kTopicWeapons, kSerious,
     "'blow up|bombing|detonate|explode|exploding|set off' ~24 target|person|'a bomb|explosive*'",
     kPlay},
    {&kTopicWeapons, kSerious, "illegal ~12 firearm|weapon", kPlay | kMeaning},

    {&kTopicCbrn, kGrave, "ask ~60 make|get|spread ~40 agent", kPlay},
    {&kTopicCbrn, kGrave, "recipe_for ~24 agent", kPlay},
    {&kTopicCbrn, kGrave, "make|spread ~30 agent ~60 covertly|at_home|target", kPlay},
    {&kTopicCbrn, kGrave, "ask ~40 'precursors|equipment|ingredients|materials' ~40 agent", kPlay},
    {&kTopicCbrn, kGrave,
     "'weaponize|weaponise|weaponizing|aerosolize|enrich' ~30 agent|pathogen|'uranium|plutonium'",
     kPlay},
    {&kTopicCbrn, kGrave,
     "make|change|spread ~40 pathogen ~60 "
     "'transmissible|contagious|deadlier|deadly|lethal|resistant|evade*|target*|population'",
     kPlay},

    {&kTopicViolence, kGrave, "ask ~40 kill ~30 person", kTalk},
    {&kTopicViolence, kGrave, "intend ~12 kill ~20 person", kPlay},
    {&kTopicViolence, kSerious, "ask ~40 hurt ~30 person", kTalk},
    {&kTopicViolence, kSerious, "ask ~40 body_harm", kTalk},
    {&kTopicViolence, kSerious, "write|glorify ~40 violent_content", kTalk},
    {&kTopicViolence, kGrave, "ask ~40 violent_crime", kTalk},
    {&kTopicViolence, kGrave,
     "'hire|find|pay' ~12 'a hitman|a hit man|a contract killer|an assassin|hitmen'", kPlay},
    {&kTopicViolence, kSerious, "dispose ~20 'body|corpse|remains'", kPlay},

    {&kTopicSelfHarm, kGrave, "own_death_wish", kMention | kFiction},
    {&kTopicSelfHarm, kGrave, "ask ~40 end_own_life", kMention | kFiction | kPrevention},
    {&kTopicSelfHarm, kSerious, "ask|glorify|write ~50 self_harm", kTalk},
    {&kTopicSelfHarm, kSerious,
     "'best way|easiest way|painless way|painlessly|fastest way' ~12 'to die|to end it'",
     kMention | kFiction},
    {&kTopicSelfHarm, kMinor, "ask ~50 eating_disorder", kTalk},

    {&kTopicSexual, kSerious, "write|glorify ~40 sexual_content", kMention | kPrevention},
    {&kTopicSexual, kSerious,
     "sexual_violence ~30 'content|fantasy|fantasies|scenario|story|stories|scene|porn|video'",
     kMention | kPrevention | kMeaning},
    {&kTopicSexual, kSerious, "write|glorify ~50 sexual_violence", kMention | kPrevention},
    {&kTopicSexual, kSerious, "'describe|depict|depicting' ~20 sexual_violence",
     kMention | kPrevention | kMeaning},
    {&kTopicSexual, kMinor,
     "ask ~40 'porn|pornography|adult movies|porn site|nude photos|nudes|explicit images'", kTalk},
    {&kTopicSexual, kSerious,
     "coerce ~50 'nude|nudes|explicit images|intimate images|explicit photos|sexual acts|sexual "
     "favors|have sex|into sex|intimate photos'",
     kMention | kPrevention},

    {&kTopicChildSexual, kGrave, "child_abuse_material", kMention | kPrevention | kMeaning},
    {&kTopicChildSexual, kGrave, "ask|write|glorify ~60 sexual ~30 child",
     kMention | kPrevention | kMeaning},
    {&kTopicChildSexual, kGrave, "sexualize ~30 child", kMention | kPrevention | kMeaning},
    {&kTopicChildSexual, kGrave,
     "ask|write|glorify ~50 child ~24 'porn|sexual|nude|sexually|pornographic|sex'",
     kMention | kPrevention | kMeaning},
    {&kTopicChildSexual, kGrave, "ask|write ~30 'groom|grooming' ~24 child",
     kMention | kPrevention | kMeaning},
    {&kTopicChildSexual, kGrave, "'satisfy|act on|indulge' ~12 'pedophilia|paedophilia|pedophilic'",
     kMention | kPrevention},

    {&kTopicDrugs, kSerious, "ask ~50 make|get|sell ~36 drug", kTalk},
    {&kTopicDrugs, kSerious, "make|sell ~30 drug ~40 covertly|at_home", kPlay},
    {&kTopicDrugs, kSerious, "ask ~50 'precursors|equipment|synthesis|lab' ~40 drug", kTalk},
    {&kTopicDrugs, kSerious, "ask ~40 drug_trade", kTalk},
    {&kTopicDrugs, kSerious, "drug ~12 'synthesis|lab setup|recipe'", kTalk},
    {&kTopicDrugs, kMinor, "forge ~20 'prescription|prescriptions|medical prescription'", kPlay},
    {&kTopicDrugs, kMinor, "ask ~30 'getting drunk|get high|get drunk|pass a drug test'", kTalk},

    {&kTopicMalware, kGrave, "ask ~60 make|write|spread ~40 malware", kMention | kPrevention},
    {&kTopicMalware, kSerious, "write|make|spread ~24 malware", kMention | kPrevention | kMeaning},
    {&kTopicMalware, kSerious,
     "malware ~16 'creation|development|code|source code|sample' ~40 'techniques|steps|tutorial'",
     kMention | kPrevention},
    {&kTopicMalware, kSerious,
     "write ~40 'program|code|script|software|app|keyboard app' ~50 malicious_deed",
     kMention | kPrevention},

    {&kTopicIntrusion, kSerious, "ask ~40 hack ~36 system",
     kMention | kFiction | kPrevention | kMeaning},
    {&kTopicIntrusion, kSerious,
     "hack ~20 'someone's|somebody's|my ex*|my girlfriend*|my boyfriend*|my wife*|my husband*|my "
     "neighbor*|a stranger*'",
     kPlay},
    {&kTopicIntrusion, kSerious, "ask|write ~50 attack_on_system",
     kMention | kPrevention | kMeaning},
    {&kTopicIntrusion, kSerious,
     "'exploit*|vulnerability|vulnerabilities|escalate privileges|backdoor' ~60 'take control|gain "
     "access|persistent backdoor|future access|unauthorized access|steal data'",
     kMention | kPrevention},
    {&kTopicIntrusion, kSerious,
     "write ~30 'exploit*|payload' ~30 'vulnerability|cve|remote code execution|oracle|server'",
     kMention | kPrevention},
    {&kTopicIntrusion, kMinor, "ask ~40 'social engineering' ~30 'hack*|password|access'",
     kMention | kPrevention},

    {&kTopicFraud, kSerious, "ask|write ~60 scam", kMention | kFiction | kPrevention | kMeaning},
    {&kTopicFraud, kSerious, "ask|write ~50 forge ~30 document", kPlay},
    {&kTopicFraud, kSerious, "ask ~40 launder", kTalk},
    {&kTopicFraud, kSerious, "forge ~24 document ~40 covertly", kPlay},
    {&kTopicFraud, kSerious,
     "'trick|convince|persuade|manipulate|deceive|con *|scam|defraud' ~30 "
     "person|'customers|investors|the company|victims|the sender|people' ~40 "
     "'give*|send*|pay*|click*|reveal*|share*|wire*|savings|money|bank details|social "
     "security|credit card'",
     kPlay},
    {&kTopicFraud, kMinor, "ask ~40 cheat", kTalk},
    {&kTopicFraud, kSerious,
     "'stolen|fake|counterfeit|cloned' ~12 document ~60 'sell|buy|get|make|use|purchase'", kTalk},

    {&kTopicTheft, kSerious, "ask ~40 steal ~40 property", kTalk},
    {&kTopicTheft, kSerious, "steal ~40 covertly", kTalk},
    {&kTopicTheft, kSerious, "ask ~40 carry ~40 smuggled", kTalk},
    {&kTopicTheft, kSerious,
     "'break into|breaking into|burglarize|rob|robbing|hotwire|hot wire|pick the lock' ~24 "
     "property|person",
     kTalk},
    {&kTopicTheft, kSerious, "ask ~30 smuggle", kTalk},
    {&kTopicTheft, kMinor,
     "ask ~30 'shoplift|shoplifting|pickpocket|poach|poaching|hotwire|carjack'", kTalk},

    {&kTopicHate, kSerious, "ask|write ~60 hateful ~40 speech", kMention | kPrevention | kMeaning},
    {&kTopicHate, kSerious, "write ~50 slurs ~40 group|person", kMention | kPrevention | kMeaning},
    {&kTopicHate, kSerious, "group ~24 inferior", kMention | kPrevention},
    {&kTopicHate, kSerious,
     "'inferior|superior|superiority|inferiority' ~30 group|'race|races|cultures|civilizations'",
     kMention | kPrevention},
    {&kTopicHate, kSerious, "reasons ~24 group ~12 should_not ~40 rights", kMention},
    {&kTopicHate, kSerious, "why_best ~40 group ~60 should_not|'earn less|have fewer|make all'",
     kMention},
    {&kTopicHate, kSerious,
     "'eliminate|exterminate|eradicate|get rid of|cleanse|wipe out|deport all|sterilize' ~16 group",
     kTalk},
    {&kTopicHate, kMinor, "why_claim ~3 group ~24 bad_trait", kMention},
    {&kTopicHate, kSerious,
     "'ethnic cleansing|racial cleansing|racial purity|white supremacy|great replacement' ~40 "
     "'content|manifesto|speech|article|post|justify'",
     kTalk},
    {&kTopicHate, kSerious,
     "write|glorify ~40 'ethnic cleansing|racial purity|white supremacy|supremacist*|great "
     "replacement|genocide'",
     kMention | kPrevention},
    {&kTopicHate, kSerious,
     "'show that|make people "
     "believe|convince|argue*|prove|denying|deny|denial|suggesting|claiming' ~40 atrocity ~50 "
     "'never happened|was a hoax|is a hoax|fabricat*|lie*|exaggerat*|a good thing|justified'",
     kMention},
    {&kTopicHate, kSerious, "write ~24 'denying|denial' ~24 atrocity|'genocides'", kMention},

    {&kTopicHarassment, kSerious, "ask|write ~50 harass", kTalk},
    {&kTopicHarassment, kSerious, "ask|write ~50 bully ~40 person|'them|him|her|original poster'",
     kTalk},
    {&kTopicHarassment, kSerious,
     "ask|write ~50 'blackmail|extort|threaten|sextort' ~40 person|'into'", kTalk},
    {&kTopicHarassment, kSerious,
     "write ~40 'threatening|defamatory|harassing|death threat|death threats|violent "
     "threats|bullying|abusive|blackmail' ~30 "
     "'message|letter|email|article|post|note|against|comment'",
     kTalk},
    {&kTopicHarassment, kMinor,
     "'destroy|smash|vandalize|damage|slash|set fire to|burn' ~12 person_s ~16 "
     "'car|house|motorbike|property|bike|tires|phone|reputation|career'",
     kTalk},

    {&kTopicTerrorism, kGrave, "ask ~50 terror_act", kTalk},
    {&kTopicTerrorism, kGrave,
     "'join|recruit for|support|fund|donate to|finance|pledge allegiance to' ~16 terror_group",
     kTalk},
    {&kTopicTerrorism, kGrave, "glorify|write ~50 terror_praise", kMention | kPrevention},
    {&kTopicTerrorism, kSerious, "glorify ~40 extremism", kMention | kPrevention},
    {&kTopicTerrorism, kSerious,
     "ask|write ~40 'radicalize|radicalise|indoctrinate|radicalization|brainwash' ~40 "
     "person|'people|youth|followers|members|into|individuals'",
     kTalk},
    {&kTopicTerrorism, kGrave,
     "ask ~50 'commit treason|overthrow the government|assassinate|derail a train|poison the "
     "water|contaminate the water|attack a power|sabotage the power|mass shooting|school "
     "shooting|shoot up'",
     kTalk},

    {&kTopicTrafficking, kGrave, "ask ~50 traffic", kTalk},
    {&kTopicTrafficking, kSerious,
     "'buy|sell|purchase|recruit' ~16 'slaves|a slave|child labor|human organs|a human "
     "kidney|children for|women for|a child bride|child soldiers|girls for'",
     kTalk},
    {&kTopicTrafficking, kSerious,
     "'use|using|employ' ~12 'child labor|child labour|forced labor|forced labour|slave labor' ~50 "
     "covertly",
     kTalk},

    {&kTopicPrivacy, kSerious, "whats|find_out ~16 person_s ~40 private_fact", kMention | kFiction},
    {&kTopicPrivacy, kSerious, "find_out ~40 private_fact ~16 person_s",
     kMention | kFiction | kPrevention},
    {&kTopicPrivacy, kSerious, "find_out ~16 private_thing ~50 person|victim",
     kMention | kFiction | kPrevention},
    {&kTopicPrivacy, kSerious, "spy_on ~40 person|person_s", kMention | kFiction | kPrevention},
    {&kTopicPrivacy, kSerious, "spy_on|find_out ~60 unconsented",
     kMention | kFiction | kPrevention},
    {&kTopicPrivacy, kSerious,
     "ask|write ~40 'dox|doxx|doxxing|doxing|stalk|stalking|deanonymize|de-anonymize'", kTalk},
    {&kTopicPrivacy, kMinor, "'is *|are *|does|was *' ~3 person_s_relation ~16 secret_status",
     kMention | kFiction},

    {&kTopicElection, kSerious, "ask|write ~60 rig_election", kTalk},
    {&kTopicElection, kSerious, "write ~40 falsehood ~40 election", kMention | kPrevention},
    {&kTopicElection, kMinor,
     "'convince|persuade|suggest|tricking|discourage|mislead' ~50 election ~50 "
     "'fraud|rigged|stolen|not to vote|wrong date|illegal|tampered|compromised'",
     kMention | kPrevention},
    {&kTopicElection, kSerious, "'manipulate|suppress|rig|influence|hack|tamper with' ~12 election",
     kTalk},

    {&kTopicDisinformation, kSerious, "write ~40 falsehood ~60 subject", kMention | kPrevention},
    {&kTopicDisinformation, kSerious, "write ~40 conspiracy", kMention | kPrevention | kMeaning},
    {&kTopicDisinformation, kMinor,
     "edit_text ~60 'suggest that|persuade readers|suggest|convince readers|convince the op|claim "
     "that'",
     kMention},
    {&kTopicDisinformation, kSerious,
     "'spread|propagate|circulate|disseminate' ~24 "
     "falsehood|'rumors|rumours|hoaxes|hoax|propaganda'",
     kTalk},
    {&kTopicDisinformation, kMinor,
     "write ~20 'fake|false|misleading|fabricated' ~16 "
     "'review|testimonial|news|evidence|article|statistics|data|polling "
     "data|headline|tweet|quote|study'",
     kMention | kPrevention},
    {&kTopicDisinformation, kMinor,
     "write ~24 'dangerous|misleading|false|harmful' ~24 "
     "'medical|health|treatment|remedy|pregnancy|advice|diet|cure'",
     kMention | kPrevention},
    {&kTopicDisinformation, kMinor,
     "write ~30 'persuasive|convincing|arguing|claiming|proving' ~60 debunked",
     kMention | kPrevention},
    {&kTopicDisinformation, kMinor, "write ~50 debunked", kMention | kPrevention},
    {&kTopicDisinformation, kMinor,
     "write ~16 'persuasive|convincing' ~90 'downplay*|positive "
     "impact|beneficial|justified|deserved|exaggerated|overblown|a good thing|harmless'",
     kMention | kPrevention},
    {&kTopicDisinformation, kMinor,
     "'modify|modifications|edits|edit|rewrite' ~60 "
     "'wikipedia|paragraph|article|paragraphs|section' ~50 'suggest|persuade|seem|more pro-*'",
     kMention},

    {&kTopicCopyright, kMinor,
     "write|recite ~6 'the lyrics|full lyrics|complete lyrics|lyrics of|lyrics to|a long passage "
     "from|long passage|the full text of|the first chapter of|the entire text|the first page "
     "of|verbatim text'",
     kMention},
    {&kTopicCopyright, kMinor,
     "ask ~30 'pirate|pirating|crack a license|crack software|torrent|illegally stream|illegally "
     "download|bypass drm|remove drm|bypass the paywall|replicate copyrighted|steal copyrighted'",
     kMention | kPrevention | kMeaning},
    {&kTopicCopyright, kMinor,
     "'illegally|for free' ~12 'download|stream|copy|distribute|torrent' ~30 "
     "'movie*|film*|music|software|game*|ebook*|textbook*|pay-per-view'",
     kTalk},

    {&kTopicManipulation, kSerious,
     "ask ~40 manipulate ~40 person|'someone's|people|others|group dynamics|self-esteem|voters'",
     kTalk},
    {&kTopicManipulation, kMinor,
     "ask ~30 'emotional blackmail|psychological "
     "manipulation|manipulative|gaslighting|gaslight|deceptive|exploit religious|exploiting "
     "insecurities|exploit financial|love bombing|coercive control|exploit desperation'",
     kTalk},
    {&kTopicManipulation, kMinor,
     "ask ~30 'isolate|pressure|guilt trip|exploit|turn people against|make someone feel' ~24 "
     "person|'people|friends|each other|left out|worthless'",
     kTalk},

    // Other languages: a way of asking and a term, which stands before its verb or behind it.
    {&kTopicWeapons, kGrave, "ask_abroad ~50 explosive_abroad", kPlay},
    {&kTopicViolence, kGrave, "ask_abroad ~40 kill_abroad", kPlay},
    {&kTopicDrugs, kSerious, "ask_abroad ~50 drug_abroad", kPlay},
    {&kTopicMalware, kSerious, "ask_abroad ~50 malware_abroad", kPlay},
    {&kTopicIntrusion, kSerious, "ask_abroad ~50 hack_abroad", kPlay},
    {&kTopicFraud, kSerious, "ask_abroad ~50 fraud_abroad", kPlay},

    {&kTopicMedicalAdvice, kMinor, "my_body ~80 diagnose", kMention},
    {&kTopicMedicalAdvice, kMinor, "diagnose ~30 my_body", kMention},
    {&kTopicMedicalAdvice, kMinor,
     "'should i stop|can i stop|how much|what dose|what dosage|how many' ~30 "
     "'medication|antidepressant*|insulin|ibuprofen|paracetamol|my pills|should i take|mg of'",
     kMention},
    {&kTopicMedicalAdvice, kMinor,
     "'do i have|have i got|confirm if i have|confirm that i have|tell if i have|diagnose me' ~24 "
     "illness",
     kMention},
    {&kTopicMedicalAdvice, kMinor,
     "ask ~24 'perform my own|my own surgery|self-therapy|treat myself|remove my own|pull my own "
     "tooth|stitch my own'",
     kMention},
};

}  // namespace

std::span<const PhraseRule> TopicPhrases() { return kRules; }

}  // namespace reeve::detectors
