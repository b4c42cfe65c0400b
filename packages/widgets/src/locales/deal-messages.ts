/** Words in which the badge of a deal differs from that of a lead, and the facts that its opened part adds. */
export interface DealMessages {
  readonly name: string;
  readonly outcome: (outcome: string) => string;
  readonly facts: string;
  readonly expected: string;
  /** "41% of €30,000": chance and amount. */
  readonly chanceOf: (chance: string, amount: string) => string;
  readonly noAmount: string;
  readonly noAmountHelp: string;
  /** The stage by name, or without one. */
  readonly inStage: (stage: string) => string;
  readonly inNoStage: string;
  readonly stalled: string;
  readonly moving: string;
  /** Half, and nine in ten, of so many won deals had left the stage by then. */
  readonly usual: (usual: string, long: string, deals: string) => string;
  /** What the drawn line says, for those who don't see it. */
  readonly line: (days: string, usual: string, long: string) => string;
  readonly halfLeft: string;
  readonly nineInTenLeft: string;
  readonly tooFewWon: (deals: string, needed: string) => string;
  readonly timeUnknown: string;
  readonly closed: string;
  readonly close: string;
  readonly closesIn: (days: string) => string;
  readonly closedAgo: (days: string) => string;
  readonly closesToday: string;
  readonly factsFailed: string;
}
