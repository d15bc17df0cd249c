using System.Collections.Frozen;
using System.Text;

namespace Streams.Core.Activities;

/// <summary>
/// English country names as Okta and Duo write them, to ISO codes. Spellings beyond ISO's short names are listed too.
/// </summary>
internal static class CountryNames
{
    private const string Table =
        "afghanistan=AF;albania=AL;algeria=DZ;andorra=AD;angola=AO;antigua and barbuda=AG;argentina=AR;armenia=AM;aruba=AW;"
        + "australia=AU;austria=AT;azerbaijan=AZ;bahamas=BS;the bahamas=BS;bahrain=BH;bangladesh=BD;barbados=BB;belarus=BY;"
        + "belgium=BE;belize=BZ;benin=BJ;bermuda=BM;bhutan=BT;bolivia=BO;bosnia and herzegovina=BA;botswana=BW;brazil=BR;"
        + "brunei=BN;brunei darussalam=BN;bulgaria=BG;burkina faso=BF;burundi=BI;cambodia=KH;cameroon=CM;canada=CA;"
        + "cape verde=CV;cabo verde=CV;cayman islands=KY;central african republic=CF;chad=TD;chile=CL;china=CN;colombia=CO;"
        + "comoros=KM;congo=CG;democratic republic of the congo=CD;dr congo=CD;costa rica=CR;croatia=HR;cuba=CU;curacao=CW;"
        + "curaçao=CW;cyprus=CY;czech republic=CZ;czechia=CZ;denmark=DK;djibouti=DJ;dominica=DM;dominican republic=DO;"
        + "ecuador=EC;egypt=EG;el salvador=SV;equatorial guinea=GQ;eritrea=ER;estonia=EE;eswatini=SZ;swaziland=SZ;"
        + "ethiopia=ET;faroe islands=FO;fiji=FJ;finland=FI;france=FR;french guiana=GF;french polynesia=PF;gabon=GA;gambia=GM;"
        + "georgia=GE;germany=DE;ghana=GH;gibraltar=GI;greece=GR;greenland=GL;grenada=GD;guadeloupe=GP;guam=GU;guatemala=GT;"
        + "guernsey=GG;guinea=GN;guinea-bissau=GW;guyana=GY;haiti=HT;honduras=HN;hong kong=HK;hungary=HU;iceland=IS;india=IN;"
        + "indonesia=ID;iran=IR;iran, islamic republic of=IR;iraq=IQ;ireland=IE;isle of man=IM;israel=IL;italy=IT;"
        + "ivory coast=CI;côte d'ivoire=CI;jamaica=JM;japan=JP;jersey=JE;jordan=JO;kazakhstan=KZ;kenya=KE;kiribati=KI;"
        + "kosovo=XK;kuwait=KW;kyrgyzstan=KG;laos=LA;lao people's democratic republic=LA;latvia=LV;lebanon=LB;lesotho=LS;"
        + "liberia=LR;libya=LY;liechtenstein=LI;lithuania=LT;luxembourg=LU;macao=MO;macau=MO;madagascar=MG;malawi=MW;"
        + "malaysia=MY;maldives=MV;mali=ML;malta=MT;martinique=MQ;mauritania=MR;mauritius=MU;mexico=MX;moldova=MD;"
        + "moldova, republic of=MD;monaco=MC;mongolia=MN;montenegro=ME;morocco=MA;mozambique=MZ;myanmar=MM;burma=MM;"
        + "namibia=NA;nepal=NP;netherlands=NL;the netherlands=NL;new caledonia=NC;new zealand=NZ;nicaragua=NI;niger=NE;"
        + "nigeria=NG;north korea=KP;korea, democratic people's republic of=KP;north macedonia=MK;macedonia=MK;norway=NO;"
        + "oman=OM;pakistan=PK;palestine=PS;palestinian territory=PS;panama=PA;papua new guinea=PG;paraguay=PY;peru=PE;"
        + "philippines=PH;poland=PL;portugal=PT;puerto rico=PR;qatar=QA;reunion=RE;réunion=RE;romania=RO;russia=RU;"
        + "russian federation=RU;rwanda=RW;saint lucia=LC;samoa=WS;san marino=SM;saudi arabia=SA;senegal=SN;serbia=RS;"
        + "seychelles=SC;sierra leone=SL;singapore=SG;slovakia=SK;slovenia=SI;solomon islands=SB;somalia=SO;south africa=ZA;"
        + "south korea=KR;korea, republic of=KR;republic of korea=KR;korea=KR;south sudan=SS;spain=ES;sri lanka=LK;sudan=SD;"
        + "suriname=SR;sweden=SE;switzerland=CH;syria=SY;syrian arab republic=SY;taiwan=TW;taiwan, province of china=TW;"
        + "tajikistan=TJ;tanzania=TZ;tanzania, united republic of=TZ;thailand=TH;timor-leste=TL;togo=TG;tonga=TO;"
        + "trinidad and tobago=TT;tunisia=TN;turkey=TR;türkiye=TR;turkmenistan=TM;uganda=UG;ukraine=UA;"
        + "united arab emirates=AE;united kingdom=GB;great britain=GB;united states=US;united states of america=US;usa=US;"
        + "uruguay=UY;uzbekistan=UZ;vanuatu=VU;vatican city=VA;venezuela=VE;vietnam=VN;viet nam=VN;virgin islands=VI;"
        + "yemen=YE;zambia=ZM;zimbabwe=ZW";

    private static readonly FrozenDictionary<Key128, CountryCode> Codes = Table.Split(';')
        .ToFrozenDictionary(row => Key128.OfFolded(Encoding.UTF8.GetBytes(row[..^3])), row => CountryCode.Parse(row[^2..]));

    /// <summary>From a name or a two-letter code; none for what is neither.</summary>
    public static CountryCode Parse(ReadOnlySpan<byte> text)
    {
        text = text.Trim((byte)' ');
        return text.Length <= 2 ? CountryCode.Parse(text) : Codes.GetValueOrDefault(Key128.OfFolded(text));
    }
}
