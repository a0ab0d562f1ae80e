import { nameKey } from './fold.ts';

/**
 * Given names and their usual short forms, one group a line, the full form first. A short form may stand in several
 * groups (`alex`). Two names are alike when they share a group; sharing is not passed on from group to group.
 */
const GROUPS = `
abigail abby gail|adelaide addie|albert al bert bertie|alexander alex alec sandy sasha xander|alexandra alex sandra sasha lexi
alfred alf alfie fred|alison ali allie|amanda mandy|andrew andy drew|angela angie|anne ann anna annie nancy|anthony tony ant
antonia toni|arthur art artie|barbara barb barbie babs|bartholomew bart|benjamin ben benny benji|bernard bernie
beverley bev|bradley brad|brian bryan|calvin cal|cameron cam|caroline carol carrie|cassandra cass cassie sandra
catherine cathy cath kate katie kathy kitty cat|charles charlie chuck chas|charlotte charlie lottie|christian chris
christina chris chrissie tina|christine chris chrissie tina|christopher chris kit topher|cynthia cindy|daniel dan danny
danielle dani|david dave davey|deborah deb debbie debra|dennis denny|derek del|diana di|dominic dom|donald don donnie
dorothy dot dottie|douglas doug|edmund ed eddie ned|edward ed eddie ted ned teddy|eleanor ellie nell nora
elizabeth liz lizzie beth betty eliza lisa libby elsie bess|emily em emmy|emma em|eugene gene|evelyn evie
florence flo|frances fran frankie|francis frank fran|franklin frank|frederick fred freddie|gabriel gabe|gabrielle gabby
geoffrey geoff jeff|jeffrey jeff|george georgie|georgina georgie|gerald gerry jerry|gerard gerry|gilbert gil|gregory greg
gwendolyn gwen|harold harry hal|harriet hattie|henry harry hank hal|herbert herb bert|hugh hughie|ian iain|isaac ike
isabella bella izzy isabel|jack john jackie|jacob jake|jacqueline jackie|james jim jimmy jamie jem|janet jan|jane janie
janice jan|jason jay|jennifer jen jenny|jeremy jerry jem|jessica jess jessie|joanne jo joanna|john johnny jack jon
jonathan jon jonny jonathon|joseph joe joey|josephine jo josie|joshua josh|judith judy|julia julie|julian jules|katherine kate katie kathy kathryn kat kay kitty
kathleen kath kathy katie|kenneth ken kenny|kevin kev|kimberly kim|kristen kris|kristina kris tina|laurence larry laurie lawrence
lawrence larry laurie|leonard leo len lenny|leslie les|lillian lily lil|linda lin lindy|louis lou louie|louise lou|lucille lucy
madeleine maddie|malcolm mal|margaret maggie meg peggy marge margie greta rita madge|martin marty|martha marty|mary molly polly mamie
matthew matt matty|maurice mo|maximilian max|maxwell max|melanie mel|melissa mel missy|michael mike mick micky mickey mitch
michelle shelly mich|mildred millie|miriam mim|mitchell mitch|mohammed mo mohamed muhammad mohammad mehmet|nathan nate
nathaniel nate nat|nicholas nick nicky nico|nicola nicky nic|nicole nicky nikki|oliver ollie|olivia liv livvy|oscar ozzie
pamela pam|patricia pat patty trish tricia|patrick pat paddy|penelope penny|peter pete|philip phil phillip
philippa pippa|priscilla cilla|rachel rach rachael|randolph randy|raymond ray|rebecca becky becca|reginald reg reggie
richard rick rich dick ricky richie|robert bob rob bobby robbie bert|roberta bobbie|rodney rod|roger rog|roland roly|ronald ron ronnie
rosemary rose rosie|russell russ|samantha sam sammy|samuel sam sammy|sandra sandy|sarah sara sally|scott scotty
sebastian seb bas|sharon shaz|sheila shell|simon si|sophia sophie|stanley stan|stephanie steph|stephen steve steven stevie
stuart stewart stu|susan sue susie suzie susanna|suzanne sue suzie|sydney sid|sylvia syl|terence terry|teresa terry tess theresa
theodore ted theo teddy|thomas tom tommy|timothy tim timmy|tobias toby|tracy trace|valerie val|vanessa nessa
veronica ronnie vera|victor vic|victoria vicky tori|vincent vin vinnie|virginia ginny|vivian viv|walter walt wally
wilfred wilf|william bill billy will willie liam|winifred winnie|yvonne vonnie|zachary zach zack
johannes hans hannes jan|johann hans|friedrich fritz fred|heinrich heinz|wilhelm willi willy|maximilian maxi|katharina kathi katja kathrin
elisabeth lisa else sissi liesl elli|margarete greta gretel grete|josef sepp|ludwig lutz|matthias matze hias|michael michi|stefan steffen stephan
susanne susi sanne|ulrich uli ulli|ulrike uli ulli|wolfgang wolf wolfi|andreas andi|manfred manni|reinhard reiner|thomas thommy|sebastian basti
francois franck|philippe phil|frederic fred|christophe chris tof|stephane steph|benoit ben|mathieu mat matthieu|nathalie nath
dominique dom|catherine cathy|jacqueline jacquie|jose pepe|francisco paco pancho fran curro|ignacio nacho|enrique quique|manuel manolo manu
jesus chus|guadalupe lupe|dolores lola|concepcion concha|rosario charo|mercedes merche|antonio toni tono|rafael rafa
alejandro alex ale|alejandra ale|eduardo edu lalo|guillermo memo guille|giuseppe beppe peppe|luigi gigi|francesco franco cesco|alessandro alex sandro
aleksander alex olek|krzysztof krzys|katarzyna kasia|malgorzata gosia|agnieszka aga|aleksandr sasha|dmitri dima|mikhail misha|vladimir vova volodya
ekaterina katya|natalia natasha nata|nikolai kolya|sergei seryozha|evgeni zhenya|yuri yura
marc mark|eric erik|carl karl|sean shaun shawn|monica monika|lucas lukas|nicolas nicholas nikolas|ahmed ahmad|hassan hasan|aisha ayesha
hannah hanna|helena elena|alan allan allen|aaron aron|sofia sophia|teodor theodor|viktor victor|karen karin|marta martha|kristian christian`;

/** Given names of their own that are one letter away from another, so that the letter is no slip. */
const NO_SHORT_FORM =
  'june jean joan dean juan jana lara laura lana clara tara kara maria mario marie marion luca ivan evan ellen helen eileen daniela daniele andre andrea rene renee irene simone carla carlo carlos petra petr pietro brian ryan erin eva ava nina lena lina mira mila milan dylan alice alicia celia delia claudia claudio silvia silvio fabian fabio julio lucia lucy henrik erika paulo paul';

const heads = new Map<string, Set<string>>();
for (const line of GROUPS.trim().split(/[\n|]/)) {
  const names = line.split(' ').map(nameKey);
  for (const name of names) heads.set(name, (heads.get(name) ?? new Set()).add(names[0]!));
}
for (const name of NO_SHORT_FORM.split(' ').map(nameKey)) heads.set(name, (heads.get(name) ?? new Set()).add(name));
const NONE: ReadonlySet<string> = new Set();

/** The full forms a given name may stand for, itself among them where it is one; empty for a name the table lacks. Expects a key form (`nameKey`). */
export function fullForms(name: string): ReadonlySet<string> {
  return heads.get(name) ?? NONE;
}

/** Whether one is a usual form of the other, or both are of a third. */
export function areNicknames(a: string, b: string): boolean {
  if (a === b) return false;
  const other = fullForms(b);
  for (const form of fullForms(a)) if (other.has(form)) return true;
  return false;
}
