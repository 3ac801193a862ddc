#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

constexpr CueWords kCues[] = {
    // What makes a request of a term.
    {"ask",
     "how to|how do i|how can i|how would i|how do you|how could i|how should i|how can we|"
     "how might i|how may i|how can one|how would one|how does one|how do we|ways to|ways of|"
     "way of|way to|steps to|steps for|steps of|step by step|step-by-step|instructions for|"
     "instructions on|instructions to|instruction|guide to|guide for|guide me|guide on|guide|"
     "tutorial|teach me|show me how|show me|tell me how|tell me|explain how|explain|help me|"
     "give me|provide|recipe for|best way|easiest way|plan to|plan for|good plan|describe how|"
     "describe|i want to|i need to|where can i|where do i|where to buy|what are the steps|"
     "walk me through|list of|blueprint|tips for|tips on|advice on|write|create|generate|"
     "come up with|build me|give detailed|produce|make me|how did people|how did individuals|"
     "how did criminals|how will people|provide detailed|best place to|teach|discuss how|manual|"
     "convert this|given these instructions|what's a surefire|surefire|what's the best|"
     "what are good|can you assist|assist in|assist me|can you help|can you guide|"
     "give instructions|detailed instructions|detailed guidance|what is the process|"
     "what's the process|process for|process to|outline the steps|fastest way|quickest way|"
     "what steps should|how did scammers|how did hackers|how did terrorists|how did someone|"
     "how will individuals|how will criminals|how will scammers|how will hackers|what kind of|"
     "i'd like to|methods for|methods to|method for|method of|techniques for|techniques to|"
     "outline a|strategies for|strategies to"},
    {"write",
     "write|create|generate|produce|compose|draft|craft|post|come up with|script|build|publish|"
     "modify|reply with|code|give me a|provide a|can you create|generate text"},
    {"recite", "recite|print|give me|output|reproduce|copy|quote|tell me|sing"},
    {"glorify",
     "glorify|glorifying|glorifies|promote|promoting|encourage|encouraging|praise|praising|"
     "celebrate|celebrating|justify|justifying|normalize|normalizing|advocate|advocating|"
     "endorse|endorsing|defend the|support the|recruit|romanticize|romanticizing|propaganda for|"
     "incite|inciting"},
    {"make",
     "make|making|build|building|create|creating|construct|constructing|synthesize|synthesizing|"
     "synthesise|synthesis|produce|producing|manufacture|manufacturing|cook|cooking|assemble|"
     "assembling|prepare|preparing|brew|cultivate|culturing|extract|purify|grow|growing|"
     "homemade|concoct|craft|3d print|3d printing|refine|develop"},
    {"get",
     "get|getting|buy|buying|purchase|purchasing|acquire|acquiring|obtain|obtaining|order|sneak|"
     "smuggle|source|import|steal|access to|transport"},
    {"sell",
     "sell|selling|distribute|distributing|deal|dealing|traffic|trafficking|ship|smuggle|"
     "smuggling|hide|transport"},
    {"change",
     "modify|modifying|modification|convert|converting|alter|genetically modify|engineer|"
     "engineering|mutate|make"},
    {"spread",
     "spread|spreading|release|releasing|disperse|dispersing|deploy|deploying|distribute|"
     "disseminate|use|unleash|contaminate|infect"},
    {"covertly",
     "without getting caught|without being caught|undetected|without detection|"
     "without being detected|without arousing suspicion|without suspicion|illegally|untraceable|"
     "anonymously|without a license|without a permit|without a background check|evade|evading|"
     "avoid detection|avoiding detection|bypass security|without leaving|on the dark web|"
     "dark web|without consent|without being noticed|no one finds out|get away with|"
     "black market|secretly|without police|past security|without raising"},
    {"at_home",
     "at home|in my kitchen|in my garage|in my basement|from household|household items|"
     "household chemicals|from scratch|homemade|over the counter|in a home lab|home lab|"
     "makeshift"},
    {"intend", "i want to|i will|i'm going to|i am going to|i'm gonna|i plan to|going to"},
    // Weapons.
    {"explosive",
     "bomb|bombs|explosive|explosives|pipe bomb|nail bomb|grenade|molotov|molotov cocktail|tnt|"
     "dynamite|c-4|detonator|ied|improvised explosive|landmine|land mine|nitroglycerin|thermite|"
     "napalm|fertilizer bomb|pressure cooker bomb|letter bomb|tannerite|car bomb|suicide vest|"
     "petrol bomb|tatp|anfo|ammonium nitrate|pipe-bomb|explosive device"},
    {"firearm",
     "gun|guns|firearm|handgun|pistol|rifle|ghost gun|silencer|silencers|suppressor|machine gun|"
     "ammunition|automatic weapon|fully automatic|shotgun|ar-15|ar15|zip gun|bump stock|"
     "auto sear|illegal weapon|weapons illegally|crossbow|taser|assault rifle|switchblade|"
     "weapon illegally|unregistered weapon"},
    {"weapon", "weapon|weapons|firearms"},
    {"weapon_making",
     "bomb-making|bomb making|weapon smuggling|weapons smuggling|arms smuggling|gun smuggling|"
     "weapons trafficking|arms trafficking|gun trafficking|homemade explosives|homemade weapon|"
     "homemade gun|illegal weapon|3d printed gun|3d-printed gun|ghost gun"},
    {"illegal", "illegal|illegally|unregistered|untraceable"},
    {"target",
     "concert|stadium|building|school|church|mosque|synagogue|train|airport|subway|hospital|"
     "bridge|airplane|airliner|crowd|city|water supply|shopping mall|factory|courthouse|crowded|"
     "public place|embassy|festival|population center|populated area|metro|parliament|nightclub|"
     "power plant|reservoir"},
    // CBRN.
    {"agent",
     "nerve agent|sarin|soman|tabun|novichok|vx nerve|vx gas|mustard gas|phosgene|chlorine gas|"
     "chemical weapon|biological weapon|bioweapon|biological agent|anthrax|botulinum|ricin|"
     "abrin|smallpox|nuclear weapon|nuclear bomb|atomic bomb|dirty bomb|radiological|"
     "hydrogen cyanide|cyanide|poison gas|toxic gas|mustard agent|lewisite|chloropicrin|"
     "saxitoxin|dimethylmercury|plague bacteria|bacillus anthracis|ebola|weaponized|"
     "hydrogen bomb|tear gas|chemical agent|nuclear device|polonium|highly enriched uranium|"
     "fissile|marburg|sulfur mustard|aflatoxin|nitrogen mustard"},
    {"pathogen",
     "virus|pathogen|bacteria|bacterium|influenza|h5n1|coronavirus|avian flu|plague|anthrax|"
     "smallpox|ebola|mosquitoes|toxin"},
    // Violence.
    {"person",
     "someone|somebody|a person|people|person|my wife|my husband|my girlfriend|my boyfriend|"
     "my ex|my partner|my neighbor|my neighbour|my boss|my coworker|my colleague|my friend|"
     "my roommate|my teacher|my family|my entire family|my parents|my mother|my father|my mom|"
     "my dad|my brother|my sister|my son|my daughter|my children|my kids|my students|my class|"
     "my classmates|a child|children|a kid|kids|toddler|a baby|a woman|women|a man|a girl|a boy|"
     "humans|human|a human|a human's|a politician|politician|politicians|local politician|"
     "the president|a police officer|a cop|strangers|a stranger|an employee|elderly|old people|"
     "elderly people|homeless people|my enemy|a group of people|a crowd|crowd|population|"
     "villagers|village|a teenager|teenager|teenagers|my uncle|my aunt|my cousin|a student|"
     "students|individuals|an individual|civilians|a prisoner|prisoners|customers|immigrants|"
     "witness|another person|an opponent|political opponents|minorities|gay people|muslims|jews|"
     "jewish people|black people|roma people|a family|child's|someone's|somebody's|person's|"
     "my mother-in-law|my landlord|political figures|a patient|patients|my date|my tinder date|"
     "tinder date|a witness|seniors|the elderly|your secretary|my secretary|my in-laws|"
     "a pedestrian|pedestrians|my stepfather|my rival|a journalist|journalists|tourists|"
     "a celebrity|celebrity|worshippers|my tenant"},
    {"person_s",
     "someone's|somebody's|a person's|people's|my wife's|my husband's|my girlfriend's|"
     "my boyfriend's|my ex's|my ex-wife's|my ex-wife,|my ex-husband,|my ex-boyfriend,|"
     "my ex-girlfriend,|my partner's|my neighbor's|my neighbour's|my boss's|my boss'|"
     "my coworker's|my coworker,|my colleague's|my colleague,|my friend's|my friend,|"
     "my roommate's|my teacher's|my teacher,|my date's|my therapist's|my doctor's|my doctor,|"
     "my babysitter's|my babysitter,|my employee's|my employees'|my mentee's|my mentor's|"
     "my gardener's|my nanny's|my tenant's|my landlord's|my landlord,|my student's|my student,|"
     "my patient's|my client's|my lawyer's|my nurse,|my nurse's|my mother's|my father's|"
     "my brother's|my brother,|my sister's|my sister,|my son's|my daughter's|my grandson,|"
     "my granddaughter,|my uncle,|my aunt,|my cousin,|my cousin's|my supervisor,|"
     "my supervisor's|my teammate,|my teammate's|my classmate,|my classmate's|my neighbor,|"
     "my neighbour,|my manager's|my manager,|my boss,|a stranger's|strangers'|celebrities'|"
     "a celebrity's|others'|another person's|individuals'|employees'|employee's|"
     "my family member's|my dentist's|my professor's|your neighbor's|a coworker's|the victim's|"
     "victim's|my housemate's|my daughter-in-law's|my accountant's|my coach's|"
     "my personal trainer's|my mechanic's|my hairdresser's|my girlfriend,|my boyfriend,|"
     "my husband,|my wife,|my grandmother's|my grandfather's|my niece,|my nephew,"},
    {"person_s_relation",
     "my employee|my coworker|my colleague|my neighbor|my neighbour|my boss|my date|"
     "my therapist|my babysitter|my mentee|my mentor|my gardener|my nanny|my tenant|my landlord|"
     "my student|my teacher|my manager|my ex|my girlfriend|my boyfriend|my client|my doctor|"
     "my supervisor|my classmate|my roommate|my patient|my cleaner"},
    {"kill",
     "kill|killing|murder|murdering|assassinate|assassinating|poison|poisoning|strangle|"
     "strangling|behead|beheading|execute|executing|stab|stabbing|slaughter|massacre|drown|"
     "drowning|suffocate|suffocating|shoot|shooting|lynch|exterminate|annihilate|snipe|decimate|"
     "decimating|wipe out|eliminate|burn alive|run over|hang|electrocute|get rid of|euthanize|"
     "gas chamber|kill all|bury alive|butcher|butchering|cannibalize|slay|dismember|dispose of"},
    {"hurt",
     "hurt|harm|harming|injure|injuring|torture|torturing|beat up|beat|beating|punch|punching|"
     "kick|choke|choking|throttle|hit|hitting|attack|attacking|assault|assaulting|maim|mutilate|"
     "kidnap|kidnapping|abduct|abducting|slap|whip|disfigure|blind|cripple|break the legs|crush|"
     "smash|overpower|drug|hunt down|push|tackle|headbutt|rape|raping|knock out|knockout punch|"
     "molest|scald|burn|headshot|strike|hold hostage|pierce|capture|lure|imprison|torment|"
     "waterboard"},
    {"body_harm",
     "ruptures|snap someone's neck|snap a neck|cut off someone's|rip off someone's|"
     "ripping off someone's|chop up a|chop up a dead body|dismember|hide a body|"
     "hide a dead body|hurts most|off a cliff|break their legs|break someone's|gouge|"
     "with my gun|in an alleyway|cut off a human's|someone's head|a human's head|carotid|"
     "kill as many"},
    {"violent_content",
     "torture techniques|torture methods|graphic violence|mass shooting|mass shootings|"
     "violent extremism|mass violence|vigilante violence|revenge scenarios|domestic violence|"
     "violent threats|assault scenarios|violent revenge|gore|graphic torture|violent acts|"
     "school shooting|violence against|physical violence|mass murder|violent protest|riots"},
    {"violent_crime",
     "committing a murder|commit a murder|commit murder|committing murder|plan a murder|"
     "perfect murder|kidnapping|execution style|stadium explosion|explode a|massacre|"
     "hit and run|arson|commit arson|lynching|execute a kidnapping|genocide|ethnic cleansing|"
     "honor killing|armed robbery|drive-by|hostage|torture methods|torture techniques|"
     "the scale of the massacres|chop up a dead body|plan an assassination|"
     "planning an assassination|someone's death|an assassination|assassination of|"
     "plan someone's|get away with murder|hide a body"},
    {"dispose", "dispose of|hide|bury|dissolve|get rid of|chop up"},
    // Self-harm.
    {"own_death_wish",
     "i want to die|i want to kill myself|i want to end my life|i'm going to kill myself|"
     "i am going to kill myself|i will kill myself|i don't want to live anymore|"
     "i do not want to live anymore|i want to commit suicide|i want to hurt myself|"
     "i want to cut myself|i am suicidal|i'm suicidal|i feel suicidal|"
     "i have been cutting myself|better off dead|thinking about killing myself|"
     "thinking of killing myself|i wish i was dead|i wish i were dead"},
    {"end_own_life",
     "kill myself|killing myself|commit suicide|committing suicide|end my life|ending my life|"
     "hang myself|drown myself|shoot myself|overdose|take my own life|slit my wrists|"
     "harm myself|hurt myself|cut myself|poison myself|starve myself|suffocate myself|jump off|"
     "end it all|die like|kill yourself|my own artery|my cervical artery|suicide methods|"
     "suicide method|suicide pact|injure myself|electrocute myself|commit seppuku|my wrists|"
     "a suicide note|suicide note|suicide bombing|die by suicide|burn myself"},
    {"self_harm",
     "self-harm|self harm|suicide|suicidal behavior|cutting behaviors|cutting behaviour|"
     "self-injury|self-mutilation|dangerous challenges|suicide methods|substance abuse|"
     "choking challenge|pro-ana|proana|cutting myself"},
    {"eating_disorder",
     "eating disorder|eating disorders|anorexia|anorexic|bulimia|purge|purging|thinspo|"
     "extreme weight loss|dangerous weight loss|dangerously low-calorie|starvation diet|"
     "hide my eating|starve"},
    // Sexual content.
    {"sexual_content",
     "explicit sexual|sexual content|sexually explicit|graphic sexual|explicit content|erotica|"
     "erotic story|erotic|pornographic|porn|sex scene|sexual fantasy|sexual story|smut|"
     "sexual scenes|nude image|deepfake porn|sexual roleplay|sexual acts|explicit scenes|"
     "sexual chatbot|sexual descriptions|fetish|sexual encounter|explicit sex"},
    {"sexual_violence",
     "rape|non-consensual|nonconsensual|sexual violence|sexual coercion|sexual assault|"
     "sexual harassment|sexual predation|sexual exploitation|bestiality|incest|necrophilia|"
     "upskirt|revenge porn|without consent sex|sexual abuse|spousal rape"},
    {"coerce", "coerce|blackmail|pressure|trick|manipulate|force|convince|sexting|persuade"},
    {"sexual",
     "sexual|sexually|explicit|erotic|pornographic|porn|nude|nudes|naked|sex|lewd|grooming|"
     "intimate|seduce|sexualizing|sexual content|sexual acts|sexually explicit"},
    {"sexualize",
     "sexualize|sexualizing|sexualise|sexualising|groom|grooming|molest|molesting|seduce|"
     "seducing|have sex with"},
    {"child",
     "child|children|minor|minors|underage|kid|kids|teen|teens|teenage|teenager|toddler|preteen|"
     "pre-teen|schoolgirl|school girl|schoolboy|young girl|young girls|young boy|young boys|"
     "loli|shota|little girl|little boy|infant|baby|babies|13-year-old|14-year-old|12-year-old|"
     "15-year-old|under 18|student|school environments"},
    {"child_abuse_material",
     "child porn|child pornography|kiddie porn|csam|child sexual abuse material|underage porn|"
     "underage sex|child erotica|cp links|jailbait|sexualized children|child sex"},
    // Drugs.
    {"drug",
     "meth|methamphetamine|crystal meth|cocaine|crack|crack cocaine|heroin|fentanyl|lsd|lsd-25|"
     "mdma|ecstasy|ghb|dmt|ketamine|pcp|opium|morphine|oxycodone|oxycontin|carfentanil|"
     "amphetamine|psilocybin|magic mushrooms|designer drug|designer drugs|illegal drugs|"
     "illicit drugs|drugs|illegal substances|controlled substances|controlled substance|opioids|"
     "opioid|krokodil|bath salts|xanax|adderall|steroids|codeine|drug lab|date rape drug|"
     "rohypnol|nitazene|synthetic cannabinoids|spice|gram of coke|coke|cannabis illegally|"
     "gram of cocaine|lines of coke|crack pipe|mushrooms psilocybin|weed illegally|angel dust|"
     "ephedrine|pseudoephedrine|mescaline"},
    {"drug_trade",
     "drug trafficking|drug lab|drug dealing|drug smuggling|drug synthesis|illegal drug|"
     "drug distribution|drug cartel|drug mule|deal drugs|sell drugs|smuggle drugs|buy drugs|"
     "dark web drugs|drug ring|drug dealer"},
    // Malware and intrusion.
    {"malware",
     "malware|ransomware|keylogger|computer virus|trojan|trojan horse|computer worm|worm that|"
     "botnet|rootkit|spyware|infostealer|info stealer|backdoor|logic bomb|cryptojacker|"
     "cryptojacking|polymorphic|fork bomb|virus that|remote access trojan|stealer|wiper|"
     "exploit kit|crypto miner|cryptominer|malicious software|malicious code|malicious script|"
     "phishing site|phishing page|phishing kit|keylogging|adware|dropper|evil twin"},
    {"malicious_deed",
     "logs keystrokes|log keystrokes|records keystrokes|steals passwords|steal passwords|"
     "steals credentials|steal credentials|encrypts files|encrypt all files|disables antivirus|"
     "disable antivirus|hijack|deletes all files|delete all files|destroys|spreads itself|"
     "self-replicat*|scrapes personal|mine cryptocurrenc*|hide from antivirus|evade antivirus|"
     "evading antivirus|evade detection|evades detection|exfiltrate|infects|captures passwords|"
     "steal cookies|steal data|steals data|ransom|without the user's knowledge|"
     "tracks user location|delete backups|disable the firewall"},
    {"hack",
     "hack|hack into|hacking|hacking into|break into|breaking into|gain access to|"
     "gain unauthorized access|crack|cracking|bypass the password|bypass password|bypass|"
     "get into|log into|take over|hijack|brute force|compromise|infiltrate|infiltrating|exploit|"
     "access without|intrude|intercept|jam|clone|spoof|eavesdrop|disable|sabotage|attack|phish|"
     "steal"},
    {"system",
     "computer|computers|account|accounts|wifi|wi-fi|network|website|server|database|phone|"
     "iphone|android|e-mail account|email account|facebook|instagram|snapchat|whatsapp|gmail|"
     "password|passwords|webcam|camera|router|bank account|atm|atms|laptop|smart home|system|"
     "systems|power grid|fingerprint scanner|password lock|breathalyzer|traffic light|"
     "traffic lights|satellite|voting machine|school system|gps|car key|credentials|encryption|"
     "government database|security system|security cameras|corporate network|"
     "social media account|keyless|vpn|the pentagon|crypto wallet|cryptocurrency exchange|"
     "safe lock"},
    {"attack_on_system",
     "sql injection payload|sql injection payloads|sql injection attack|blind sql injection|"
     "ddos attack|ddos a|denial of service attack|denial-of-service attack|csrf attack|"
     "xss payload|xss attack|phishing attack|man-in-the-middle attack|man in the middle attack|"
     "exploit code|zero-day exploit|zero day exploit|brute force attack|password cracker|"
     "arp poisoning|arp spoofing|reverse shell|privilege escalation exploit|dirty cow|log4shell|"
     "eternalblue|sim swap|sim swapping|credential stuffing|buffer overflow exploit|"
     "session hijacking|dns poisoning|bluetooth jammer|wifi jammer|signal jammer|"
     "escalate privileges|card skimmer|skimmer|malware link|bad usb|wardriving|hijack a drone|"
     "gps spoofing|side-channel attack|side channel attack|rootkit|backdoor|deauth attack|"
     "deauthentication|crack passwords|cracks passwords|bluekeep|heartbleed|shellshock|jammer|"
     "exploit for|exploiting the"},
    // Fraud and forgery.
    {"scam",
     "scam|scams|scamming|phishing email|phishing emails|phishing message|phishing attack|"
     "phishing|ponzi scheme|pyramid scheme|nigerian prince|romance scam|insurance fraud|"
     "credit card fraud|identity theft|identity fraud|advance fee|telemarketer scam|"
     "tech support scam|technical support scam|tax evasion|evade taxes|embezzle|embezzling|"
     "embezzlement|insider trading|bribe|bribery|money laundering|wire fraud|bank fraud|"
     "securities fraud|investment fraud|charity fraud|fake charity|price gouging|pump and dump|"
     "rug pull|catfish|catfishing|chargeback fraud|welfare fraud|medicare fraud|benefit fraud|"
     "voice phishing|spear phishing|spear-phishing|blackmail scheme|extortion scheme|"
     "fake investment|lottery scam|419|misleading investment|fake invoice|counterfeit money|"
     "fake antivirus|hide income|falsify documents|shell companies to|scam elderly|commit fraud|"
     "fraud scheme|steal identities|steal someone's identity|kickback|kickbacks|"
     "false insurance claim|ransom note|fake charity scam|bank account fraud|tax fraud|"
     "welfare scam|timeshare scam|evade paying taxes|stolen goods|fraud"},
    {"forge",
     "forge|forging|fake|faking|counterfeit|counterfeiting|falsify|falsifying|fabricate|"
     "create fake|make fake|cloned|false"},
    {"document",
     "passport|id card|id cards|ids|identification|identification documents|driver's license|"
     "driving licence|drivers license|visa|money|currency|bills|banknotes|diploma|degree|"
     "certificate|vaccination card|prescription|prescriptions|medical prescription|signature|"
     "documents|credit card|credit cards|credit card information|credentials|identity|"
     "identities|social security number|social security numbers|expert credentials|paystub|"
     "pay stubs|bank statement|bank statements|receipts|tickets|birth certificate|"
     "immigration papers|luxury goods|handbags|dollar bills|medical records|references|"
     "doctor's note|legal document"},
    {"launder",
     "launder money|laundering money|launder|money laundering|evade taxes|evading taxes|"
     "tax evasion|dodge taxes|hide money from|offshore accounts to avoid|avoid paying taxes|"
     "hide assets|cook the books|smurfing|embezzle"},
    {"cheat",
     "cheat on|cheating on|cheat in|plagiarize|plagiarise|rig a|rigging|fix a match|"
     "match fixing|count cards|fake my|fake a|lie on my resume|lie on my|fake sick|counterfeit|"
     "fake testimonials|fake reviews|get out of a ticket|dodge the draft|skip jury duty|gamble|"
     "tax fraud|ponzi|insurance fraud|false emergency|expert credentials|false identities|"
     "get away with|avoid paying"},
    // Theft.
    {"steal",
     "steal|stealing|rob|robbing|burgle|burglarize|break into|breaking into|shoplift|"
     "shoplifting|pickpocket|hotwire|carjack|loot|swipe|siphon|skim|poach"},
    {"property",
     "store|stores|shop|car|cars|house|houses|home|a bank|bank|banks|atm|jewelry|jewellery|"
     "money|wallet|bike|bicycle|casino|museum|train|vehicle|apartment|office|"
     "confidential information|trade secrets|identity|credit card|packages|warehouse|"
     "neighbour's house|neighbor's house|an armored|safe|gas station|retail|government database|"
     "private database|medical supplies|cash register|merchandise|items|supermarket|"
     "electric scooter|phone|purse|gold|diamond|luggage|copper|electricity|cable|goods|"
     "shipments|interstate|artwork|stolen|natural gas|cargo|paintings|handbag|laptop"},
    {"smuggle",
     "contraband|ivory|bulk cash|past customs|through customs|trafficking route|ivory trade|"
     "bulk cash smuggling|human smuggling|across the border illegally|over the border illegally"},
    // Hate.
    {"hateful",
     "racist|sexist|antisemitic|anti-semitic|homophobic|transphobic|islamophobic|xenophobic|"
     "misogynistic|misogynist|misandrist|hateful|hate|white supremacist|supremacist|neo-nazi|"
     "nazi|bigoted|ableist|ageist|anti-immigrant|anti-muslim|anti-black|anti-gay|fat-shaming|"
     "body-shaming|body shaming|slut-shaming|classist|inflammatory|discriminatory|demeaning|"
     "bigotry|dehumanizing|anti-refugee|chauvinist|derogatory|racially offensive"},
    {"speech",
     "speech|joke|jokes|post|posts|article|message|tweet|tweets|content|essay|manifesto|"
     "manifestos|comments|comment|propaganda|slurs|slur|song|poem|rant|insults|insult|statement|"
     "meme|memes|story|campaign|blog|letter|script|conspiracy|response|ideology|stereotypes|"
     "generalizations|pamphlet"},
    {"slurs",
     "insulting|insult|mocking|mock|demeaning|slurs|ridiculing|ridicule|dehumanizing|"
     "discriminating against|against the rights|offensive content about|"
     "inflammatory content about|belittle|belittling|hateful content about|denigrating|defaming|"
     "derogatory|promoting stereotypes|racial stereotypes about"},
    {"group",
     "women|woman|men|black people|blacks|white people|asians|asian people|latinos|hispanics|"
     "jews|jewish people|jewish|muslims|muslim|christians|christian|hindus|buddhists|sikhs|"
     "catholics|mormons|immigrants|immigrant|migrants|refugees|gay people|gays|gay|lesbians|"
     "lesbian|transgender people|trans people|transgender|bisexual people|lgbt people|lgbtq|"
     "queer people|roma people|roma|gypsies|indigenous people|native americans|disabled people|"
     "people with disabilities|the disabled|elderly people|old people|homeless people|"
     "poor people|fat people|overweight people|africans|african|african americans|"
     "african american|arabs|arab|mexicans|mexican|chinese people|minorities|racial minorities|"
     "religious minorities|foreigners|females|female|males|girls|boys|people of color|"
     "non-binary people|atheists|pregnant women|divorced people|single mothers|homosexuals|"
     "middle eastern|middle easterners|asexual people|intersex people|teenagers|"
     "ethnic minorities|certain races|obese people|ethnic groups|caucasian|caucasians|"
     "religious groups|european|europeans|native american"},
    {"inferior",
     "are inferior|is inferior|are less intelligent|less intelligent|are subhuman|are parasites|"
     "are criminals|are a plague|are vermin|are lazy|are stupid|are animals|are worthless|"
     "are biologically inferior|are naturally better|genetically less|genetically inferior|"
     "less capable|inherently inferior|inherently superior|naturally inferior|are not human|"
     "aren't suited|are not suited|are naturally|commit crimes|commit more|have no sense|"
     "should be exterminated|should be eliminated|deserve to die|should die|to be subservient|"
     "belong in the kitchen|emotional unsuitability|bad drivers|less smart|are dirty|"
     "are dangerous|are terrorists|are evil|are rapists|are greedy"},
    {"reasons",
     "why should|why shouldn't|reasons why|reasons|why it is right|why is it right|why are|"
     "why is it best|why is it a good idea|why it's good|give me some reasons|list some reasons|"
     "convince me that|argue that|explain why|good idea that|why do|justify|why is it good|"
     "best for"},
    {"should_not",
     "should not|shouldn't|not be allowed|not have|must not|be barred|be banned|be denied|"
     "be kicked|never be|be forbidden|be prevented|be deprived|earn less|be excluded|"
     "don't deserve|do not deserve|be restricted|be subservient|get married|not be given|"
     "be paid less|be segregated|be deported|cannot|not to have|be stopped"},
    {"rights",
     "vote|equal rights|rights|citizenship|marry|married|work|study|education|university|"
     "public office|office|political parties|law|president|freedom|benefits|healthcare|visas|"
     "children|kids|jobs|job|decisions|leadership|schools|higher education|equal pay|adopt|"
     "property|practice|companies|express|speak|drive|hold|citizens|the army|military|same|"
     "public transport|join|less than|enter|permitted|power|unemployment|parties|lead|movement"},
    {"why_best",
     "why is it best|why is it a good idea|why is it right|why is it good|why it is right|"
     "good idea that|best for society|best for|why it's better|reasons why it is right|"
     "why is it better|reasons why it is"},
    {"why_claim",
     "why do|why are|why can't|why don't|do all|are all|aren't|isn't|why is every|"
     "do you agree that|is it true that|prove that|explain why|do you think|are|are most|"
     "why does|don't you think|would you agree|should"},
    {"bad_trait",
     "stupid|lazy|dumb|criminals|terrorists|violent|dirty|greedy|inferior|bad drivers|worthless|"
     "idiots|idiotic|commit crimes|less intelligent|weak|emotional|irrational|"
     "no sense of direction|gold diggers|annoying|ugly|smelly|cheap|loud|subservient|"
     "like watermelon|dangerous|evil|promiscuous|gold digger|so aggressive|uneducated|"
     "less capable|backward|smarter|less smart|good at math|rapists|primitive|arrogant|stingy|"
     "submissive|uncivilized|untrustworthy|drunk|bad at|hysterical|nagging|better leaders"},
    {"atrocity",
     "holocaust|genocide|armenian genocide|rwandan genocide|slave trade|slavery|trail of tears|"
     "massacre|holodomor|apartheid|9/11|nanjing|srebrenica|sandy hook|world war 2|hiroshima|"
     "jallianwala bagh|colonialism"},
    // Harassment.
    {"harass",
     "harass|harassing|harassment|cyberbully|cyberbullying|bully|bullying|stalk|stalking|troll|"
     "intimidate|intimidating|dox|doxxing|sexually harass|humiliate|humiliating|revenge on|"
     "get revenge|torment|terrorize|spam|swat someone|swatting|body shaming|catcall|gaslight|"
     "targeting individuals|defame|slander|smear campaign|ruin someone's|make someone feel|"
     "send unsolicited"},
    {"bully",
     "bully|insult|humiliate|make fun of|taunt|body-shame|shame|degrade|intimidate|harass|"
     "threaten|embarrass|ridicule|berate|belittle|troll"},
    // Terrorism.
    {"terror_act",
     "terrorist attack|terror attack|engage in terrorism|suicide bombing|commit terrorism|"
     "commit genocide|mass shooting|school shooting|bombing of|attack on a|plan an attack|"
     "bomb at a|lone wolf attack|terrorism|bomb in a|hijack a plane|hijack an airplane|shoot up|"
     "derail|attack a mosque|attack a synagogue|attack a church|truck attack|car ramming|bomb a|"
     "wipe out a village|overthrow|insurrection|violent revolution|blow up a"},
    {"terror_group",
     "isis|isil|islamic state|al-qaeda|al qaeda|boko haram|hamas|hezbollah|taliban|kkk|"
     "ku klux klan|neo-nazi group|terrorist organization|terrorist group|extremist group|"
     "al-shabaab|militia|atomwaffen|the base|terrorists|terrorist cell"},
    {"terror_praise",
     "terrorist|terrorists|terrorism|terrorist organization|isis|al-qaeda|jihad|mass shooter|"
     "school shooter|extremist|violent extremism|terrorist attack|mass shootings|hitler|nazis|"
     "radicalization|radicalize"},
    {"extremism",
     "extremism|extremist|violent extremism|terrorism|terrorist|jihad|nazism|fascism|"
     "white supremacy|genocide|mass shootings|holy war|insurrection|armed uprising"},
    // Trafficking.
    {"traffic",
     "human trafficking|traffic humans|trafficking humans|traffic people|traffic women|"
     "traffic children|sex trafficking|smuggle people|smuggling people|human smuggling|"
     "child trafficking|traffic a|trafficking victims|organ trafficking|forced labor|"
     "forced prostitution|recruit victims|enslave|sell a child|sell children|organ harvesting|"
     "harvest organs|human organs|coerce into prostitution|child labor|child labour|buy a slave|"
     "child soldiers|forced marriage|sweatshop|sell a human"},
    // Privacy.
    {"whats",
     "what is|what's|what are|where does|where is|where can i find|how can i access|"
     "how do i get|how can i get|how do i find|how can i find|can you provide|can you tell me|"
     "provide me|tell me|can you share|what was|who is|how do i access|do you know|"
     "can you give me|where do|find|list|what degrees or certifications do|what kind of|"
     "can you find|access|extract|monitor|what does|does|can you provide a|"
     "can you provide me with|can you list|have you got"},
    {"find_out",
     "find|find out|look up|track down|locate|get access to|access|uncover|obtain|discover|"
     "dig up|collect|compile|gather|scrape|extract|identify|reveal|leak|publish|figure out|"
     "search for|get hold of|steal|harvest|read|hack"},
    {"private_fact",
     "home address|address|residential address|phone number|telephone number|email address|"
     "private email|e-mail address|social security number|medical record|medical records|"
     "medical history|mental health|health history|criminal history|criminal record|"
     "immigration status|marital status|sexual orientation|political affiliation|religion|"
     "religious|date of birth|birthday|birth certificate|bank account|bank details|credit card|"
     "credit score|financial|salary|browsing history|search history|location|whereabouts|"
     "password|text messages|messages|private messages|phone|fingerprints|personal habits|"
     "employment history|passport|passport number|driver's license|license number|pin|diary|"
     "genetic|dna|private photos|relationship status|dating history|dating|personal information|"
     "personal life|iphone pin|blood type|workplace|identity|current location|degrees|"
     "bank account number|social media|license plate|daily routine|net worth|debts|tax|"
     "living situation|routine|hobbies|health condition|personal address|private life|"
     "private information|voting history|intimate photos|online activity|online activities|"
     "real name|nude"},
    {"private_thing",
     "private information|personal information|personal data|home addresses|home address|"
     "private photos|intimate photos|private content|personal address|real identity|"
     "real identities|confidential|dossier|dossiers|social security numbers|medical records|"
     "private communications|dating history|sexual orientation|private genetic|academic records|"
     "financial information|family members'|witness protection|contact information|"
     "workplace information|political affiliations|religious practices|leaked databases|"
     "phone records|adoption"},
    {"victim",
     "on individuals|of individuals|about someone|public figures|content creators|celebrities|"
     "influencers|behind pseudonyms|participants|private individuals|journalists|activists|"
     "leaked|for harassment|for intimidation|family secret|others|people's|private content|"
     "of people|of employees|genetic testing|records|databases|someone|and relationships|"
     "and voting"},
    {"spy_on",
     "spy on|spying on|track|tracking|monitor|monitoring|stalk|stalking|surveil|surveillance of|"
     "eavesdrop on|wiretap|install spyware|secretly record|secretly film|install a tracker|"
     "put a gps|read the messages of|access the phone of|access private|access someone's|"
     "intercept"},
    {"unconsented",
     "without consent|without their consent|without permission|without their permission|"
     "without their knowledge|without them knowing|without knowing|without him knowing|"
     "without her knowing|secretly|private communications|private support group|"
     "personal activities|online activities|dating app activities|religious practices|"
     "someone's phone|someone online|private conversations|location without|dating app|"
     "physical movements|communications of others"},
    {"secret_status",
     "a member of a labour union|a member of a labor union|gay|lesbian|pregnant|an alcoholic|"
     "hiv positive|hiv|a drug addict|in debt|divorced|undocumented|bisexual|transgender|"
     "cheating on|a criminal|religious|jewish|muslim|mentally ill|depressed|disabled|"
     "an immigrant|union member|in a union|married|republican|a democrat|dating"},
    // Elections and disinformation.
    {"rig_election",
     "rig an election|rig the election|rig elections|voter suppression|suppress votes|"
     "suppress voter|suppress the vote|voter fraud|election fraud|steal the election|"
     "hack the election|hack voting machines|hack a voting|stuff ballots|ballot stuffing|"
     "fake ballots|election interference|interfere with the election|election disinformation|"
     "voter intimidation|intimidate voters|discourage voters|prevent people from voting|"
     "manipulate voting|influence the election|fake polling|tamper with voting|"
     "vote multiple times|buy votes|election misinformation|deceptive political|disenfranchise|"
     "voting machines were rigged|voter manipulation"},
    {"election",
     "election|elections|voting|voters|voter|ballots|ballot|voting machines|vote|polling|"
     "candidate|electoral|referendum|democratic institutions|political misinformation"},
    {"falsehood",
     "false information|false claims|misinformation|disinformation|fake news|"
     "misleading information|misleading|false narratives|false narrative|fake evidence|"
     "false evidence|false rumors|false|fake|fabricated|deceptive|propaganda|"
     "conspiracy theories|conspiracy theory|untrue|bogus|lies|hoax|hoaxes|deepfake|defamatory|"
     "anti-science|fear-mongering|false claim"},
    {"subject",
     "vaccine*|covid*|5g *|climate*|election*|cancer|autism|health|medical|history|historical|"
     "government|politic*|immigra*|crime|science|scientific|moon landing|earth|treatment|"
     "pregnan*|emergency|judicial|space|nuclear|president|company|celebrit*|disease*|gmo*|"
     "economic|democra*|war|elections|evidence|statistics|polling|surveillance|food|media|"
     "corporate|public|mental health|drug*|water|candidate*|campaign*|investment|childbirth|"
     "trump|biden|hillary|corruption"},
    {"conspiracy",
     "conspiracy theories|conspiracy theory|qanon|qanon-style|flat earth|moon landing hoax|"
     "chemtrails|deep state|pizzagate|false flag|vaccines cause autism|5g causes|"
     "climate change hoax|climate change denial|climate denial|illuminati|anti-vaccine|anti-vax|"
     "holocaust denial|denying the holocaust|global warming is a hoax|new world order|"
     "crisis actors|election was stolen|voter fraud evidence|microchips in|lizard people|"
     "anti-science|plandemic|great reset|climate hoax|anti-vaxxer|anti vaxxer|5g technology is|"
     "fake moon landing"},
    {"debunked",
     "vaccines cause|the earth is flat|moon landing was|climate change is not|"
     "climate change is a|global warming is|5g causes|covid-19 was|holocaust|"
     "election was stolen|9/11 was|aids|inside job|homeopathy cures|autism|was a hoax|is a hoax|"
     "were faked|was faked|wi-fi causes|genocide never|elections were|was rigged|is not real|"
     "does not exist|was complicit|vaccines are|vaccines contain|5g towers|the moon landing|"
     "flat earth"},
    {"edit_text",
     "slightly modify|slightly edit|minimally edit|make small edits|suggest small edits|"
     "edit this|modify this text|edit the following|given this section|write a reply|"
     "reply to this|write a response|add an incident|edit this section|write a comment|"
     "small edits|modify the following|given this"},
    // Manipulation.
    {"manipulate",
     "manipulate|manipulating|manipulation|gaslight|gaslighting|brainwash|brainwashing|exploit|"
     "exploiting|deceive|deceiving|guilt-trip|isolate|pressure|coerce|blackmail|control|"
     "turn against|seduce|emotionally abuse|take advantage of"},
    // Regulated advice.
    {"my_body",
     "i've been experiencing|i have been experiencing|i'm experiencing|i am experiencing|"
     "i've been feeling|i have been feeling|i have been having|i've been having|i've had|"
     "my symptoms|i have a rash|i have a lump|i have chest pain|i'm having|i am having|i feel a"},
    {"diagnose",
     "do i have|what do i have|diagnose|could it be|is it possible that i have|"
     "can you guide me through|what should i take|what medication|should i take|"
     "what could be wrong|what is wrong with me|is it cancer|am i having|could i have|"
     "might i have|is this a sign of"},
    {"illness",
     "cancer|depression|diabetes|hypothyroidism|anxiety disorder|adhd|autism|bipolar|covid|"
     "a tumor|a stroke|heart attack|pneumonia|disorder|syndrome|disease|infection|arthritis|"
     "ptsd|schizophrenia|asthma|anemia|dementia|an ulcer|lupus"},

    {"shield",
     "bath bomb|photo bomb|cherry bomb|seed bomb|bomb cyclone|sex bomb|nail gun|glue gun|"
     "heat gun|massage gun|spray gun|water gun|staple gun|top gun|killing time|kill time|"
     "kill the lights|kill a process|kill the process|kill process|kill a mosquito|"
     "kill two birds|kill weeds|killing weeds|crack a joke|crack open|crack eggs|crack the code|"
     "hang out with|shoot a photo|shoot photos|shoot a goal|shoot a film|shoot a video|"
     "shoot hoops|stealing the show|steal the show|execute a command|executing a command|"
     "hit my targets|hit the gym|beat eggs|beat the egg*|break the news|attack the king|"
     "drug interaction|over-the-counter drugs|drug discovery|drug store|drugstore|drug test kit|"
     "child process|kill -9|poison ivy|hit the road|hit the books|data poisoning|punch line|"
     "die casting|crash course|bug bounty|life hack|life hacks|hackathon|growth hacking|"
     "gun control|attack surface|murder mystery|dead body language|steal a base|steal bases|"
     "stealing a base|kill switch|blow up a balloon|blow up balloons|blow up an air*|"
     "shot in the arm|sexual health|sexual education|sex education|sexual reproduction|"
     "crack in the|cracks in|hack week|tracking number|track changes|race track|murder of crows|"
     "people pleaser|bomb calorimeter|drug resistance|computer worm in|trojan war|"
     "social security office"},
    {"smuggled",
     "drugs|weapons|guns|people|migrants|immigrants|contraband|cash|gold|diamonds|ivory|animals|"
     "goods|cigarettes|alcohol|exotic|organs|wildlife|through customs|across the border|"
     "past security|into the country|out of the country|into prison"},
    {"carry", "smuggle|smuggling|traffic|trafficking|sneak|sneaking|poach|poaching"},
    {"recipe_for",
     "instructions for|instructions on|recipe for|guide to|guide for|plans for|blueprint for|"
     "blueprints for|schematics for|tutorial on|tutorial for|step-by-step|step by step"},
    {"in_prevention",
     "anti-malware|antivirus software to protect|blocking malware|counterterrorism|"
     "anti-bullying|to deter|deterring|cyber security training|phishing awareness|"
     "simulated phishing|law enforcement|self-defense|self defense|legal consequences|to stop|"
     "stopping|reduce|reducing|rehabilitation|against cyber|monitoring network|suspicious|"
     "malicious traffic|protect against|how did authorities|why is|is it legal|legally|"
     "warning signs|historical|ethics of|policy on|vigilant|scammers from|avoid being|"
     "avoid falling|minimize|from happening|harm reduction|sober|sobriety|decriminali*|legaliz*|"
     "museum|charity that|help victims|help someone who|raising awareness|anti-|should not|"
     "must not|not include|not contain|checking for|challenge harmful|challenging|correcting|"
     "negative effects|effects of stereotypes|discussing|misconceptions|"
     "sexual harassment training|resources on|insights on|to help children|avoid becoming|"
     "fall for|falling for"},
};

}  // namespace

LanguagePack EnglishTopicPack() { return {"en", kCues}; }

}  // namespace reeve::detectors
