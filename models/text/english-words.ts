/**
 * Words that are common in English messages and, spelt so, hardly ever words of another language in Latin letters. One of
 * them says more about a short text than its letters do.
 */
export const englishWords: ReadonlySet<string> = new Set(
  `the and you your that this these those with have has had been were would could should which what when where who why how
  they them their there then than because about after before again very really just only also too much many more most some
  any every each other another our we us my mine it's i'm don't doesn't didn't can't won't isn't wasn't wouldn't couldn't
  i'll i've we've you're they're that's there's from does did being into out down she here now never always still even ever
  well back get got getting gave give going went gone made make makes took take know knew think thought want wanted need
  needed work works worked working look looks looking like liked love loved use used using way things times days week weeks
  months year years first last good great better best bad worse worst nice excellent awesome amazing terrible awful horrible
  poor happy sad easy hard quick quickly slow cheap worth customer customers helpful food friendly phone battery screen
  sound ordered orders delivery delivered arrived shipping parcel refund returned invoice bill paid pay money bought buy
  purchase website please thank thanks hello sorry yes disappointed disappointing disappointment recommend recommended
  perfect wrong right broken movie acting minutes hours people everything nothing something anything someone anyone little
  such same own few less without within through during while until since between though although however`.split(
    /\s+/,
  ),
);

/** Words of English that other languages have as well: they count for its share of a text, and prove nothing alone. */
export const sharedWords: ReadonlySet<string> = new Set(
  `in an is was a on no me so am as man or at to do be by for of all i he her his him if not but its are it up off best film
  service support app item bit lot store shop time place plot story product quality over fast new old account fine help
  page card`.split(/\s+/),
);
