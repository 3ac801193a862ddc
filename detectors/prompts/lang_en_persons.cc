#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

// Persons, and what Article 9 of the GDPR protects about them.
constexpr CueWords kCues[] = {
    {"i_have",
     "i have|i've got|i suffer from|i was diagnosed with|i have been diagnosed with|"
     "i've been diagnosed with|i am being treated for|i had|i live with|i'm living with"},
    {"i_am", "i am|i'm|i was born|i have been|i've been|as a"},
    {"somebody",
     "she|he *|my wife|my husband|my son|my daughter|my mother|my father|my mom|my dad|"
     "my brother|my sister|my colleague|my coworker|my boss|my friend|my partner|my girlfriend|"
     "my boyfriend|my neighbor|my neighbour|my child|my uncle|my aunt|my grandmother|"
     "my grandfather|the patient|the employee|the applicant|the candidate|the client|"
     "the customer|the claimant|our employee|our colleague|she's|he's|the student|our client|"
     "mr. *|mrs. *|ms. *|mr *|mrs *|ms *|dr. *|the defendant|the tenant|the worker|our manager|"
     "the subject|her husband|his wife|her son|his son|the resident|the insured|her daughter|"
     "his daughter|the witness|my roommate|my teacher|my cousin|they *"},
    {"of_somebody",
     "my *|her|his|my wife's|my husband's|my son's|my daughter's|my mother's|my father's|"
     "my boss's|my colleague's|the patient's|patient's|the employee's|the applicant's|"
     "employee's|the client's|my friend's|my brother's|my sister's|my partner's|the candidate's|"
     "the customer's|the claimant's|the student's"},
    {"suffers",
     "has|have|had|has been diagnosed with|was diagnosed with|is diagnosed with|"
     "been diagnosed with|diagnosed with|suffers from|suffer from|suffered from|suffered|"
     "suffering from|is suffering from|is being treated for|was treated for|being treated for|"
     "treated for|recovering from|is recovering from|living with|lives with|contracted|"
     "tested positive for|is dying of|died of|has got|'ve got|battling|is battling|underwent|"
     "is on sick leave for|is on sick leave with|hospitalized for|hospitalised with|"
     "struggles with|admitted with|developed"},
    {"condition",
     "hiv|hiv-positive|aids|diabetes|type 1 diabetes|type 2 diabetes|cancer|breast cancer|"
     "lung cancer|leukemia|leukaemia|epilepsy|asthma|depression|schizophrenia|bipolar disorder|"
     "anorexia|bulimia|alcoholism|multiple sclerosis|parkinson's|alzheimer's|dementia|hepatitis|"
     "tuberculosis|covid|covid-19|syphilis|chlamydia|gonorrhea|herpes|crohn's disease|lupus|"
     "adhd|autism|ptsd|burnout|anxiety disorder|panic attacks|a stroke|heart attack|"
     "heart failure|arthritis|endometriosis|cystic fibrosis|sickle cell|down syndrome|tumor|"
     "tumour|brain tumor|a miscarriage|an abortion|migraine|hypertension|kidney failure|"
     "eating disorder|drug addiction|postpartum depression|borderline personality disorder|"
     "obsessive compulsive disorder|a concussion|melanoma|long covid|a disability|"
     "a heart condition|glaucoma|psoriasis|obesity|infertility"},
    {"is_being",
     "is *|is a|is an|am *|was|are|i'm|she's|he's|became|has become|has been|remains|is also|"
     "is openly|turned|converted to|'s *"},
    {"health_state",
     "pregnant|hiv positive|hiv-positive|disabled|diabetic|epileptic|suicidal|mentally ill|"
     "bipolar|schizophrenic|autistic|anorexic|infertile|terminally ill|an alcoholic|"
     "a drug addict|blind|deaf|paraplegic|wheelchair-bound|on antidepressants|on dialysis|"
     "in rehab|in a psychiatric|on chemotherapy|undergoing chemotherapy|undergoing dialysis|"
     "on sick leave|depressive|seropositive|in remission|asthmatic|clinically depressed|"
     "in therapy for|unable to have children|visually impaired|hard of hearing"},
    {"takes",
     "takes|take|is taking|am taking|is on|was prescribed|is prescribed|has been prescribed|"
     "was given|injects|receives"},
    {"medication",
     "insulin|antidepressants|prozac|sertraline|lithium|methadone|chemotherapy|antiretroviral|"
     "antiretrovirals|truvada|ritalin|warfarin|metformin|antipsychotics|xanax|zoloft|"
     "levothyroxine|tamoxifen|olanzapine|buprenorphine|fluoxetine|risperidone|quetiapine|"
     "beta blockers|morphine"},
    {"health_label",
     "diagnosis:*|diagnosis|medical condition|medical condition:*|diagnosed condition:*|"
     "health condition:*|illness:*|disease:*|disability:*|pre-existing condition:*|condition:*"},
    {"adherent",
     "catholic|practising catholic|practicing catholic|protestant|muslim|sunni|shia|shiite|"
     "jewish|jew|orthodox jew|hindu|buddhist|sikh|mormon|christian|born-again christian|"
     "evangelical|jehovah's witness|atheist|agnostic|scientologist|quaker|methodist|baptist|"
     "lutheran|anglican|pagan|wiccan|baha'i|devout|adventist|pentecostal|presbyterian|"
     "zoroastrian|rastafarian|druze|alevi"},
    {"practises",
     "practises|practices|converted to|follows|observes|believes in|left the|belongs to|attends|"
     "adheres to|prays at|worships at|renounced|was raised in|goes to"},
    {"faith",
     "islam|judaism|christianity|catholicism|hinduism|buddhism|sikhism|the catholic church|"
     "the mormon church|scientology|ramadan|the mosque|the synagogue|catholic mass|"
     "jehovah's witnesses|the church of|protestantism|the local mosque|the lutheran church|"
     "shabbat|religion|faith|religious beliefs|religious affiliation|baptism|bar mitzvah|"
     "the church tax"},
    {"religion_label",
     "religion:*|religion|religious affiliation:*|religious affiliation|faith:*|denomination:*|"
     "denomination|confession:*"},
    {"partisan",
     "a democrat|a republican|a conservative|a liberal|a communist|a socialist|"
     "a member of the labour party|member of the labour party|a tory|"
     "a member of the conservative|a member of the green|a member of the communist|"
     "a member of the republican|a member of the democratic|a party member|a trump supporter|"
     "a labour supporter|a supporter of the|a marxist|an anarchist|a libertarian|a far-right|"
     "a left-wing|a right-wing|a member of the afd|a member of the spd|a member of the party|"
     "labour voter|a member of the socialist|a member of sinn|a neo-nazi|a monarchist|"
     "a registered democrat|a registered republican|politically conservative|politically left"},
    {"votes",
     "votes for|voted for|vote for|votes|voted|always votes|supports|donated to|campaigns for|"
     "canvassed for|campaigned for|is a member of|joined|belongs to|is active in"},
    {"party",
     "labour|the labour party|the conservatives|the conservative party|the tories|"
     "the republicans|the democrats|the republican party|the democratic party|republican|"
     "democrat|democratic|the greens|the green party|the communist party|the liberal democrats|"
     "afd|the afd|spd|cdu|trump|biden|labour party|the socialist party|the national front|ukip|"
     "reform uk|sinn fein|the snp|podemos|vox|fratelli d'italia|die linke|the socialists"},
    {"political_view",
     "political opinion|political opinions|political views|political affiliation|"
     "political beliefs|party membership|party affiliation|voting behaviour|voting record|"
     "political leanings|political convictions"},
    {"politics_label",
     "political affiliation:*|political affiliation|party affiliation:*|political party:*|"
     "party membership:*|political opinion:*|party:*"},
    {"union_member",
     "member of the union|union member|member of a union|a union member|a union rep|"
     "union representative|a shop steward|shop steward|member of a trade union|"
     "member of the trade union|member of a labor union|member of a labour union|trade unionist|"
     "a trade unionist|union organizer|union organiser|union activist|unionized|in the union|"
     "on strike with the union|member of unison|member of unite|member of ig metall|"
     "member of ver.di"},
    {"joined",
     "joined|has joined|belongs to|signed up with|pays dues to|is active in|is organised in|"
     "is organized in|organizes for"},
    {"union",
     "the union|the trade union|a trade union|a union|the labor union|the teamsters|unison|"
     "unite the union|ig metall|ver.di|the teachers' union|the nurses' union|union dues|"
     "the railway union|the gmb|the uaw|the afl-cio"},
    {"union_membership",
     "union membership|trade union membership|union dues|union activities|union card|"
     "union affiliation"},
    {"union_label",
     "union membership:*|trade union:*|trade union membership:*|union member:*|union:*|"
     "trade union membership"},
    {"ethnic_origin",
     "black|african american|african-american|hispanic|latino|latina|asian american|"
     "native american|arab|kurdish|romani|roma|a gypsy|sinti|white|caucasian|mixed race|"
     "mixed-race|biracial|indigenous|aboriginal|maori|berber|han chinese|tamil|uyghur|inuit|"
     "pacific islander|afro-caribbean|ethnically|of african descent|of asian descent|"
     "of turkish descent|a person of color|a person of colour|south asian|east asian|tutsi|hutu|"
     "hazara|pashtun|métis|creole"},
    {"descent", "descent|origin|heritage|ancestry|ethnic|background|race|extraction"},
    {"ethnicity_word",
     "ethnicity|race|ethnic origin|racial origin|skin color|skin colour|ethnic background|"
     "racial background|ethnic group"},
    {"ethnicity_label",
     "ethnicity:*|ethnicity|race:*|ethnic origin:*|race/ethnicity:*|racial origin:*|"
     "ethnic group:*|ethnic background:*"},
    {"sexual_deed",
     "had sex with|has sex with|slept with|sleeps with|is sleeping with|is having an affair|"
     "had an affair with|visits prostitutes|visits a prostitute|is a swinger|are swingers|"
     "cheated on his wife with|cheated on her husband with|watches porn|works as an escort|"
     "is into bdsm|has an open relationship|is sexually active|had unprotected sex|"
     "had a one-night stand|is a virgin|lost her virginity|lost his virginity|sexually active|"
     "is impotent|frequents swingers|likes bdsm"},
    {"orientation",
     "gay|lesbian|bisexual|homosexual|heterosexual|straight man|pansexual|asexual|queer|"
     "openly gay|a lesbian|a homosexual|transgender|trans woman|trans man|non-binary|a gay man|"
     "bi-curious|transsexual|in the closet|closeted"},
    {"orientation_label", "sexual orientation:*|sexual orientation|orientation:*|sexuality:*"},
    {"carries",
     "carries|carry|has|have|inherited|is a carrier of|is carrier of|was found to carry|"
     "has inherited|tested positive for|is homozygous for|is heterozygous for"},
    {"gene",
     "brca1|brca2|the brca|brca1 mutation|gene mutation|genetic mutation|the huntington gene|"
     "huntington gene|a genetic disorder|genetic predisposition|the sickle cell|"
     "sickle cell trait|lynch syndrome gene|apoe4|apoe-e4|factor v leiden|cystic fibrosis gene|"
     "the cftr|chromosome|hereditary mutation|genetic marker|trisomy|pathogenic variant|"
     "a defective gene"},
    {"genetic_record",
     "dna profile|dna sample|dna test|dna results|dna sequence|genome|genetic test|"
     "genetic results|genetic data|genetic profile|genetic testing results|genetic screening|"
     "genetic information|exome|23andme results|karyotype|whole genome sequence|dna"},
    {"biometric",
     "fingerprint|fingerprints|iris scan|retina scan|face template|facial template|"
     "facial recognition template|voiceprint|voice print|biometric data|biometric template|"
     "faceprint|palm print|hand geometry|face scan|facial scan|biometrics|gait pattern|"
     "fingerprint template"},
};

}  // namespace

LanguagePack EnglishPersonPack() { return {"en", kCues}; }

}  // namespace reeve::detectors
