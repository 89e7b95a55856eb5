//! The words of grants and appropriations: giving, asking, who gives, and what is neither.

use super::build::{codes, entries};
use super::{Entry, File, LexiconError, Phrases};

/// What a word says of the amount beside it, or of who gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GrantWord {
    /// modtaget, tilsagn
    Received,
    /// bidrager med: whoever stands before it gives
    Gives,
    /// ansøgt om
    Applied,
    /// a fund, an agency, a ministry
    Source,
    /// STAR: a source only in capitals
    Acronym,
    /// puljen
    Pool,
    /// pulje på, på landsplan: an amount of the whole country
    National,
    /// kommunen
    Own,
    /// udvalget, byrådet
    Body,
    /// medfinansiering
    OwnShare,
    /// tillægsbevilling, bevilges
    Appropriation,
    /// indtægts- og udgiftsbevilling
    BothAppropriation,
    /// udgiftsbevilling
    ExpenseAppropriation,
    /// indtægtsbevilling
    IncomeAppropriation,
    /// rådighedsbeløb, frigives
    Release,
    /// budgetomplacering, budgetønske
    NoAppropriation,
    /// der søges om
    Asking,
    /// tillæg, ekstra bevilling
    Supplement,
    /// tilbagebetales
    Repay,
    /// ikke tilbagebetales
    NoRepay,
    /// refusion, besparelse: money that is no grant
    OtherMoney,
    /// indtægter
    Income,
    /// udgifter
    Expense,
    /// netto
    Net,
    /// neutral
    Neutral,
    /// kassen
    Cash,
    /// inden for rammen
    Internal,
    /// finansieret af
    Financed,
    /// heraf
    Part,
    /// målrettet
    Target,
    /// har været
    NoTarget,
    /// udbetales
    Payout,
    /// resultatkrav, hvis
    Demand,
    /// rater
    Rates,
    /// a word that holds another one and takes its meaning away
    Nothing,
}

impl GrantWord {
    const ALL: [(Self, &'static str); 35] = [
        (Self::Received, "received"),
        (Self::Gives, "gives"),
        (Self::Applied, "applied"),
        (Self::Source, "source"),
        (Self::Acronym, "acronym"),
        (Self::Pool, "pool"),
        (Self::National, "national"),
        (Self::Own, "own"),
        (Self::Body, "body"),
        (Self::OwnShare, "own_share"),
        (Self::Appropriation, "appropriation"),
        (Self::BothAppropriation, "both_appropriation"),
        (Self::ExpenseAppropriation, "expense_appropriation"),
        (Self::IncomeAppropriation, "income_appropriation"),
        (Self::Release, "release"),
        (Self::NoAppropriation, "no_appropriation"),
        (Self::Asking, "asking"),
        (Self::Supplement, "supplement"),
        (Self::Repay, "repay"),
        (Self::NoRepay, "no_repay"),
        (Self::OtherMoney, "other_money"),
        (Self::Income, "income"),
        (Self::Expense, "expense"),
        (Self::Net, "net"),
        (Self::Neutral, "neutral"),
        (Self::Cash, "cash"),
        (Self::Internal, "internal"),
        (Self::Financed, "financed"),
        (Self::Part, "part"),
        (Self::Target, "target"),
        (Self::NoTarget, "no_target"),
        (Self::Payout, "payout"),
        (Self::Demand, "demand"),
        (Self::Rates, "rates"),
        (Self::Nothing, "nothing"),
    ];

    /// Whether the word makes what it stands with a grant: without one beside an amount there is none.
    #[must_use]
    pub fn is_of_grants(self) -> bool {
        matches!(self, Self::Received | Self::Gives | Self::Applied) || self.is_appropriation()
    }

    /// Whether the word makes what it stands with an appropriation.
    #[must_use]
    pub fn is_appropriation(self) -> bool {
        matches!(
            self,
            Self::Appropriation
                | Self::BothAppropriation
                | Self::ExpenseAppropriation
                | Self::IncomeAppropriation
                | Self::Release
        )
    }
}

pub(super) fn build(files: &[(String, File)]) -> Result<Phrases<GrantWord>, LexiconError> {
    let meaning = |code: &str| super::build::code_in(&GrantWord::ALL, code);
    let known = codes(GrantWord::ALL.iter().map(|(_, code)| *code));
    let read: Vec<(Entry, GrantWord)> = entries(
        files,
        "grant_word",
        |file| &file.grant_word,
        meaning,
        &known,
    )?;
    Ok(Phrases::new(&read))
}
